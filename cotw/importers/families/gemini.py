"""Gemini CLI chats: `~/.gemini/tmp/<project>/chats/session-….jsonl`, and `.json` until 2026.

The older form is one document that is written anew after each turn, the newer one JSON Lines that only grow:
messages, changes of what is known (`$set`), and rewinds (`$rewindTo`). Messages keep their ids when a chat
goes over from one form to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from cotw.ids import anonymous_message_id, native_message_id
from cotw.importers.dating import Ordinals, instant_key, instant_of, with_inferred_times
from cotw.importers.documents import CutOff, members, outline
from cotw.importers.families._gemini_course import Course, messages_in
from cotw.importers.families._gemini_parts import parts_of
from cotw.importers.kept import Part, text_in
from cotw.importers.lines import Line, first_values, json_lines
from cotw.importers.names import name_of
from cotw.importers.protocol import Found, Importer, ReadContext
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem

NAME = "gemini-cli"
SUBAGENT = "subagent"
_SENDERS = {Kind.HUMAN: "human", Kind.AGENT: "agent", Kind.SUMMARY: "agent", Kind.TOOL: "tool"}
_MESSAGES = "messages"
_FACTS = frozenset({"sessionId", "kind", "summary"})

# How a file is taken apart: the same for each of its two readings.
_Lines = Callable[[BinaryIO, ReadContext], Iterator[Line | Problem]]


def read(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of a chat in lines; it is read whole each time, as a rewind changes what came before."""
    return with_inferred_times(_read(stream, context, json_lines), context)


def read_document(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of a chat in one document."""
    return with_inferred_times(_read(stream, context, _document_lines), context)


def _document_lines(stream: BinaryIO, context: ReadContext) -> Iterator[Line | Problem]:
    """The messages of a document, and what it says of the chat, as if each were a line."""
    order = 0
    try:
        for name, value, flaw in members(stream, _MESSAGES):
            if name == _MESSAGES:
                order += 1
                yield context.problem(None, flaw) if flaw else Line(0, order, value)
            elif name in _FACTS:
                yield Line(0, order, {name: value})
    except CutOff as reason:
        yield context.problem(None, f"after message {order}: {reason}")


def _read(stream: BinaryIO, context: ReadContext, lines: _Lines) -> Found:
    course = Course()
    stream.seek(0)
    for found in lines(stream, replace(context, offset=0, carry={})):
        if isinstance(found, Line) and isinstance(found.value, dict):
            course.note(found.value, found.order)
    ordinals = Ordinals()
    stream.seek(0)
    for found in lines(stream, context):
        if isinstance(found, Problem):
            yield found
        elif not isinstance(found.value, dict):
            yield context.problem(found.number or None, "is not an object")
        else:
            for message in messages_in(found.value):
                if course.counts(message, found.order):
                    yield from _records(message, found, course, ordinals, context)
    if course.summary:
        yield _message(Part(Kind.SUMMARY, course.summary, ""), {}, 0, course, ordinals, context)


def _records(
    message: dict[str, Any], found: Line, course: Course, ordinals: Ordinals, context: ReadContext
) -> Iterator[Message | Problem]:
    """The records of one message."""
    parts, flaw = parts_of(message)
    place = course.places.get(text_in(message, "id"), found.order)
    for part in parts:
        yield _message(part, message, place, course, ordinals, context)
    if flaw:
        yield context.problem(found.number or None, flaw)


def _message(
    part: Part, source: dict[str, Any], place: int, course: Course, ordinals: Ordinals, context: ReadContext
) -> Message:
    kind = part.kind
    if course.is_subagent and kind is Kind.HUMAN:
        kind = Kind.AGENT  # the prompt of a sub-agent was written by the agent that called it
    session = name_of(course.session) or context.fallback_session
    instant = instant_of(source.get("timestamp"), context)
    given = text_in(source, "id")
    native = name_of(given if part.mark == "p" else f"{given}#{part.mark}") if given else None
    if native is not None:
        id_ = native_message_id(NAME, session, native)
    else:
        key = (session, instant_key(instant), f"{part.kind.value} {part.mark}", part.text)
        id_ = anonymous_message_id(NAME, *key, ordinals.of(*key))
    return Message(
        id=id_,
        timestamp=instant or context.fallback_instant,
        timestamp_inferred=instant is None,
        kind=kind,
        sender=_SENDERS.get(kind, "system"),
        text=part.text,
        session=session,
        tool=NAME,
        native=native,
        order=place,
        subagent=SUBAGENT if course.is_subagent else None,
        branch=name_of(course.branches.get(given)),
        call=part.call,
        attachments=part.attachments,
    )


def recognises(head: bytes, complete: bool) -> bool:
    """Whether the first lines have the members of Gemini CLI's."""
    return any(isinstance(value, dict) and _is_line(value) for value in first_values(head, complete))


def recognises_document(head: bytes, complete: bool) -> bool:
    """Whether `head` begins a document with Gemini CLI's messages, or with its name for a project."""
    found, messages = outline(head, _MESSAGES)
    named = "sessionId" in found and "projectHash" in found
    return isinstance(found.get(_MESSAGES), list) and (
        named or any(isinstance(each, dict) and each.get("type") == "gemini" for each in messages)
    )


def _is_line(line: dict[str, Any]) -> bool:
    if _MESSAGES in line:
        return False
    if "sessionId" in line and "projectHash" in line:
        return True
    if isinstance(line.get("$set"), dict) or isinstance(line.get("$rewindTo"), str):
        return True
    return line.get("type") == "gemini" and line.keys() >= {"id", "timestamp", "content"}


IMPORTER = Importer(
    name=NAME,
    describe="Gemini CLI chat (JSON Lines, ~/.gemini/tmp)",
    recognises=recognises,
    read=read,
)
DOCUMENT = Importer(
    name=f"{NAME}-document",
    describe="Gemini CLI chat of before 2026 (one JSON document)",
    recognises=recognises_document,
    read=read_document,
)
IMPORTERS = (IMPORTER, DOCUMENT)
