"""COTW's own archive, from another home: sealed days, open days, and the simple form of earlier tools.

Sealed and open days keep everything, ids included. The simple form is `{date, messageCount, messages:
[{timestamp, sender, text, sessionId, threadId, contentHash}]}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, BinaryIO

from cotw.importers.dating import Ordinals, with_inferred_times
from cotw.importers.documents import CutOff, members, outline
from cotw.importers.generic import message_of
from cotw.importers.lines import first_values, json_lines
from cotw.importers.names import is_place, name_of
from cotw.importers.protocol import Found, Importer, ReadContext
from cotw.records.message import Message
from cotw.records.problem import Problem

NAME = "archive"
_RECORD_MEMBERS = frozenset({"id", "kind", "origin", "source"})
_NAMES = ("id", "sender", "session")
_OPTIONAL_NAMES = ("thread", "mode", "project", "entropy", "subagent", "reported_by", "turn")


def recognises_document(head: bytes, complete: bool) -> bool:
    """Whether `head` begins an object whose `messages` are records, or items of the simple form."""
    found, items = outline(head, "messages")
    if "messages" not in found:
        return False
    if items and isinstance(items[0], dict):
        return _is_record(items[0]) or {"timestamp", "sender", "text"} <= items[0].keys()
    return isinstance(found.get("date"), str)


def recognises_lines(head: bytes, complete: bool) -> bool:
    """Whether the first line is a record, and no sealed day around it."""
    values = first_values(head, complete)
    is_day = bool(values) and isinstance(values[0], dict) and _is_record(values[0])
    return is_day and not recognises_document(head, complete)


def _is_record(item: dict[str, Any]) -> bool:
    return item.keys() >= _RECORD_MEMBERS and isinstance(item["source"], dict)


def read_document(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of a sealed day or of a simple archive.

    A record has its time, and if that was inferred it was so when it was archived: it is not done again.
    """
    for are_records, group in groupby(_read_document(stream, context), key=itemgetter(0)):
        items = (item for _, item in group)
        yield from items if are_records else with_inferred_times(items, context)


def _read_document(stream: BinaryIO, context: ReadContext) -> Iterator[tuple[bool, Message | Problem]]:
    """What is found, and whether it stands there as a record."""
    ordinals = Ordinals()
    announced: object = None
    count = 0
    try:
        for name, value, flaw in members(stream, "messages"):
            if name == "messageCount":
                announced = value
            if name != "messages":
                continue
            count += 1
            if flaw:
                yield False, context.problem(None, f"message {count}: {flaw}")
            if value is not None or not flaw:
                as_record = isinstance(value, dict) and _is_record(value)
                yield from ((as_record, item) for item in _item(value, count, ordinals, context))
    except CutOff as reason:
        yield False, context.problem(None, f"after message {count}: {reason}")
    else:
        if isinstance(announced, int) and announced != count:
            yield False, context.problem(None, f"it announces {announced} messages and holds {count}")


def read_lines(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of an open day."""
    for found in json_lines(stream, context):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found.value, dict) and _is_record(found.value):
            yield from _record(found.value, found.number, f"line {found.number}", context)
        elif not _is_forgotten(found.value):
            yield context.problem(found.number, "is not a record of an archive")


def _item(item: Any, number: int, ordinals: Ordinals, context: ReadContext) -> Found:
    if not isinstance(item, dict):
        yield context.problem(None, f"message {number}: is not an object")
    elif _is_record(item):
        yield from _record(item, None, f"message {number}", context)
    elif not _is_forgotten(item):
        yield from _simple(item, number, ordinals, context)


def _is_forgotten(item: Any) -> bool:
    """Whether a message stood here that its home has forgotten."""
    return isinstance(item, dict) and "forgotten" in item and "text" not in item


def _record(item: dict[str, Any], line: int | None, label: str, context: ReadContext) -> Found:
    source = item["source"]
    well_typed = (
        isinstance(item.get("text"), str)
        and all(_is_name(item.get(name)) for name in _NAMES)
        and all(item.get(name) is None or _is_name(item[name]) for name in _OPTIONAL_NAMES)
        and _is_name(source.get("tool"))
        and all(source.get(name) is None or _is_name(source[name]) for name in ("id", "utterance", "about"))
        and is_place(source.get("order", 0))
    )
    try:
        if not well_typed:
            raise ValueError("a member has the wrong type")
        yield Message.from_record(item)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        yield context.problem(line, f"{label} is not a record of an archive: {error}")


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and name_of(value) == value


def _simple(item: dict[str, Any], number: int, ordinals: Ordinals, context: ReadContext) -> Found:
    message, flaw = message_of(item, NAME, number, ordinals, context)
    if message:
        yield message
    if flaw:
        yield context.problem(None, f"message {number}: {flaw}")


DOCUMENT = Importer(
    name=NAME,
    describe="COTW daily archive (a sealed day, or the simple form of earlier tools)",
    recognises=recognises_document,
    read=read_document,
)
OPEN_DAY = Importer(
    name=f"{NAME}-day",
    describe="COTW daily archive (an open day, JSON Lines)",
    recognises=recognises_lines,
    read=read_lines,
)
IMPORTERS = (DOCUMENT, OPEN_DAY)
