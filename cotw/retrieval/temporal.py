"""The temporal path: exchanges from the time a question speaks of, or the newest if it speaks of none.

Inside a window what lies nearest to its middle comes first; where one end is open, or none is asked for,
the latest; and whichever comes first or last where the question asks for an order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from cotw.extraction.time_events import Order
from cotw.extraction.times import TimeRead, Window
from cotw.index.searching import UnitSearch
from cotw.index.shelf import UnitRow
from cotw.records.hit import RecallFilters
from cotw.retrieval.filters import where_clause
from cotw.retrieval.paths import Path

# What was said so long ago counts half.
HALF_LIFE_DAYS = 14.0
_DAY_MICROSECONDS = 24 * 3600 * 1_000_000


def path(
    search: UnitSearch,
    read: TimeRead | None,
    now: datetime,
    filters: RecallFilters,
    half_life_days: float = HALF_LIFE_DAYS,
) -> Path:
    """The path to the time that was `read` in a question asked at `now`; `filters` hold besides.

    It proposes nothing where time is told by an event alone: nobody has looked up when that was.
    """
    if read is not None and read.anchor is not None and read.window is None and read.order is None:
        return Path(_nothing, _newest(now, half_life_days))
    window, order = (read.window, read.order) if read is not None else (None, None)
    inside = _within(filters, window)
    if inside is None:
        return Path(_nothing, _newest(now, half_life_days))
    if order is None and window is not None and window.since is not None and window.until is not None:
        return _around(search, window.since, window.until, inside)
    oldest_first = order is Order.EARLIEST

    async def ask(count: int) -> Mapping[int, float]:
        return await search.by_time(where_clause(inside), count, oldest_first=oldest_first)

    return Path(ask, _oldest if oldest_first else _newest(now, half_life_days))


def _within(filters: RecallFilters, window: Window | None) -> RecallFilters | None:
    """`filters` narrowed to a window; None if nothing can be inside both."""
    if window is None:
        return filters
    since = max((one for one in (filters.since, window.since) if one is not None), default=None)
    until = min((one for one in (filters.until, window.until) if one is not None), default=None)
    if since is not None and until is not None and since >= until:
        return None
    return replace(filters, since=since, until=until)


def _around(search: UnitSearch, since: datetime, until: datetime, inside: RecallFilters) -> Path:
    """The path to what lies nearest to the middle of a window; its score is 1 there and 0 at the edges."""
    middle, half = since + (until - since) / 2, (until - since) / 2
    at, reach = round(middle.timestamp() * 1e6), half.total_seconds() * 1e6
    sides = (
        (_within(inside, Window(None, middle)), False),
        (_within(inside, Window(middle, None)), True),
    )

    async def ask(count: int) -> Mapping[int, float]:
        found = await asyncio.gather(
            *(
                search.by_time(where_clause(side), count, oldest_first=later)
                for side, later in sides
                if side is not None
            )
        )
        nearest = sorted((abs(started - at), row, started) for rows in found for row, started in rows.items())
        return {row: started for _, row, started in nearest[:count]}

    def score(unit: UnitRow, _: float) -> float:
        return 1.0 - abs(unit.started - at) / reach

    return Path(ask, score)


def _newest(now: datetime, half_life_days: float) -> Callable[[UnitRow, float], float]:
    """1 for what was said just now, 0.5 for what is one half-life old."""
    at = now.timestamp() * 1e6

    def score(unit: UnitRow, _: float) -> float:
        return float(0.5 ** (max(0.0, at - unit.started) / _DAY_MICROSECONDS / half_life_days))

    return score


def _oldest(unit: UnitRow, _: float) -> float:
    """How many days before 1970 something was said."""
    return -unit.started / _DAY_MICROSECONDS


async def _nothing(_: int) -> Mapping[int, float]:
    return {}
