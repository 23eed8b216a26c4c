"""Paths: what each way of searching gives back – exchanges, best first, with the unit that was found.

An exchange is embedded as one or more units (chunks of a long text). It is as good as its best one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

# Chunks of one long exchange may fill a list of units: so many are asked for at first, and so many
# times more if they were not enough.
UNITS_PER_EXCHANGE = 2
GROWTH = 8
COLUMNS = ("exchange", "id", "started")


class Unit(NamedTuple):
    """A unit as a search found it."""

    exchange: str
    id: str
    started: int
    row: int
    score: float


@dataclass(frozen=True, slots=True)
class PathHit:
    """An exchange one path proposes: its score there (greater is better), its rank from 1, its best unit.

    `started` is the instant of the exchange in microseconds since 1970: of two equals the newer one comes
    first. `row` is where the vector table keeps the unit; it holds as long as nobody writes.
    """

    exchange: str
    score: float
    rank: int
    unit: str
    started: int
    row: int


def best_first(started: int, score: float, exchange: str) -> tuple[float, int, str]:
    """What hits are sorted by: score, then the newer one, then the id, so that no order is left open."""
    return (-score, -started, exchange)


def best_units(units: Iterable[Unit], limit: int) -> list[PathHit]:
    """At most `limit` exchanges from the units that were found, in any order."""
    best: dict[str, Unit] = {}
    for unit in units:
        known = best.get(unit.exchange)
        # Of two equal units the lower id wins: which one comes first must not decide.
        if known is None or (-unit.score, unit.id) < (-known.score, known.id):
            best[unit.exchange] = unit
    ordered = sorted(best.values(), key=lambda unit: best_first(unit.started, unit.score, unit.exchange))
    return [
        PathHit(unit.exchange, unit.score, rank, unit.id, unit.started, unit.row)
        for rank, unit in enumerate(ordered[:limit], start=1)
    ]


def search_exchanges(
    search: Callable[[int], Any], scores: Callable[[Any], list[float]], limit: int
) -> list[PathHit]:
    """The best `limit` exchanges of a search for units.

    `search(n)` gives the n best units as an Arrow table with `COLUMNS` and row ids; `scores` reads
    their scores from it.
    """
    asked = limit * UNITS_PER_EXCHANGE
    while True:
        table = search(asked)
        if table.num_rows < asked or len(set(table.column("exchange").to_pylist())) >= limit:
            break
        asked *= GROWTH
    units = zip(
        table.column("exchange").to_pylist(),
        table.column("id").to_pylist(),
        table.column("started").cast("int64").to_pylist(),  # much faster than as datetimes
        table.column("_rowid").to_pylist(),
        scores(table),
        strict=True,
    )
    return best_units((Unit(*unit) for unit in units), limit)
