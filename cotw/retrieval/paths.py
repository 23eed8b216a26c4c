"""Paths: what each way of searching gives back – exchanges, best first, with the unit that was found.

An exchange is embedded as one or more units (chunks of a long text). It is as good as its best one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

# Chunks of one long exchange may fill a list of units: so many are asked for at first, and so many
# times more if they were not enough.
UNITS_PER_EXCHANGE = 2
GROWTH = 8
COLUMNS = ("exchange", "id", "started")


@dataclass(frozen=True, slots=True)
class PathHit:
    """An exchange one path proposes: its score there (greater is better), its rank from 1, its best unit.

    `started` is the instant of the exchange: of two equals the newer one comes first.
    """

    exchange: str
    score: float
    rank: int
    unit: str
    started: datetime


def best_first(started: datetime, score: float, exchange: str) -> tuple[float, float, str]:
    """What hits are sorted by: score, then the newer one, then the id, so that no order is left open."""
    return (-score, -started.timestamp(), exchange)


def best_units(rows: Iterable[tuple[str, str, datetime, float]], limit: int) -> list[PathHit]:
    """At most `limit` exchanges from rows of (exchange, unit, started, score), in any order."""
    best: dict[str, tuple[float, str, datetime]] = {}
    for exchange, unit, started, score in rows:
        known = best.get(exchange)
        # Of two equal units the lower id wins: which one comes first must not decide.
        if known is None or (-score, unit) < (-known[0], known[1]):
            best[exchange] = (score, unit, started)
    ordered = sorted(best.items(), key=lambda item: best_first(item[1][2], item[1][0], item[0]))
    return [
        PathHit(exchange, score, rank, unit, started)
        for rank, (exchange, (score, unit, started)) in enumerate(ordered[:limit], start=1)
    ]


def search_exchanges(
    search: Callable[[int], Any], score: Callable[[Any], list[float]], limit: int
) -> list[PathHit]:
    """The best `limit` exchanges of a search for units.

    `search(n)` gives the n best units as an Arrow table with `COLUMNS`, `score` reads their scores.
    """
    asked = limit * UNITS_PER_EXCHANGE
    while True:
        table = search(asked)
        exchanges = table.column("exchange").to_pylist()
        if len(exchanges) < asked or len(set(exchanges)) >= limit:
            break
        asked *= GROWTH
    units = table.column("id").to_pylist()
    instants = [instant.astimezone(UTC) for instant in table.column("started").to_pylist()]
    return best_units(zip(exchanges, units, instants, score(table), strict=True), limit)
