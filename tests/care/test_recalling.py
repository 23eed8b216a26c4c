"""A question with its bounds in words."""

from __future__ import annotations

from typing import Any

import pytest

from cotw.care.recalling import Wish, recalled
from cotw.errors import UsageError
from cotw.memory import Memory
from cotw.retrieval.answer import Answer
from cotw.retrieval.by_session import HITS_PER_SESSION
from tests.care.injected import exchange, remembering

SAID = [
    *exchange("Which spokes for the cargo bike?", "Sapim, 2.3 mm.", minute=1),
    *exchange("How many spokes for the tandem?", "Forty.", minute=3, session="s2", thread="tandem"),
]


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    return remembering(tmp_path_factory.mktemp("recalling"), SAID)


def texts(memory: Memory, wish: Wish) -> set[str]:
    return {shown.hit.agent for shown in recalled(memory, wish).answer.hits}


def test_time_is_told_as_people_tell_it(memory: Memory) -> None:
    """By days and by words, where the person lives; it is the 20th of March, and all was said on the 14th."""
    assert texts(memory, Wish("spokes", since="last week", until="2026-03-14")) == {
        "Sapim, 2.3 mm.",
        "Forty.",
    }
    assert texts(memory, Wish("spokes", since="2026-03-14T13:02")) == {"Forty."}
    assert texts(memory, Wish("spokes", since="yesterday")) == set()
    with pytest.raises(UsageError, match="'yesterdayish' is no day or time"):
        recalled(memory, Wish("spokes", since="yesterdayish"))


def test_bounds_are_kept(memory: Memory) -> None:
    """Of thread and session."""
    assert texts(memory, Wish("spokes", thread="tandem")) == {"Forty."}
    assert texts(memory, Wish("spokes", session="s1")) == {"Sapim, 2.3 mm."}


def test_how_much_is_wanted(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of the settings, or the one that is named; of whole sessions enough hits to rank them."""
    asked: list[int | None] = []
    recall = Memory.recall

    def noted(self: Memory, question: str, *more: Any, limit: int | None, inject: bool) -> Answer:
        asked.append(limit)
        return recall(self, question, *more, limit=limit, inject=inject)

    monkeypatch.setattr(Memory, "recall", noted)
    usual = memory.config.recall.limit
    assert recalled(memory, Wish("spokes")).limit == usual
    assert recalled(memory, Wish("spokes", limit=1)).limit == 1
    assert recalled(memory, Wish("spokes", limit=3, sessions=True)).limit == 3
    assert asked == [usual, 1, 3 * HITS_PER_SESSION]


def test_what_is_recorded_is_what_a_person_asks(memory: Memory) -> None:
    """Kept under an id; not what a prompt would be given."""
    assert recalled(memory, Wish("spokes", record=True)).record
    assert recalled(memory, Wish("spokes")).record is None
    with pytest.raises(UsageError, match="do not go together"):
        recalled(memory, Wish("spokes", record=True, inject=True))
