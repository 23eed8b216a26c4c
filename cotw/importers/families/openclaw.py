"""OpenClaw and pi sessions: `agents/<agent>/sessions/<session>.jsonl`, one JSON object a line.

Files that OpenClaw closed (`.jsonl.reset.<time>`, `.jsonl.deleted.<time>`) are read like live ones; copies
(`.checkpoint.`, `.bak-`) hold the same ids and add nothing. A session is a tree and tells only at its end
which way it went on, so that a file is looked through before it is read, and read whole each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, BinaryIO

from cotw.ids import anonymous_message_id, native_message_id
from cotw.importers.dating import Ordinals, instant_key, instant_of, with_inferred_times
from cotw.importers.documents import outline
from cotw.importers.families._openclaw_entries import EntryPart, message_in, parts_of
from cotw.importers.families._openclaw_survey import Survey, survey
from cotw.importers.kept import text_in
from cotw.importers.lines import Line, first_values, json_lines
from cotw.importers.names import name_of
from cotw.importers.protocol import Found, Importer, ReadContext
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem

NAME = "openclaw"
SUBAGENT = "subagent"
_SENDERS = {Kind.HUMAN: "human", Kind.AGENT: "agent", Kind.SUMMARY: "agent", Kind.TOOL: "tool"}
_ROLES = frozenset({"user", "assistant", "toolResult", "bashExecution"})
_HEADER_MEMBERS = frozenset({"timestamp", "cwd", "version"})
_ENTRY_MEMBERS = frozenset({"timestamp", "parentId"})
# How the files beside a session begin: trajectories, which repeat its prompts, and the list of sessions.
_TRAJECTORY = "openclaw-trajectory"
_SESSION_KEY = "agent:"
# As pi draws them: unique among the messages of one moment, though not among all.
_DRAWN_ID = re.compile(r"[0-9a-f]{8}")


@dataclass(slots=True)
class _State:
    """What is known of the session at one place of its file."""

    session: str
    survey: Survey
    project: str | None = None
    subagent: str | None = None
    said: str = ""
    ordinals: Ordinals = field(default_factory=Ordinals)


def read(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of one session."""
    return with_inferred_times(_read(stream, context), context)


def _read(stream: BinaryIO, context: ReadContext) -> Iterator[Message | Problem]:
    first_look = json_lines(stream, replace(context, offset=0, carry={}))
    surveyed = survey(
        (line.order, line.value)
        for line in first_look
        if isinstance(line, Line) and isinstance(line.value, dict)
    )
    # A file that was closed is named after its session, with the time behind.
    state = _State(context.fallback_session.partition(".jsonl")[0] or context.fallback_session, surveyed)
    stream.seek(0)
    for line in json_lines(stream, context):
        if isinstance(line, Problem):
            yield line
        elif isinstance(line.value, dict):
            yield from _records(line.value, line, state, context)
        else:
            yield context.problem(line.number, "is not an object")


def _records(
    entry: dict[str, Any], line: Line, state: _State, context: ReadContext
) -> Iterator[Message | Problem]:
    """The records of one entry."""
    if entry.get("type") == "session":
        state.session = name_of(entry.get("id")) or state.session
        state.project = name_of(entry.get("cwd"))
        state.subagent = None
        return
    parts, flaw = parts_of(entry)
    for index, part in enumerate(parts):
        yield _message(part, entry, line.order, state, context, first=index == 0)
    if flaw:
        yield context.problem(line.number, flaw)


def _message(
    part: EntryPart, entry: dict[str, Any], order: int, state: _State, context: ReadContext, *, first: bool
) -> Message:
    if part.subagent:
        state.subagent = SUBAGENT
    kind = _kind(part, order, state)
    instant = _instant(part, entry, context)
    native = name_of(entry.get("id"))
    return Message(
        id=_id(part, native, instant, state, first=first),
        timestamp=instant or context.fallback_instant,
        timestamp_inferred=instant is None,
        kind=kind,
        sender=part.sender or _SENDERS.get(kind, "system"),
        text=part.text,
        session=state.session,
        tool=NAME,
        native=native if native is None or first else f"{native}#{part.mark}",
        order=order,
        project=state.project,
        subagent=state.subagent,
        branch=None if native is None else state.survey.branch.get(native),
        call=part.call,
        attachments=part.attachments,
    )


def _kind(part: EntryPart, order: int, state: _State) -> Kind:
    """What a part is where it stands.

    A prompt that was stored again for another attempt was said once, and so was a reply that is echoed. A
    sub-agent's task is the agent's.
    """
    if part.kind is Kind.HUMAN and order in state.survey.repeated:
        return Kind.WRAPPER
    if part.kind is Kind.HUMAN and state.subagent is not None:
        return Kind.AGENT
    if part.kind is Kind.HUMAN:
        state.said = ""
    elif part.kind is Kind.AGENT:
        if part.mirror and part.text.strip() in state.said:
            return Kind.WRAPPER
        state.said = part.text
    return part.kind


def _instant(part: EntryPart, entry: dict[str, Any], context: ReadContext) -> datetime | None:
    """When an entry was written; else when its message was made; else what its wrapper says."""
    times = (entry.get("timestamp"), message_in(entry).get("timestamp"), part.written)
    known = (instant_of(time, context) for time in times)
    return next((instant for instant in known if instant is not None), None)


def _id(part: EntryPart, native: str | None, instant: datetime | None, state: _State, *, first: bool) -> str:
    """The entry's own id where it has one, else what it says.

    Forks and checkpoints copy entries with id and time under another session's name: there the moment
    stands for the session. The first version of the format has no ids.
    """
    if native is None:
        parts = (state.session, instant_key(instant), part.kind.value, part.text or part.mark)
        return anonymous_message_id(NAME, *parts, state.ordinals.of(*parts))
    scope = instant_key(instant) if _DRAWN_ID.fullmatch(native) else ""
    return native_message_id(NAME, scope or state.session, native if first else f"{native}#{part.mark}")


def recognises(head: bytes, complete: bool) -> bool:
    """Whether the first lines hold the header or entries of a session."""
    return any(isinstance(value, dict) and _is_entry(value) for value in first_values(head, complete))


def _is_entry(value: dict[str, Any]) -> bool:
    match value.get("type"):
        case "session":
            return name_of(value.get("id")) is not None and not _HEADER_MEMBERS.isdisjoint(value)
        case "message":
            return text_in(message_in(value), "role") in _ROLES and not _ENTRY_MEMBERS.isdisjoint(value)
        case _:
            return False


def recognises_other(head: bytes, complete: bool) -> bool:
    """Whether `head` begins a file of OpenClaw's that repeats or lists what sessions hold."""
    found, _ = outline(head, "")
    listed = (value for name, value in found.items() if name.startswith(_SESSION_KEY))
    return text_in(found, "traceSchema").startswith(_TRAJECTORY) or any(
        value is None or (isinstance(value, dict) and "sessionId" in value) for value in listed
    )


def read_nothing(stream: BinaryIO, context: ReadContext) -> Found:
    """What such a file holds that its sessions do not."""
    yield from ()


IMPORTER = Importer(
    name=NAME,
    describe="OpenClaw or pi session (JSON Lines, live, reset or deleted)",
    recognises=recognises,
    read=read,
)
OTHER = Importer(
    name=f"{NAME}-other",
    describe="OpenClaw list of sessions, or trajectory (nothing is said there that sessions do not hold)",
    recognises=recognises_other,
    read=read_nothing,
)
IMPORTERS = (IMPORTER, OTHER)
