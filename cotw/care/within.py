"""Within: the bounds of a stretch of time as people name them – a day, an instant, or `last week`."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from cotw.clock import end_of_day, parse_instant
from cotw.continuity.calendar import named_period, named_window
from cotw.errors import UsageError
from cotw.records.hit import RecallFilters

if TYPE_CHECKING:
    from cotw.memory import Memory

HINT = "write 2026-11-20, 2026-11-20T14:30, yesterday, or 'last week'"


def bounds(
    memory: Memory, since: str | None, until: str | None, thread: str | None, mode: str | None = None
) -> RecallFilters:
    """The filters of `--since`, `--until`, `--thread` and `--mode`. Raises UsageError."""
    now, zone = memory.clock(), memory.truth.zone
    return RecallFilters(
        thread=thread,
        since=_bound(since, now, zone, first=True) if since else None,
        until=_bound(until, now, zone, first=False) if until else None,
        mode=mode,
    )


def _bound(text: str, now: datetime, zone: tzinfo, *, first: bool) -> datetime | None:
    """The first instant of what is named, or the first one after it."""
    try:
        return _start_of(text, zone) if first else _end_of(text, zone)
    except ValueError:
        window = named_window(text, now, zone)
    if window is None:
        try:
            window = named_period(text, now, zone).bounds(zone)
        except UsageError:
            raise UsageError(f"{text!r} is no day or time", hint=HINT) from None
    return window.since if first else window.until


def _start_of(text: str, zone: tzinfo) -> datetime:
    """The first instant of a day, or the instant itself."""
    return parse_instant(text, zone)


def _end_of(text: str, zone: tzinfo) -> datetime:
    """The first instant after a day, or the instant itself."""
    try:
        return end_of_day(date.fromisoformat(text.strip()), zone)
    except ValueError:
        return parse_instant(text, zone)
