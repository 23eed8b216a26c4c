"""Comparing two answers to one question."""

from __future__ import annotations

import pytest

from cotw.records.recall_record import RecordedHit
from cotw.retrieval.comparing import Moved, compare


def answer(**scores: float) -> list[RecordedHit]:
    """Hits in the order given, by their scores."""
    return [RecordedHit(exchange, score, {}, {}) for exchange, score in scores.items()]


def test_the_same_answer() -> None:
    """The same hits in the same order with the same scores: nothing to tell, and all of it in common."""
    found = compare(answer(chain=1.0, hub=0.5), answer(chain=1.0, hub=0.5 + 1e-9))
    assert found.is_same
    assert found.overlap == {1: 1.0, 2: 1.0}


def test_lost_new_and_moved() -> None:
    """Each exchange is told once, with its places and scores then and now."""
    found = compare(answer(chain=1.0, hub=0.5, oil=0.4), answer(oil=1.1, chain=1.0, spoke=0.2))
    assert not found.is_same
    assert (found.lost, found.new) == (("hub",), ("spoke",))
    assert found.moved == (Moved("chain", 1, 2, 1.0, 1.0), Moved("oil", 3, 1, 0.4, 1.1))
    assert found.overlap == {1: 0.0, 3: pytest.approx(2 / 3)}


def test_another_score_at_the_same_place() -> None:
    """A hit that only scores otherwise is told as well."""
    (moved,) = compare(answer(chain=1.0), answer(chain=0.9)).moved
    assert (moved.rank, moved.rank_now, moved.score_now) == (1, 1, 0.9)


def test_nothing_then() -> None:
    """Where nothing was found there is nothing to have in common; what is found now is new."""
    found = compare([], answer(chain=1.0))
    assert (found.new, found.overlap) == (("chain",), {})
    assert compare([], []).is_same


def test_overlap_is_taken_at_one_five_and_ten() -> None:
    """As far as the answer reached then."""
    many = answer(**{f"e{number}": 1.0 - number / 20 for number in range(12)})
    assert compare(many, many[:5]).overlap == {1: 1.0, 5: 1.0, 10: 0.5}
