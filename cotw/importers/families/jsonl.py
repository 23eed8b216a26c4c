"""Generic JSON Lines: one message a line, with a text and a role or sender. See docs/jsonl.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cotw.importers.dating import Ordinals, with_inferred_times
from cotw.importers.generic import is_message, message_of
from cotw.importers.lines import first_values, json_lines
from cotw.importers.names import is_place
from cotw.importers.protocol import Found, Importer, ReadContext
from cotw.records.message import Message
from cotw.records.problem import Problem

NAME = "jsonl"
# Members that other formats of JSON Lines have and this one has not.
_FOREIGN = frozenset(
    {"payload", "record_type", "parentId", "parentUuid", "customType", "mapping", "messages"}
)


def recognises(head: bytes, complete: bool) -> bool:
    """Whether most of the first lines, and the first object of all, are messages of this form."""
    values = first_values(head, complete)
    objects = [value for value in values if isinstance(value, dict)]
    fitting = [is_message(item) and _FOREIGN.isdisjoint(item) for item in objects]
    return bool(fitting) and fitting[0] and 2 * sum(fitting) > len(values)


def read(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of one file."""
    return with_inferred_times(_read(stream, context), context)


def _read(stream: BinaryIO, context: ReadContext) -> Iterator[Message | Problem]:
    ordinals = Ordinals()
    for found in json_lines(stream, context):
        if isinstance(found, Problem):
            yield found
        elif not isinstance(found.value, dict):
            yield context.problem(found.number, "is not an object")
        else:
            place = found.value.get("seq")
            order = place if is_place(place) else found.order
            message, flaw = message_of(found.value, NAME, order, ordinals, context)
            if message:
                yield message
            if flaw:
                yield context.problem(found.number, flaw)


IMPORTER = Importer(
    name=NAME,
    describe="generic JSON Lines (text, role or sender, timestamp; see docs/jsonl.md)",
    recognises=recognises,
    read=read,
    catch_all=True,
)
IMPORTERS = (IMPORTER,)
