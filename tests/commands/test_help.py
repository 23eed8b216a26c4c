"""The page that `cotw --help` prints, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.commands.app import main

GOLDEN = Path(__file__).parent / "golden"


def test_the_help_of_the_program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It fits 80 columns and says what the golden file says; change both together."""
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["--help"]) == 0
    page = capsys.readouterr().out
    assert page == (GOLDEN / "help.txt").read_text(encoding="utf-8")
    assert max(map(len, page.splitlines())) <= 80
