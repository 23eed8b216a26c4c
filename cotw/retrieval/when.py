"""When: a stretch of time and an event in it, as the voices of time measure an exchange by them.

What was said outside is not ruled out: people are wrong about when, and speak of things afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cotw.extraction.time_values import Side

DAY_MICROSECONDS = 24 * 3600 * 1_000_000


@dataclass(frozen=True, slots=True)
class Event:
    """An event that a question tells time by, and the exchange that seems to speak of it."""

    name: str
    side: Side
    exchange: str
    started: datetime


def days_outside(started: int, since: datetime | None, until: datetime | None) -> float:
    """How many days `started` (microseconds since 1970) lies before `since` (then negative) or after `until`.

    0 inside; None is an open end.
    """
    if since is not None and (short := started - microseconds(since)) < 0:
        return short / DAY_MICROSECONDS
    if until is not None and (beyond := started - microseconds(until)) > 0:
        return beyond / DAY_MICROSECONDS
    return 0.0


def fading(days: float, before: float, after: float) -> float:
    """1 at 0 days, halved every `before` days below and every `after` days above it."""
    return float(0.5 ** (abs(days) / (before if days < 0 else after)))


def microseconds(instant: datetime) -> int:
    """Since 1970, as units bear it."""
    return round(instant.timestamp() * 1e6)
