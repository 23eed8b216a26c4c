"""Where a home and its keeper are, said by the standard library alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cotw import founding
from cotw.wire.paths import default_root, settings_of


@pytest.mark.parametrize("data", ["", "/somewhere/else"])
def test_the_default_home_is_the_one_that_the_library_knows(
    data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hooks and commands mean the same home, whatever `XDG_DATA_HOME` says."""
    monkeypatch.setenv("XDG_DATA_HOME", data)
    assert default_root({"XDG_DATA_HOME": data}) == str(founding.default_home())


def test_only_settings_count_as_settings() -> None:
    """Where and when are no settings: they are told with each question."""
    environment = {"COTW_HOME": "h", "COTW_NOW": "n", "COTW_RECALL__LIMIT": "3", "HOME": "x"}
    assert settings_of(environment) == {"COTW_RECALL__LIMIT": "3"}


def test_the_wire_imports_the_standard_library_alone() -> None:
    """No module of the package but `cotw` and `cotw.wire` is loaded, and none that takes its time."""
    code = "import cotw.wire.calling, cotw.wire.starting; print(*sys.modules)"
    bare = f"import sys; sys.path[:] = {sys.path!r}; {code}"
    command = [sys.executable, "-I", "-S", "-c", bare]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True)
    modules = set(loaded.stdout.split())
    assert {name for name in modules if name.startswith("cotw")} <= {
        "cotw", "cotw.wire", "cotw.wire.calling", "cotw.wire.frames", "cotw.wire.paths", "cotw.wire.starting",
    }  # fmt: skip
    assert not modules & {"asyncio", "dataclasses", "pathlib", "typing", "pydantic", "subprocess"}
