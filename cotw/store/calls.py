"""Calls: the last tool calls of a session, read from the end of the days on which it went on.

The index does not hold them. No more is read than is asked for: a turn that is answered has no time for a
whole day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from cotw.files import to_json
from cotw.home import Home
from cotw.records.message import Kind, Message
from cotw.store.archive import Archive, DayFile
from cotw.store.lines import lines_back, record_in

# A call and its output are two records as a rule.
_RECORDS_A_CALL = 2
_TOOL = b'"kind":"%s"' % Kind.TOOL.value.encode()


def last_calls(
    home: Home, archive: Archive, session: str, days: Iterable[date], calls: int, *, reach: int
) -> list[Message]:
    """The records of at least the last so many calls that the session made itself, in order.

    `days` are the local days on which it went on, the last one first. Of each file at most `reach` bytes are
    read from its end; what stands further up is not found.
    """
    wanted = calls * _RECORDS_A_CALL
    found: dict[str, Message] = {}
    for day in days:
        for file in archive.day_files_of(day):
            found |= {one.id: one for one in _from_end(home, file, session, wanted, reach)}
        if len(found) >= wanted:
            break
    return sorted(found.values(), key=lambda one: (one.timestamp, one.order, one.id))[-wanted:]


def _from_end(home: Home, file: DayFile, session: str, wanted: int, reach: int) -> Iterator[Message]:
    named = b'"session":' + to_json(session)
    with suppress(FileNotFoundError):  # sealed away meanwhile: its records stand in another file
        for raw in lines_back(home.root / file.path):
            reach -= len(raw)
            if reach < 0 or not wanted:
                return
            message = _message(raw) if _TOOL in raw and named in raw else None
            if message is not None and message.session == session and message.subagent is None:
                wanted -= 1
                yield message


def _message(raw: bytes) -> Message | None:
    record = record_in(raw.removesuffix(b","))
    if record is None or record.get("kind") != Kind.TOOL.value:
        return None
    try:
        return Message.from_record(record)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None  # `cotw check` names it
