"""Instants as people write them on a command line: a day, or a day with a time, in the home's zone."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from cotw.clock import end_of_day, parse_instant
from cotw.errors import UsageError


def start_of(text: str, zone: tzinfo) -> datetime:
    """The first instant of a day, or the instant itself."""
    return _instant(text, zone)


def end_of(text: str, zone: tzinfo) -> datetime:
    """The first instant after a day, or the instant itself."""
    try:
        return end_of_day(date.fromisoformat(text.strip()), zone)
    except ValueError:
        return _instant(text, zone)


def _instant(text: str, zone: tzinfo) -> datetime:
    try:
        return parse_instant(text, zone)
    except ValueError:
        raise UsageError(f"{text!r} is no day or time", hint="write 2026-11-20 or 2026-11-20T14:30") from None
