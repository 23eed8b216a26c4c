"""Programs: the one that belongs to the running Python comes before what a shell finds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cotw.errors import UsageError
from cotw.programs import installed_program, required_program


def a_program(folder: Path, name: str = "cotw-hook") -> Path:
    folder.mkdir()
    program = folder / name
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


def test_the_one_beside_python_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two may be installed, and a timer has to call the one that made it."""
    found = a_program(tmp_path / "path")
    monkeypatch.setenv("PATH", str(found.parent))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python" / "python3"))
    assert installed_program("cotw-hook") == found
    beside = a_program(tmp_path / "python")
    assert installed_program("cotw-hook") == beside


def test_one_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what its caller advises."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python3"))
    assert installed_program("cotw-hook") is None
    with pytest.raises(UsageError, match="should lie beside") as raised:
        required_program("cotw-hook", hint="install cotw again")
    assert raised.value.hint == "install cotw again"
