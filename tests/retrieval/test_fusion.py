"""Fusion: several ranked lists become one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.index.searching import UnitRow
from cotw.retrieval.fusion import Fused, fuse
from cotw.retrieval.paths import PathHit

EQUAL = {"semantic": 1.0, "keyword": 1.0}


def ranked(*exchanges: str) -> list[PathHit]:
    """A path's hits; an exchange is a letter, and the later in the alphabet the newer."""
    return [
        PathHit(exchange, 1.0 / rank, rank, UnitRow(f"unit {exchange}", exchange, ord(exchange), "e", 0.5))
        for rank, exchange in enumerate(exchanges, start=1)
    ]


def order(fused: list[Fused]) -> str:
    return "".join(item.exchange for item in fused)


def test_scores() -> None:
    """An exchange gets weight / (k + rank) of every path that proposes it."""
    fused = fuse({"semantic": ranked("a", "b"), "keyword": ranked("b", "c")}, EQUAL, k=10)
    assert order(fused) == "bac"
    assert [item.score for item in fused] == pytest.approx([1 / 12 + 1 / 11, 1 / 11, 1 / 12])
    assert set(fused[0].paths) == {"semantic", "keyword"}
    assert fused[0].paths["semantic"].rank == 2


def test_weights() -> None:
    """A weight says how much a path counts; a path with weight 0, or none, proposes nothing."""
    paths = {"semantic": ranked("a", "b"), "keyword": ranked("c", "b")}
    assert order(fuse(paths, {"semantic": 3.0, "keyword": 1.0}, k=1)) == "abc"
    assert order(fuse(paths, {"semantic": 1.0, "keyword": 0.0}, k=10)) == "ab"
    assert order(fuse(paths, {"keyword": 1.0}, k=10)) == "cb"


def test_equals() -> None:
    """Of equal scores the newer exchange comes first, of equal instants the lower id."""
    assert order(fuse({"semantic": ranked("a"), "keyword": ranked("b")}, EQUAL, k=10)) == "ba"
    twins = [PathHit(name, 1.0, 1, UnitRow("u", name, 0, "e", 0.5)) for name in "yx"]
    assert order(fuse({"semantic": twins[:1], "keyword": twins[1:]}, EQUAL, k=10)) == "xy"


def test_nothing() -> None:
    """No proposals give no hits."""
    assert fuse({}, EQUAL, k=10) == []
    assert fuse({"semantic": [], "keyword": []}, EQUAL, k=10) == []


@given(st.permutations("abcdefg"), st.permutations("defghij"), st.floats(0.1, 100))
def test_order_free(first: list[str], second: list[str], k: float) -> None:
    """The order in which paths are named changes nothing; every proposal comes once, best first."""
    one, other = ranked(*first), ranked(*second)
    fused = fuse({"semantic": one, "keyword": other}, EQUAL, k)
    assert fused == fuse({"keyword": other, "semantic": one}, EQUAL, k)
    assert sorted(order(fused)) == sorted({*first, *second})
    assert [item.score for item in fused] == sorted((item.score for item in fused), reverse=True)
