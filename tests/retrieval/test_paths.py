"""Paths: units become exchanges."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cotw.retrieval.paths import Unit, best_units, search_exchanges


def rows(*scores: tuple[str, float]) -> list[Unit]:
    return [Unit(exchange, f"u{number}", 0, number, score) for number, (exchange, score) in enumerate(scores)]


def test_best_unit() -> None:
    """An exchange is as good as its best unit, and comes once."""
    hits = best_units(rows(("a", 0.1), ("b", 0.5), ("a", 0.9), ("b", 0.4)), 10)
    assert [(hit.exchange, hit.score, hit.rank, hit.unit) for hit in hits] == [
        ("a", 0.9, 1, "u2"),
        ("b", 0.5, 2, "u1"),
    ]


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from([0.1, 0.2, 0.3])), max_size=30), st.randoms()
)
def test_order_of_rows(scores: list[tuple[str, float]], source: random.Random) -> None:
    """The order of rows changes nothing, not even among equal scores."""
    ordered = rows(*scores)
    shuffled = list(ordered)
    source.shuffle(shuffled)
    assert best_units(ordered, 3) == best_units(shuffled, 3)


def test_long_exchange_does_not_crowd_out() -> None:
    """When the chunks of one exchange fill the list, more are asked for until there are enough exchanges."""
    import pyarrow as pa

    found = [("long", f"u{n}", 0, n, 1.0 - n / 1000) for n in range(300)]
    found += [(f"e{n}", f"v{n}", 1000 + n, 300 + n, 0.5) for n in range(20)]
    asked: list[int] = []

    def search(count: int) -> Any:
        asked.append(count)
        names = ("exchange", "id", "started", "_rowid", "score")
        table = pa.table(dict(zip(names, map(list, zip(*found[:count], strict=True)), strict=True)))
        return table.set_column(2, "started", table.column("started").cast(pa.timestamp("us", "UTC")))

    hits = search_exchanges(search, lambda table: table.column("score").to_pylist(), 10)
    assert len(hits) == 10
    assert hits[0].exchange == "long"
    assert [hit.exchange for hit in hits[1:3]] == ["e19", "e18"]
    assert asked == [20, 160, 1280]
