"""Claude Code transcripts: `~/.claude/projects/<folder>/<session>.jsonl`, one JSON object a line.

A line becomes one record, or several where it holds several things. Messages keep the UUIDs that Claude
Code gave them, so that resumed, forked and copied sessions fall together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from cotw.ids import anonymous_message_id, native_message_id
from cotw.importers.dating import instant_key, instant_of, with_inferred_times
from cotw.importers.documents import CutOff, members, outline
from cotw.importers.families._claude_blocks import LinePart
from cotw.importers.families._claude_lines import parts_of
from cotw.importers.lines import first_values, json_lines
from cotw.importers.names import name_of
from cotw.importers.protocol import Found, Importer, ReadContext
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem

NAME = "claude-code"
SIDECHAIN = "sidechain"
# The member that holds the lines where a session was saved as one document.
_EXPORTED = "loglines"
_SENDERS = {Kind.HUMAN: "human", Kind.AGENT: "agent", Kind.SUMMARY: "agent", Kind.TOOL: "tool"}
_LINE_TYPES_WITH_MESSAGE = frozenset({"user", "assistant"})
# Members by which a line without a message is known; other tools have lines of these types too.
_SIGNS = {
    "summary": ("summary", "leafUuid"),
    "file-history-snapshot": ("messageId", "snapshot"),
    "queue-operation": ("operation", "sessionId"),
    "progress": ("data", "sessionId"),
    "system": ("subtype", "sessionId"),
    "attachment": ("attachment", "sessionId"),
}


@dataclass(slots=True)
class _Place:
    """Where the records of one line belong."""

    order: int
    session: str
    instant: datetime | None
    subagent: str | None
    uuid: str | None
    project: str | None
    utterance: str | None


def read(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of one transcript, from `context.offset` on."""
    return with_inferred_times(_read(stream, context), context)


def _read(stream: BinaryIO, context: ReadContext) -> Iterator[Message | Problem]:
    for found in json_lines(stream, context):
        if isinstance(found, Problem):
            yield found
        else:
            yield from _records(found.value, found.number, found.order, context)


def read_export(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of a session that was saved as one document."""
    return with_inferred_times(_read_export(stream, context), context)


def _read_export(stream: BinaryIO, context: ReadContext) -> Iterator[Message | Problem]:
    number = 0
    try:
        for name, value, flaw in members(stream, _EXPORTED):
            if name == _EXPORTED:
                number += 1
                yield from [context.problem(None, flaw)] if flaw else _records(value, number, number, context)
    except CutOff as reason:
        yield context.problem(None, f"after message {number}: {reason}")


def _records(line: Any, number: int, order: int, context: ReadContext) -> Iterator[Message | Problem]:
    """The records of one line."""
    if not isinstance(line, dict):
        yield context.problem(number, "is not an object")
        return
    session = name_of(line.get("sessionId")) or context.carried_text("session")
    if session is None:
        session = context.fallback_session
    else:
        context.carry["session"] = session
    line = _unpacked(line)
    parts, flaw = parts_of(line)
    if parts:
        place = _place(line, order, session, context)
        for index, part in enumerate(_distinct(parts) if len(parts) > 1 else parts):
            yield _message(part, place, context, first=index == 0)
    if flaw:
        yield context.problem(number, flaw)


def _unpacked(line: dict[str, Any]) -> dict[str, Any]:
    """The message of a sub-agent that is packed into a line of progress; other lines as they are."""
    data = line.get("data") if line.get("type") == "progress" else None
    if not isinstance(data, dict) or data.get("type") != "agent_progress":
        return line
    message = data.get("message")
    if not isinstance(message, dict):
        return line
    return {**line, **message, "agentId": data.get("agentId"), "isSidechain": True}


def _place(line: dict[str, Any], order: int, session: str, context: ReadContext) -> _Place:
    message = line.get("message")
    return _Place(
        order=order,
        session=session,
        instant=instant_of(line.get("timestamp"), context),
        subagent=name_of(line.get("agentId")) or (SIDECHAIN if line.get("isSidechain") is True else None),
        uuid=name_of(line.get("uuid")),
        project=name_of(line.get("cwd")),
        utterance=name_of(message.get("id"))
        if isinstance(message, dict) and line.get("type") == "assistant"
        else None,
    )


def _distinct(parts: list[LinePart]) -> list[LinePart]:
    """Gives parts that bear the same mark (a call named twice in its line) different ones."""
    seen: Counter[str] = Counter()
    for part in parts:
        seen[part.mark] += 1
        if seen[part.mark] > 1:
            part.mark += f"+{seen[part.mark]}"
    return parts


def _message(part: LinePart, place: _Place, context: ReadContext, *, first: bool) -> Message:
    kind = part.kind
    if place.subagent is not None and kind is Kind.HUMAN:
        kind = Kind.AGENT  # the prompt of a sub-agent was written by the agent that called it
    native = None
    if place.uuid is not None:
        native = place.uuid if first else f"{place.uuid}#{part.mark}"
    return Message(
        id=_id(part, place, native),
        timestamp=place.instant or context.fallback_instant,
        timestamp_inferred=place.instant is None,
        kind=kind,
        sender=_SENDERS[Kind.HUMAN] if part.said_by_person else _SENDERS.get(kind, "system"),
        text=part.text,
        session=place.session,
        tool=NAME,
        native=native,
        order=place.order,
        project=place.project,
        subagent=place.subagent,
        utterance=place.utterance,
        about=native_message_id(NAME, place.session, part.about) if part.about else None,
        queued=part.queued and place.subagent is None,
        call=part.call,
        attachments=part.attachments,
    )


def _id(part: LinePart, place: _Place, native: str | None) -> str:
    """A native id where there is one; else by content, since one instant holds one such record.

    Titles are copied from file to file without session or time: equal ones are the same. What has
    no time either is told from its equals by its place, which in a file that only grows is fixed.
    """
    if native is not None:
        return native_message_id(NAME, place.session, native)
    if part.about is not None:
        return anonymous_message_id(NAME, "", "", part.about, part.text, 0)
    content = part.text or part.mark
    ordinal = place.order if place.instant is None else 0
    return anonymous_message_id(
        NAME, place.session, instant_key(place.instant), part.kind.value, content, ordinal
    )


def recognises(head: bytes, complete: bool) -> bool:
    """Whether the first lines have the members of Claude Code's."""
    values = first_values(head, complete)
    if values or b"\n" in head:
        return any(isinstance(value, dict) and _is_line(value) for value in values)
    beginning = outline(head, "")[0]  # the first line is longer than the head
    return _is_line(beginning) or beginning.keys() >= {"parentUuid", "sessionId", "isSidechain"}


def recognises_export(head: bytes, complete: bool) -> bool:
    """Whether `head` begins a document of such lines."""
    return any(isinstance(item, dict) and _is_line(item, named=True) for item in outline(head, _EXPORTED)[1])


def _is_line(line: dict[str, Any], *, named: bool = False) -> bool:
    kind = line.get("type")
    if not isinstance(kind, str):
        return False
    if kind in _LINE_TYPES_WITH_MESSAGE:
        message = line.get("message", "")
        named = named or "sessionId" in line or "uuid" in line or "parentUuid" in line
        return named and "message" in line and (message is None or isinstance(message, dict))
    return kind in _SIGNS and all(name in line for name in _SIGNS[kind])


IMPORTER = Importer(
    name=NAME,
    describe="Claude Code transcript (JSON Lines, ~/.claude/projects)",
    recognises=recognises,
    read=read,
    resumable=True,
)
EXPORT = Importer(
    name=f"{NAME}-export",
    describe="Claude Code session saved as one JSON document (loglines)",
    recognises=recognises_export,
    read=read_export,
)
IMPORTERS = (IMPORTER, EXPORT)
