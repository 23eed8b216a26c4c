"""The table of commands and what it says to those who mistype."""

from __future__ import annotations

from importlib import import_module

import pytest
import typer
from typer.core import TyperGroup

from cotw.commands._table import COMMANDS, MEANT, load_command, nearest_command
from cotw.commands.app import main


@pytest.mark.parametrize("name", COMMANDS)
def test_every_entry_leads_to_a_command(name: str) -> None:
    """Each module of the table exists, exposes `command` or `app`, and builds under its own name."""
    module = import_module(COMMANDS[name].module)
    assert isinstance(getattr(module, "app", None), typer.Typer) or callable(module.command)
    assert load_command(name).name == name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Help of every command works without a home, and its own page shows an example of its use."""
    command = load_command(name)
    verbs = command.commands.items() if isinstance(command, TyperGroup) else [("", command)]
    for verb, one in verbs:
        words = [name, verb] if verb else [name]
        assert main([*words, "--help"]) == 0
        page = capsys.readouterr().out
        called = " ".join(["cotw", *words])
        assert page.startswith(f"Usage: {called} ")
        assert page.count(called) >= 2 or not one.params, f"{called} --help shows no example"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("recal", "cotw recall"),
        ("Recall", "cotw recall"),
        ("injest", "cotw ingest"),
        ("stats", "cotw status"),
        ("search", "cotw recall"),
        ("rebuild", "cotw index rebuild"),
        ("what did we decide", 'cotw recall "…"'),
        ("zzz", "cotw --help"),
    ],
)
def test_the_nearest_command_is_suggested(typed: str, meant: str) -> None:
    """A slip, a word for the same thing, or a bare question leads to the command that was meant."""
    assert meant in nearest_command(typed)


def test_a_mistyped_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    """It exits 2, names what was typed, and suggests in the hint."""
    assert main(["recal", "x"]) == 2
    assert capsys.readouterr().err == "cotw: there is no command 'recal'\nhint: did you mean `cotw recall`?\n"


def test_words_for_commands_lead_to_commands() -> None:
    """Every synonym names a command of the table or an option of the app."""
    assert all(meant.split()[0] in COMMANDS or meant.startswith("--") for meant in MEANT.values())
    assert not MEANT.keys() & COMMANDS.keys()
