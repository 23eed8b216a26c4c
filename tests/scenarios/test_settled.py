"""`cotw truth` and `cotw knowledge`, by a person at a real terminal, and by everybody else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scenarios.conftest import Cotw
from tests.terminal import Terminal

pytestmark = pytest.mark.encoder

NOTES = "# Oils\n- hub gears get SAE 30\n- chains get wax, never oil\n\n## Prices\nrim: 30 €\n"


def person(*arguments: str | Path) -> str:
    """What a command prints on a person's terminal; it must succeed."""
    terminal = Terminal(*map(str, arguments))
    assert terminal.finish() == 0, terminal.said
    return terminal.said


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "CLAUDE.md"
    path.write_text(NOTES, encoding="utf-8")
    return path


def test_a_person_sets_what_holds(cotw: Cotw) -> None:
    """The newest wins, what was is told, and history keeps all of it with its reason."""
    cotw("truth", "list", expect=4)
    assert "shop phone: 030 1 2" in person("truth", "set", "shop phone", "030", "1", "2")
    assert "(was: 030 1 2)" in person("truth", "set", "Shop-Phone", "030 9", "--because", "a new one")
    assert "shop phone: 030 9 (was: 030 1 2)" in cotw("truth", "list").out
    (row,) = json.loads(cotw("truth", "list", "--json").out)["rows"]
    assert (row["value"], row["was"]["value"]) == ("030 9", "030 1 2")
    assert row["source"].startswith("ledger:2026-04-01#")
    assert "because a new one" in cotw("truth", "history", "SHOP_PHONE").out
    assert "did you mean 'shop phone'?" in cotw("truth", "history", "shop phones", expect=4).err
    terminal = Terminal("truth", "set", "shop phones", "030 9")
    terminal.wait_for("there is 'shop phone' already")
    terminal.type("n")
    assert terminal.finish() == 1


def test_facts_follow_a_bound_file(cotw: Cotw, notes: Path) -> None:
    """Bound, listed, found by meaning, edited, its history told, and unbound again."""
    cotw("knowledge", "list", expect=4)
    assert "would bind" in cotw("knowledge", "bind", notes, "--dry-run").out
    assert "1 bound file: 3 new" in person("knowledge", "bind", notes)
    listed = cotw("knowledge", "list").out
    assert "Oils › Prices" in listed
    assert "rim: 30 €" in listed
    found = json.loads(cotw("knowledge", "search", "what", "lubricates", "a", "gearbox?", "--json").out)[
        "facts"
    ]
    assert found[0]["text"] == "hub gears get SAE 30"
    assert found[0]["source"] == f"file:{notes}#L2-L2"
    notes.write_text(NOTES.replace("SAE 30", "SAE 20"), encoding="utf-8")
    assert "1 edited" in cotw("knowledge", "refresh").out
    told = cotw("knowledge", "history", found[0]["id"][:8]).out
    assert "(edited)  hub gears get SAE 30" in told
    assert "hub gears get SAE 20" in told
    assert "nothing has changed" in cotw("knowledge", "refresh").out
    assert cotw("index", "check").code == 0
    person("knowledge", "unbind", notes)
    cotw("knowledge", "search", "which oil for hub gears?", expect=4)
    assert "SAE 30" in cotw("knowledge", "history", "--file", notes).out


@pytest.mark.parametrize(
    "command",
    [("truth", "set", "k", "v"), ("knowledge", "bind", "NOTES"), ("knowledge", "refresh", "--gone")],
)
def test_nobody_else_can(cotw: Cotw, notes: Path, command: tuple[str, ...]) -> None:
    """Without a terminal nothing is decided: exit code 20."""
    arguments = [str(notes) if part == "NOTES" else part for part in command]
    ended = subprocess.run(
        [sys.executable, "-m", "cotw", *arguments],
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
    )
    assert ended.returncode == 20, ended
    assert "for a person to decide" in ended.stderr
