"""Stability of a home: of an exchange, a session, a thread, and what a turn is told of it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from cotw.care.stability import exchange_stability, session_stability, thread_stability
from cotw.commands.app import main
from cotw.errors import NothingFound
from cotw.memory import Memory
from cotw.records.message import Kind, ToolCall
from cotw.records.stability import Circling, Level, Pulling, Term
from cotw.reflection.entropy import LEAD
from cotw.reflection.measuring import last_of, latest_measured, measured, measured_since
from tests.builders import NOON, message
from tests.care.injected import context_of, exchange, remembering

UPSET = "No, that's wrong, and I'm so annoyed! I no longer trust you."
PRINCIPLE = "True the wheel before you praise it."


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """A quiet session, one that ends in anger, one that reads a file again and again, and a long one."""
    steel = ("Let's go with the steel frame.", "Steel.")
    back = ("On second thought, not the steel frame after all.", "Aluminium.")
    said = [
        *exchange("Which spokes?", "Two millimetres.", minute=0, session="quiet", thread="rims"),
        *exchange(*steel, minute=5, session="angry", thread="rims"),
        *exchange(*back, minute=6, session="angry", thread="rims"),
        *exchange(UPSET, "I see.", minute=7, session="angry", thread="rims"),
        *exchange("Read the file.", "Done.", minute=10, session="round", mode="code"),
    ]
    said += [
        message(
            str(n), minute=11, order=n, kind=Kind.TOOL, session="round", call=ToolCall("Read", "wheel.py")
        )
        for n in range(4)
    ]
    for n in range(LEAD + 5):
        said += exchange(f"No, that's wrong, rim {n}.", f"Rim {n}.", minute=60 + n, session="long")
    memory = remembering(tmp_path_factory.mktemp("mara"), said)
    (memory.home.root / "identity" / "SOUL.md").write_text(f"## Principles\n- {PRINCIPLE}\n")
    return memory


def test_a_session_is_told_with_all_that_moved(memory: Memory) -> None:
    """Its last exchanges with their terms, what was taken back, and the principles to hold on to."""
    page = session_stability(memory, "angry", 20)
    assert [one.entropy.level for one in page.measured] == [Level.NOMINAL, Level.NOMINAL, Level.ELEVATED]
    assert {one.term for one in page.measured[-1].entropy.weights} == {
        Term.CORRECTION,
        Term.EMOTION,
        Term.RELATIONAL,
    }
    assert [one.kind for one in page.tensions] == [Pulling.TAKEN_BACK]
    assert [one.text for one in page.principles] == [PRINCIPLE]
    assert page.loops == ()
    assert session_stability(memory, None, 3).scope == "session long"


def test_loops_come_from_the_tool_records(memory: Memory) -> None:
    """They stand in the archive alone."""
    (loop,) = session_stability(memory, "round", 20).loops
    assert (loop.kind, loop.target, loop.times) == (Circling.READ, "wheel.py", 4)


def test_a_thread_goes_over_its_sessions(memory: Memory) -> None:
    """In order; one that is not there is said to be none."""
    page = thread_stability(memory, "rims", 3)
    assert [one.exchange.session for one in page.measured] == ["angry"] * 3
    assert len(thread_stability(memory, "rims", 50).measured) == 4
    with pytest.raises(NothingFound):
        thread_stability(memory, "garden", 5)


def test_an_exchange_has_one_entropy_however_it_is_asked_for(memory: Memory) -> None:
    """Alone, among its session, in a night's harvest: what came before it is looked up."""
    with memory.index() as index:
        whole = measured(index.database, last_of(index.database, "session", "long", 100))
        since = measured_since(index.database, NOON + timedelta(minutes=60))
        assert since == whole
        assert measured_since(index.database, NOON, modes=["code"])[0].exchange.session == "round"
        assert measured_since(index.database, NOON + timedelta(days=9)) == []
    for one in (whole[0], whole[4], whole[-1]):
        page = exchange_stability(memory, one.exchange.id[:12])
        assert page.measured == (one,)
    assert whole[-1].entropy.share == 0.6
    with memory.index() as index:
        latest = latest_measured(index.shelf, "long")
        assert latest is not None
        assert latest.entropy == whole[-1].entropy
        assert latest_measured(index.shelf, "nowhere") is None


def test_a_turn_is_told_seldom_and_in_quotes(memory: Memory) -> None:
    """Of a session in which much moved: the words, whose they are, and the principles; else nothing."""
    text = context_of(memory, "And now?", session="angry").context.text
    assert "much moved here, rules say (elevated: correction, emotion, relational)" in text
    assert "> No, that's wrong, and I'm so annoyed!" in text
    assert f"## SOUL.md: principles\n\n- {PRINCIPLE}" in text
    for session in ("quiet", None):
        parts = context_of(memory, "And now?", session=session).context.parts
        assert [part.found for part in parts if part.name == "stability"] == [0]


def test_a_turn_is_told_what_goes_in_circles_if_its_mode_may(memory: Memory) -> None:
    """The call is quoted with its records; another mode sees nothing of it."""
    text = context_of(memory, "And now?", session="round", mode="code").context.text
    assert "same file read 4 times within your last calls, a tool call (archive:2026-03-14#" in text
    assert "> Read wheel.py" in text
    assert "wheel.py" not in context_of(memory, "And now?", session="round", mode="chat").context.text


def test_the_command_says_it_all(memory: Memory, capsys: pytest.CaptureFixture[str]) -> None:
    """Terms with their words for a person, everything as JSON for a program."""
    home = ["--home", str(memory.home.root), "stability"]
    assert main([*home, "--session", "angry"]) == 0
    printed = capsys.readouterr()
    assert "elevated (0.90) in the last exchange: correction, emotion, relational" in printed.out
    assert "correction      +0.40  person: “No, that's wrong, and I'm so annoyed!”" in printed.out
    assert "decided, and taken back" in printed.out
    assert "not how anybody feels" in printed.err
    assert main([*home, "--thread", "rims", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["level"], told["entropy"]) == (1, "elevated", 0.9)
    assert told["exchanges"][-1]["terms"][0]["evidence"][0]["begin"] == 0
    assert main([*home, "--thread", "rims", "--session", "angry"]) == 2


def test_an_empty_home_says_so(tmp_path: Path) -> None:
    """And how to fill it."""
    empty = remembering(tmp_path, [])
    with pytest.raises(NothingFound, match="nothing was said yet"):
        session_stability(empty, None, 5)
