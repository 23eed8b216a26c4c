"""The program compiled ahead."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cotw.interfaces.bytecode import compile_ahead


@pytest.mark.parametrize("forbidden", [True, False])
def test_it_is_compiled_where_python_is_told_not_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forbidden: bool
) -> None:
    """Where Python keeps what it compiles, that is left to it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", forbidden)
    (tmp_path / "wheel.py").write_text("SPOKES = 36\n")
    compile_ahead(tmp_path)
    assert bool(list(tmp_path.glob("__pycache__/wheel.*.pyc"))) is forbidden


def test_what_cannot_be_compiled_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nor is a folder that may not be written: then all is as slow as before, and nobody is told."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "broken.py").write_text("spokes = = 36\n")
    (tmp_path / "wheel.py").write_text("SPOKES = 36\n")
    (tmp_path / "__pycache__").write_text("no folder")
    compile_ahead(tmp_path)
    assert capfd.readouterr() == ("", "")
