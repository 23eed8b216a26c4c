"""What messages without a time or a name are given: a neighbour's time, a number among equals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from cotw.clock import format_instant, parse_instant
from cotw.ids import short_digest
from cotw.importers.protocol import Found, ReadContext
from cotw.records.message import Message
from cotw.records.problem import Problem

# How many messages may wait for the first known time of their file.
WAITING_LIMIT = 1000


def instant_of(value: object, context: ReadContext) -> datetime | None:
    """The instant that `value` names, if it names one."""
    try:
        return parse_instant(value, context.zone)
    except (ValueError, OverflowError):
        return None


def instant_key(instant: datetime | None) -> str:
    """What stands for a known time in an id; an inferred one must not change it."""
    return "" if instant is None else format_instant(instant)


def with_inferred_times(found: Found, context: ReadContext) -> Found:
    """Gives messages whose time is inferred that of the message before them in the file.

    Those before the first known time wait for it, up to a limit, and take it; if there is none
    they keep the time they have, which is the context's fallback.
    """
    last = context.carried_text("time")
    known = None if last is None else parse_instant(last)
    waiting: list[Message] = []
    for item in found:
        if isinstance(item, Problem):
            yield item
            continue
        if not item.timestamp_inferred:
            known = item.timestamp
            yield from _dated(waiting, known)
        elif known is None and len(waiting) < WAITING_LIMIT:
            waiting.append(item)
            continue
        elif known is None:
            known = context.fallback_instant
            yield from _dated(waiting, known)
        else:
            item = replace(item, timestamp=known)
        yield item
    yield from waiting
    if known is not None:
        context.carry["time"] = format_instant(known)


def _dated(waiting: list[Message], instant: datetime) -> Iterator[Message]:
    for message in waiting:
        yield replace(message, timestamp=instant)
    waiting.clear()


class Ordinals:
    """Numbers equal messages of one file: 0, 1, 2 … in the order of their appearance."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def of(self, *parts: str) -> int:
        """How many messages with these parts came before."""
        key = int(short_digest(*parts)[:16], 16)
        ordinal = self._seen.get(key, 0)
        self._seen[key] = ordinal + 1
        return ordinal
