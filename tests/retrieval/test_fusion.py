"""Fusion: what several paths propose becomes one list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.index.shelf import UnitRow
from cotw.retrieval.fusion import Fused, by_ranks, by_scores, fuse, with_voice
from cotw.retrieval.paths import PathHit

EQUAL = {"semantic": 1.0, "keyword": 1.0}


def a_hit(exchange: str, score: float, rank: int | None = 1, *, started: int | None = None) -> PathHit:
    """A hit; an exchange is a letter, and the later in the alphabet the newer unless `started` says when."""
    began = ord(exchange) if started is None else started
    return PathHit(exchange, score, rank, UnitRow(f"unit {exchange}", exchange, "s1", began, "e", 0.5))


def ranked(*exchanges: str) -> list[PathHit]:
    """A path's hits, each with a score of 1 / rank."""
    return [a_hit(exchange, 1.0 / rank, rank) for rank, exchange in enumerate(exchanges, start=1)]


def fused(paths: dict[str, list[PathHit]], weights: dict[str, float] | None = None) -> list[Fused]:
    """The paths' hits, fused by scores."""
    return fuse(paths, {name: by_scores(hits) for name, hits in paths.items()}, weights or EQUAL)


def order(items: list[Fused]) -> str:
    return "".join(item.exchange for item in items)


def test_by_scores() -> None:
    """A path says how near a score comes to its best one; a cosine of 0 or less says nothing."""
    hits = [a_hit("a", 0.8), a_hit("b", 0.2), a_hit("c", -0.1)]
    assert by_scores(hits) == pytest.approx({"a": 1.0, "b": 0.25})
    assert by_scores([a_hit("a", -0.2)]) == by_scores([]) == {}


def test_by_ranks() -> None:
    """The first place says 1, the others (k + 1) / (k + rank); what was not proposed has no place."""
    hits = [*ranked("a", "b"), a_hit("c", 0.1, None)]
    assert by_ranks(hits, 10) == pytest.approx({"a": 1.0, "b": 11 / 12})


def test_sum() -> None:
    """The score is the sum of what each path says for an exchange, weights being shares of their sum."""
    found = fused({"semantic": ranked("a", "b"), "keyword": ranked("b", "c")}, {"semantic": 3, "keyword": 1})
    assert order(found) == "abc"
    assert [item.score for item in found] == pytest.approx([0.75, 0.625, 0.125])
    assert dict(found[1].voices) == pytest.approx({"semantic": 0.375, "keyword": 0.25})
    assert found[1].paths["semantic"].rank == 2


def test_one_more_voice() -> None:
    """A voice that is heard later adds its weight times what it says, and may change the order."""
    first = fused({"semantic": ranked("a", "b")}, {"semantic": 1.0})
    after = with_voice(first, "context", {"b": 1.0}, 0.6)
    assert order(after) == "ba"
    assert [dict(item.voices) for item in after] == [
        {"semantic": 0.5, "context": 0.6},
        {"semantic": 1.0, "context": 0.0},
    ]
    assert with_voice(first, "context", {"b": 1.0}, 0.0)[0].exchange == "a"


def test_equals() -> None:
    """Of equal scores the newer exchange comes first, of equal instants the lower id."""
    assert order(fused({"semantic": ranked("a"), "keyword": ranked("b")})) == "ba"
    twins = [a_hit(name, 1.0, started=0) for name in "yx"]
    assert order(fused({"semantic": twins[:1], "keyword": twins[1:]})) == "xy"


def test_nothing() -> None:
    """No proposals give no hits, also when no path weighs anything."""
    assert fused({}) == fused({"semantic": [], "keyword": []}) == []
    assert fused({"semantic": []}, {"semantic": 0.0}) == []


@given(st.permutations("abcdefg"), st.permutations("defghij"))
def test_order_free(first: list[str], second: list[str]) -> None:
    """The order in which paths are named changes nothing; every proposal comes once, best first."""
    one, other = ranked(*first), ranked(*second)
    found = fused({"semantic": one, "keyword": other})
    assert found == fused({"keyword": other, "semantic": one})
    assert sorted(order(found)) == sorted({*first, *second})
    scores = [item.score for item in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
