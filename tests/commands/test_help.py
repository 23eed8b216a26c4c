"""The page that `cotw --help` prints, word for word, and what the pages of commands have to hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.core import TyperGroup

from cotw.commands._table import COMMANDS, load_command
from cotw.commands.app import main

GOLDEN = Path(__file__).parent / "golden"


def test_the_help_of_the_program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It fits 80 columns and says what the golden file says; change both together."""
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["--help"]) == 0
    page = capsys.readouterr().out
    assert page == (GOLDEN / "help.txt").read_text(encoding="utf-8")
    assert max(map(len, page.splitlines())) <= 80


GROUPS = [name for name in COMMANDS if isinstance(load_command(name), TyperGroup)]


@pytest.mark.parametrize("name", GROUPS)
def test_the_help_of_a_group(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No sentence about a command is cut off, and what the group does by itself is told."""
    monkeypatch.setenv("COLUMNS", "80")
    assert main([name, "--help"]) == 0
    usage, *lines = capsys.readouterr().out.splitlines()
    assert usage.startswith(f"Usage: cotw {name} ")
    assert [line for line in lines if line.endswith("...") or len(line) > 80] == []
    callback = getattr(load_command(name), "callback", None)
    if callback is not None and callback.__doc__:
        assert f"cotw {name}" in "\n".join(lines)


def test_every_command_comes_with_an_example() -> None:
    """The line that most people look for."""
    without = []
    for name in COMMANDS:
        command = load_command(name)
        commands = command.commands if isinstance(command, TyperGroup) else {"": command}
        for verb, one in commands.items():
            call = f"cotw {name} {verb}".rstrip()
            if f"\n{call}" not in (one.help or ""):
                without.append(call)
    assert without == []
