"""`cotw identity`: what an agent is told of itself, and a person at a real terminal who looks after it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cotw.commands.app import main
from tests.scenarios.conftest import Cotw
from tests.terminal import Terminal

pytestmark = pytest.mark.encoder

GOLDEN = Path(__file__).parent / "golden"
SOUL = """# Soul

## Principles

- True the wheel before you praise it.

## Voice

<!-- Mara: keep it short -->
Dry.
"""
ANCHOR = """# Anchor

## How to call me

Mara

## Never

Order spokes in my name.
"""


def a_terminal(*arguments: str, **variables: str) -> Terminal:
    """A person's own terminal: nothing in its environment says that an agent runs there."""
    from cotw.commands._person import AGENT_SIGNS

    own = {name: value for name, value in os.environ.items() if name not in AGENT_SIGNS}
    return Terminal(*arguments, environment={**own, **variables})


def editor(folder: Path, body: str) -> str:
    """An editor that does something with the file it is given as `$1`."""
    path = folder / "an editor"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return f"'{path}'"


def ledger(cotw: Cotw) -> list[dict[str, str]]:
    lines = [
        line for path in (cotw.home / "ledger").glob("*.jsonl") for line in path.read_text().splitlines()
    ]
    return [json.loads(line) for line in lines]


def test_what_an_agent_gets_to_see(cotw: Cotw) -> None:
    """Word for word as in the golden file: no comments, no empty sections, each layer with its tokens."""
    identity = cotw.home / "identity"
    (identity / "SOUL.md").write_text(SOUL)
    (identity / "ANCHOR.md").write_text(ANCHOR)
    (identity / "memory").mkdir()
    (identity / "memory" / "2026-03-31.md").write_text("The rim for the cargo bike came.\n")
    shown = cotw("identity", "show", "--posture", "code").out
    assert shown == (GOLDEN / "identity.txt").read_text(encoding="utf-8")


def test_a_new_home_tells_little(cotw: Cotw) -> None:
    """At most 600 tokens, posture and all; and the check names what is still to be filled in."""
    told = json.loads(cotw("identity", "show", "--posture", "booth", "--json").out)
    assert (told["version"], len(told["layers"])) == (1, 10)
    assert 50 < told["tokens"] <= 600
    found = json.loads(cotw("identity", "check", "--json", expect=3).out)
    assert [one["file"] for one in found["findings"]] == ["identity/ANCHOR.md", "identity/TOOLS.md"]
    assert cotw("identity", "show", "anchor", expect=4).out == ""
    assert cotw("identity", "show", "SOUL.md").out.startswith("# Soul")
    assert cotw("identity", "show", "robot").out.startswith("Posture: robot")
    cotw("identity", "show", "garden", expect=2)
    cotw("identity", "show", "today", expect=2)


def test_history_begins_with_the_home(cotw: Cotw) -> None:
    """What changes in the starter files is seen, also when nobody looked before."""
    cotw("identity", "diff", expect=4)
    (cotw.home / "identity" / "SOUL.md").write_text(SOUL)
    assert "+- True the wheel before you praise it." in cotw("identity", "diff", "soul").out
    assert cotw("identity", "diff", "soul", "--since", "2026-04-01").out
    versions = json.loads(cotw("identity", "history", "soul", "--json").out)["versions"]
    assert [one["decision"] for one in versions] == [None, None]
    assert "2026-04-01 11:00" in cotw("identity", "history").out


@pytest.mark.parametrize("command", [["edit", "soul"], ["accept"], ["onboard"]])
def test_nobody_but_a_person_writes(
    cotw: Cotw, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An agent is refused before anything is asked or opened; exit code 20."""
    monkeypatch.setenv("CLAUDECODE", "1")
    monkeypatch.setenv("EDITOR", "false")
    assert main(["identity", *command]) == 20
    assert "is for a person to decide" in capsys.readouterr().err
    assert ledger(cotw) == []


def test_a_proposal_for_tools_is_a_diff_until_a_person_agrees(
    cotw: Cotw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody may look; `--yes` of an agent writes nothing; a person's yes does, once."""
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "Cargo.toml").write_text('[package]\nname = "truing"\n')
    tools = cotw.home / "identity" / "TOOLS.md"
    before = tools.read_bytes()
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    assert "+## Project truing" in cotw("identity", "discover", shop, "--dry-run").out
    monkeypatch.setenv("CLAUDECODE", "1")
    assert "+## Project truing" in cotw("identity", "discover", shop, "--yes", expect=20).out
    assert tools.read_bytes() == before
    terminal = a_terminal("identity", "discover", str(shop))
    terminal.wait_for(r"\[y/N\]")
    terminal.type("y")
    assert terminal.finish() == 0, terminal.said
    assert "- Commands: `cargo test`, `cargo build`" in tools.read_text()
    assert [(one["how"], one["path"]) for one in ledger(cotw)] == [("discovered", "identity/TOOLS.md")]
    assert "already" in cotw("identity", "discover", shop).out
    cotw("identity", "discover", tmp_path / "none", expect=2)


def test_a_person_answers_some_questions(cotw: Cotw) -> None:
    """Skipped ones leave what stands there; nothing is written before a yes; it can be done again."""
    anchor = cotw.home / "identity" / "ANCHOR.md"
    for answers in (["Mara"] + [""] * 5, [""] * 3 + ["German", "", ""]):
        before = anchor.read_text()
        terminal = a_terminal("identity", "onboard")
        for number, answer in enumerate(answers, 1):
            terminal.wait_for(rf"{number}/6 ")
            terminal.type(answer)
        terminal.wait_for(r"\[y/N\]")
        assert anchor.read_text() == before
        terminal.type("y")
        assert terminal.finish() == 0, terminal.said
    assert "now: Mara" in terminal.said
    assert cotw("identity", "show", "anchor").out == (
        "# Anchor\n\n## How to call me\n\nMara\n\n## Language\n\nGerman\n"
    )
    assert [one["how"] for one in ledger(cotw)] == ["onboarded", "onboarded"]


def test_a_person_edits_and_accepts(cotw: Cotw, tmp_path: Path) -> None:
    """In their own editor; what they change is decided, what they change elsewhere is accepted later."""
    terminal = a_terminal("identity", "edit", "soul", EDITOR=editor(tmp_path, 'echo "- Grease." >> "$1"'))
    assert terminal.finish() == 0, terminal.said
    soul = cotw.home / "identity" / "SOUL.md"
    assert soul.read_text().endswith("- Grease.\n")
    assert a_terminal("identity", "edit", "soul", EDITOR="false").finish() == 2
    soul.write_text(SOUL)
    assert "was changed since a person decided" in cotw("identity", "check", expect=3).out
    assert a_terminal("identity", "accept").finish() == 0
    assert "was changed" not in cotw("identity", "check", expect=3).out
    assert [one["how"] for one in ledger(cotw)][:1] == ["edited"]
    assert {one["actor"] for one in ledger(cotw)} != {""}
    assert not list((cotw.home / "identity").glob(".editing-*"))


def test_two_who_write_at_once_do_not_lose_a_word(cotw: Cotw, tmp_path: Path) -> None:
    """The file that somebody else wrote meanwhile stays; the person's text is kept beside it and named."""
    soul = cotw.home / "identity" / "SOUL.md"
    meanwhile = editor(tmp_path, f'echo "Theirs." > "{soul}"; echo "Mine." > "$1"')
    terminal = a_terminal("identity", "edit", "soul", EDITOR=meanwhile)
    assert terminal.finish() == 3
    assert soul.read_text() == "Theirs.\n"
    assert (soul.parent / "SOUL.mine.md").read_text() == "Mine.\n"
    assert "SOUL.mine.md" in terminal.said
    assert "identity/SOUL.mine.md" in cotw("identity", "check", expect=3).out
