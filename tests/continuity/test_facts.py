"""Graph facts: what was extracted leads to the sentence it was read from, and only that is shown."""

from __future__ import annotations

from typing import Any

import pytest

from cotw.care.context import Wish, turn_of
from cotw.continuity.facts import MOST, facts
from cotw.memory import Memory
from cotw.records.passage import Warrant
from tests.care.injected import exchange, remembering


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """What Mara told about her people, much of it about Freya."""
    said = [
        *exchange(
            "It rains. My sister Freya rides a lot. We close at five.", "My sister Ines swims.", minute=0
        ),
        *exchange("My friend Jonas bakes.", "I see.", minute=1, session="s2", mode="code"),
        *(one for n in range(2, 10) for one in exchange(f"My sister Freya won race {n}.", "Oh.", minute=n)),
    ]
    return remembering(tmp_path_factory.mktemp("people"), said)


def said_of(memory: Memory, prompt: str, **wish: Any) -> list[str]:
    turn = turn_of(memory, Wish(prompt, **wish))
    return [passage.text for passage in facts(turn, memory.index, memory.truth.zone)]


def test_the_sentence_is_quoted(memory: Memory) -> None:
    """Word for word, with its day, its speaker and its address; not what was made of it."""
    turn = turn_of(memory, Wish("Where does Freya ride?"))
    first = facts(turn, memory.index, memory.truth.zone)[0]
    assert first.text == "My sister Freya rides a lot."
    assert (first.warrant, first.speaker, first.label) == (
        Warrant.QUOTED,
        "human",
        "2026-03-14 13:00, Saturday",
    )
    assert first.sources[0].startswith("archive:2026-03-14#")


def test_no_more_than_a_few(memory: Memory) -> None:
    """Five sentences, however many there are."""
    assert len(said_of(memory, "Who is Freya?")) == MOST


@pytest.mark.parametrize(
    "prompt", ["Who won?", "Who is Ines?", "the human and the agent", "Who is Jonas?", ""]
)
def test_what_nobody_said_is_not_there(memory: Memory, prompt: str) -> None:
    """No name, a name that only the agent used, words for roles, a name from a mode that is not seen."""
    assert said_of(memory, prompt) == []


def test_modes_and_sessions_hold_here_too(memory: Memory) -> None:
    """What the mode may see, without the session that the agent has before it."""
    assert said_of(memory, "Who is Jonas?", mode="code") == ["My friend Jonas bakes."]
    assert said_of(memory, "Who is Jonas?", mode="code", session="s2") == []
