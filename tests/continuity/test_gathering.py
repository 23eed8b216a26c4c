"""Gathering: one source cannot spoil the others, and none outlives the call."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from cotw.continuity.gathering import gathering
from cotw.continuity.turn import Source, Turn
from cotw.errors import IndexMissing
from cotw.records.passage import Passage, Warrant

RIM = Passage("The rim is true.", Warrant.DECLARED, ("SHOP.md",))


def turn() -> Turn:
    return Turn("rim?", datetime(2026, 3, 14, tzinfo=UTC), "chat", frozenset({"chat"}))


def slow(turn: Turn) -> Sequence[Passage]:
    """Answers when nobody waits any more."""
    assert turn.over.wait(timeout=10)
    return [RIM]


def failing(_: Turn) -> Sequence[Passage]:
    raise ZeroDivisionError("by zero")


def missing(_: Turn) -> Sequence[Passage]:
    raise IndexMissing("there is no index yet")


def test_each_for_itself() -> None:
    """What raises or is late is named; the rest is served, in the order that was asked for."""
    sources = [Source("slow", 1, slow), Source("failing", 1, failing), Source("missing", 1, missing)]
    with gathering(turn(), [*sources, Source("fine", 1, lambda _: [RIM])], 0.5) as gathered:
        assert [one.source.name for one in gathered] == ["slow", "failing", "missing", "fine"]
        assert [one.passages for one in gathered] == [(), (), (), (RIM,)]
        late, raised, told, fine = (one.failure for one in gathered)
    assert late is not None
    assert late.startswith("took longer than")
    assert (raised, told, fine) == ("ZeroDivisionError: by zero", "there is no index yet", None)


def test_no_thread_outlives_the_call() -> None:
    """Also a late one has come to its end when the block is left, however it is left."""
    before = threading.active_count()
    with gathering(turn(), [Source("slow", 1, slow)], 0.01):
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
    with pytest.raises(KeyError), gathering(turn(), [Source("slow", 1, slow)], 0.01):
        raise KeyError
    assert threading.active_count() == before


def test_no_sources() -> None:
    """Nobody is asked, nothing is said."""
    with gathering(turn(), [], 1) as gathered:
        assert gathered == []
