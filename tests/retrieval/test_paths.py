"""Paths: the rows that searches find become exchanges."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cotw.index.opening import Index
from cotw.index.shelf import UnitRow
from cotw.retrieval.paths import Path, best_exchanges, propose


def unit(exchange: str, number: int, started: int = 0, encoder: str = "e") -> UnitRow:
    return UnitRow(f"u{number}", exchange, "s1", started, encoder, 0.5)


def given_score(_: UnitRow, figure: float) -> float:
    return figure


async def ask_nothing(_: int) -> Mapping[int, float]:
    return {}


PATH = Path(ask_nothing, given_score)


def test_best_unit() -> None:
    """An exchange is as good as its best unit, and comes once."""
    known = {number: unit(exchange, number) for number, exchange in enumerate("abab")}
    hits = best_exchanges(PATH, {0: 0.1, 1: 0.5, 2: 0.9, 3: 0.4}, known, 10)
    assert [(hit.exchange, hit.score, hit.rank, hit.unit.id) for hit in hits] == [
        ("a", 0.9, 1, "u2"),
        ("b", 0.5, 2, "u1"),
    ]


def test_not_compared() -> None:
    """A row that the path must not compare, or that nobody could read, proposes nothing."""
    path = Path(ask_nothing, lambda row, figure: figure if row.encoder == "e" else None)
    known = {0: unit("a", 0, encoder="another"), 1: unit("b", 1)}
    assert [hit.exchange for hit in best_exchanges(path, {0: 0.9, 1: 0.5, 2: 0.8}, known, 10)] == ["b"]


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from([0.1, 0.2, 0.3])), max_size=30), st.randoms()
)
def test_order_of_rows(scores: list[tuple[str, float]], source: random.Random) -> None:
    """The order of rows changes nothing, not even among equal scores."""
    known = {number: unit(exchange, number) for number, (exchange, _) in enumerate(scores)}
    ordered = {number: score for number, (_, score) in enumerate(scores)}
    shuffled = list(ordered.items())
    source.shuffle(shuffled)
    assert best_exchanges(PATH, ordered, known, 3) == best_exchanges(PATH, dict(shuffled), known, 3)


class Rows:
    """Units, best first, in the place of an index, its search and its shelf; it counts what it is asked."""

    def __init__(self, units: list[UnitRow]) -> None:
        self.rows = units
        self.asked: list[int] = []
        self.reads = 0
        self.search = self.shelf = self

    def units(self, numbers: Collection[int], _: Any) -> dict[int, UnitRow]:
        self.reads += len(numbers)
        return {number: self.rows[number] for number in numbers}

    @contextmanager
    def searching(self) -> Iterator[Any]:
        with ThreadPoolExecutor(1) as pool:
            yield lambda asking: pool.submit(asyncio.run, asking)

    async def ask(self, count: int) -> Mapping[int, float]:
        self.asked.append(count)
        return {row: 1.0 - row / 1000 for row in range(min(count, len(self.rows)))}


def test_long_exchange_does_not_crowd_out() -> None:
    """When the chunks of one exchange fill the list, more are asked for until there are enough exchanges."""
    rows = Rows([unit("long", n) for n in range(300)] + [unit(f"e{n}", 300 + n, n) for n in range(20)])
    at_once: list[int] = []

    async def ask_for_others(count: int) -> Mapping[int, float]:
        at_once.append(count)
        return {300 + n: 1.0 for n in range(20)}

    paths = [("long", Path(rows.ask, given_score)), ("quick", Path(ask_for_others, given_score))]
    hits = propose(cast(Index, rows), paths, lambda: np.zeros(2, np.float32), 10)
    assert [hit.exchange for hit in hits["long"][:3]] == ["long", "e0", "e1"]
    assert len(hits["long"]) == 10
    assert rows.asked == [20, 160, 1280]
    assert at_once == [20]
    assert rows.reads == len(rows.rows)
