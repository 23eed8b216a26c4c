"""When: the bounds of a stretch of time as people name them – a day, an instant, or `last week`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cotw.commands._instants import end_of, start_of
from cotw.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from cotw.memory import Memory
    from cotw.records.hit import RecallFilters

HINT = "write 2026-11-20, 2026-11-20T14:30, yesterday, or 'last week'"


def bounds(
    memory: Memory, since: str | None, until: str | None, thread: str | None, mode: str | None = None
) -> RecallFilters:
    """The filters of `--since`, `--until`, `--thread` and `--mode`. Raises UsageError."""
    from cotw.records.hit import RecallFilters

    now, zone = memory.clock(), memory.truth.zone
    return RecallFilters(
        thread=thread,
        since=_bound(since, now, zone, first=True) if since else None,
        until=_bound(until, now, zone, first=False) if until else None,
        mode=mode,
    )


def _bound(text: str, now: datetime, zone: tzinfo, *, first: bool) -> datetime | None:
    """The first instant of what is named, or the first one after it."""
    from cotw.continuity.calendar import named_period, named_window

    try:
        return (start_of if first else end_of)(text, zone)
    except UsageError:
        window = named_window(text, now, zone)
    if window is None:
        try:
            window = named_period(text, now, zone).bounds(zone)
        except UsageError:
            raise UsageError(f"{text!r} is no day or time", hint=HINT) from None
    return window.since if first else window.until
