"""The time a question asks for, told in a line and as JSON."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from cotw.commands._common import printable

if TYPE_CHECKING:
    from cotw.retrieval.answer import TimeAsked


def time_line(asked: TimeAsked) -> str:
    """`time: 1–7 May 2026 (from "last week")`."""
    parts = []
    if asked.since or asked.until:
        parts.append(_stretch(asked.since, asked.until))
    if asked.order:
        parts.append("recently" if asked.order == "recent" else f"the {asked.order} first")
    if asked.event:
        event = asked.event
        parts.append(
            f"{event.side.value} {_day(event.started)}, when {printable(event.name)!r} was spoken of"
        )
    elif not parts:
        parts.append("an event that was not looked up, or is not known")
    words = ", ".join(f'"{printable(one)}"' for one in asked.words)
    return f"time: {'; '.join(parts)} (from {words})"


def time_record(asked: TimeAsked) -> dict[str, Any]:
    """What `--json` says of it."""
    event = asked.event
    return {
        "words": list(asked.words),
        "since": asked.since,
        "until": asked.until,
        "order": asked.order,
        "event": event
        and {
            "name": event.name,
            "side": event.side.value,
            "exchange": event.exchange,
            "started": event.started,
        },
    }


def _stretch(since: datetime | None, until: datetime | None) -> str:
    if since is None or until is None:
        return f"until {_last(until)}" if until else f"since {_first(since)}" if since else "any time"
    if since.time() != time() or until.time() != time():
        to = f"{until:%H:%M}" if since.date() == until.date() else _moment(until)
        return f"{_moment(since)}–{to}"
    last = until - timedelta(days=1)
    if since.date() == last.date():
        return _day(since)
    if (since.year, since.month) == (last.year, last.month):
        return f"{since.day}–{_day(last)}"
    return f"{_day(since)} – {_day(last)}"


def _first(since: datetime) -> str:
    return _day(since) if since.time() == time() else _moment(since)


def _last(until: datetime) -> str:
    """The last day inside where a day ends there."""
    return _day(until - timedelta(days=1)) if until.time() == time() else _moment(until)


def _day(instant: datetime) -> str:
    return f"{instant.day} {instant:%B %Y}"


def _moment(instant: datetime) -> str:
    return f"{_day(instant)}, {instant:%H:%M}"
