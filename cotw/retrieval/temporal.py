"""The temporal path: exchanges from the time a question speaks of, those nearest to it in meaning first.

A question about nothing but a time gets what was said then, the newest first. In a large memory what the
other paths propose need not be from that time at all; what speaks for an exchange in the end is the voice:
all of it inside the window, and the less the further outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cotw.extraction.time_values import Order
from cotw.index.shelf import UnitRow
from cotw.records.hit import RecallFilters
from cotw.retrieval.asking import Asking
from cotw.retrieval.filters import where_clause
from cotw.retrieval.fusion import Fused
from cotw.retrieval.paths import Path
from cotw.retrieval.voices import Voice
from cotw.retrieval.when import DAY_MICROSECONDS, days_outside, fading, microseconds

if TYPE_CHECKING:
    from cotw.extraction.times import Window

TEMPORAL = "temporal"
# People speak of things more often after than before they happen. Chosen by cross-validation on LoCoMo.
_HALF_DAYS_BEFORE, _HALF_DAYS_AFTER = 1.0, 3.0
# Beside a topic the path only has to add what the others miss; each row that is read costs.
_MOST_UNITS = 20


def path(asking: Asking) -> Path | None:
    """The path to the time that is asked for; None where the question names no window, or is off."""
    time = asking.question.time
    if time is None or not asking.settings.temporal_weight or not (time.window or asking.alone):
        return None
    inside = _within(asking.filters, time.window)
    if inside is None:
        return None
    where = where_clause(inside)
    return _by_time(asking, where, time.order) if asking.alone else _by_meaning(asking, where)


def _by_meaning(asking: Asking, where: str | None) -> Path:
    vector, encoder = asking.question.vector, asking.question.embedder.version

    async def ask(count: int) -> Mapping[int, float]:
        return await asking.index.search.nearest(vector, where, min(count, _MOST_UNITS))

    def score(unit: UnitRow, _: float) -> float | None:
        return unit.cosine if unit.encoder == encoder else None

    return Path(ask, score)


def _by_time(asking: Asking, where: str | None, order: Order | None) -> Path:
    oldest_first = order is Order.EARLIEST

    async def ask(count: int) -> Mapping[int, float]:
        return await asking.index.search.by_time(where, count, oldest_first=oldest_first)

    return Path(ask, _age_score(microseconds(asking.question.asked), oldest_first))


def _age_score(asked: int, oldest_first: bool) -> Callable[[UnitRow, float], float]:
    """From 1 for what was said just now down to 0, or up from 0; never so small that two are alike."""

    def score(unit: UnitRow, _: float) -> float:
        newness = 1 / (1 + max(0, asked - unit.started) / DAY_MICROSECONDS)
        return 1 - newness if oldest_first else newness

    return score


def _within(filters: RecallFilters, window: Window | None) -> RecallFilters | None:
    """`filters` narrowed to a window; None if nothing can be inside both."""
    if window is None:
        return filters
    since = max((one for one in (filters.since, window.since) if one is not None), default=None)
    until = min((one for one in (filters.until, window.until) if one is not None), default=None)
    if since is not None and until is not None and since >= until:
        return None
    return replace(filters, since=since, until=until)


def inside(asking: Asking, started: int) -> bool:
    """Whether an exchange that began then lies in the window that is asked for, if time weighs anything."""
    read = asking.question.time
    window = read.window if read is not None and asking.settings.temporal_weight else None
    return window is not None and days_outside(started, window.since, window.until) == 0


def _said(asking: Asking, fused: Sequence[Fused], _: None) -> Mapping[str, float]:
    window = asking.question.time.window if asking.question.time else None
    if window is None:
        return {}
    return {
        item.exchange: fading(
            days_outside(item.started, window.since, window.until), _HALF_DAYS_BEFORE, _HALF_DAYS_AFTER
        )
        for item in fused
    }


VOICE: Voice[None] = Voice(TEMPORAL, lambda settings: settings.temporal_weight, _said)
