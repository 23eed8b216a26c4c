"""Exact words: found as they stand, on either side, newest first, whatever they are made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.memory import Memory
from cotw.records.exchange import Exchange
from cotw.records.hit import RecallFilters
from cotw.retrieval.literal import literal, passage_around
from tests.care.injected import exchange, remembering


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """Three turns of the workshop with what is hard to look for."""
    said = [
        *exchange("It says 100%_done, she wrote 'Straße'.", "Grüße aus dem KELLER.", minute=0),
        *exchange(f"{'a ' * 400}E_SPOKE_7 {'z ' * 400}", "The spoke 🚲 is bent.", minute=3, mode="code"),
        *exchange("spoke again", "Nothing else.", minute=6),
    ]
    return remembering(tmp_path_factory.mktemp("mara"), said)


def found(memory: Memory, wanted: str, limit: int = 9, **bounds: str) -> list[Exchange]:
    with memory.index() as index:
        return literal(index.database, wanted, RecallFilters(**bounds), limit)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [("100%_", 1), ("%", 1), ("_", 2), ("'", 1), ("\\", 0), ("keller", 1), ("GRÜSSE", 0), ("grüße", 1),
     ("🚲", 1), ("\ud800", 0), ("spoke", 2)],
)  # fmt: skip
def test_characters_are_characters(memory: Memory, wanted: str, count: int) -> None:
    """No sign is a pattern; only the size of letters makes no difference."""
    assert len(found(memory, wanted)) == count


def test_the_newest_within_bounds(memory: Memory) -> None:
    """Limit, mode and side are kept to."""
    assert [one.human for one in found(memory, "spoke", 1)] == ["spoke again"]
    assert [one.mode for one in found(memory, "spoke", mode="code")] == ["code"]
    assert next(one.human for one in found(memory, "spoke", speaker="human")) == "spoke again"
    assert [one.mode for one in found(memory, "spoke", speaker="agent")] == ["code"]


def test_the_passage_around_them(memory: Memory) -> None:
    """On one line, of the side that holds them, with a mark where something is left out."""
    (one,) = found(memory, "e_spoke_7")
    side, passage = passage_around(one, "e_spoke_7", 60)
    assert (side, passage[0], passage[-1]) == ("human", "…", "…")
    assert "E_SPOKE_7" in passage
    assert len(passage) <= 62
    assert passage_around(one, "spoke", 60, "agent") == ("agent", "The spoke 🚲 is bent.")
    assert passage_around(one, "not there", 8)[1].startswith("a a")


def test_an_empty_memory(tmp_path: Path) -> None:
    """Nothing is found where nothing is."""
    assert found(remembering(tmp_path, []), "spoke") == []
