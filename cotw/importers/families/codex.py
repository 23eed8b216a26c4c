"""Codex CLI transcripts: `~/.codex/sessions/…/rollout-<time>-<uuid>.jsonl`, and `history.jsonl`.

Since September 2025 a line is `{timestamp, type, payload}`; before, a line is a bare item without a
time, after a header that has one. `history.jsonl` holds prompts alone.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, BinaryIO

from cotw.clock import format_instant, parse_instant
from cotw.ids import anonymous_message_id
from cotw.importers.dating import instant_key, instant_of
from cotw.importers.documents import outline
from cotw.importers.families._codex_items import prompt_parts
from cotw.importers.families._codex_turns import Parsed, event_parts, item_parts
from cotw.importers.kept import Part, text_in
from cotw.importers.lines import Line, first_values, json_lines
from cotw.importers.names import name_of
from cotw.importers.protocol import Found, Importer, ReadContext
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem

NAME = "codex"
SUBAGENT = "subagent"
_SENDERS = {Kind.HUMAN: "human", Kind.AGENT: "agent", Kind.SUMMARY: "agent", Kind.TOOL: "tool"}
_ENVELOPES = frozenset({"session_meta", "turn_context", "response_item", "event_msg", "compacted"})
_BLOCKS = frozenset({"input_text", "output_text", "input_image"})
_BARE_CALLS = frozenset({"function_call", "function_call_output", "local_shell_call"})
# The name of a file ends in the id of its session.
_UUID_AT_END = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


def read(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of one transcript, from `context.offset` on."""
    for found in json_lines(stream, context):
        if isinstance(found, Problem):
            yield found
        elif not isinstance(found.value, dict):
            yield context.problem(found.number, "is not an object")
        else:
            yield from _records(found, context)


def _records(found: Line, context: ReadContext) -> Found:
    """The records of one line."""
    line: dict[str, Any] = found.value
    instant = instant_of(line.get("timestamp", line.get("ts")), context)
    if instant is not None:
        context.carry["time"] = format_instant(instant)
    if _is_history(line):
        parts, flaw = prompt_parts(line["text"]), None
    else:
        parts, flaw = _parts_of(line, context)
    if parts:
        session = name_of(line.get("session_id")) or _session(context)
        for part in parts:
            yield _message(part, found, session, instant, context)
    if flaw:
        yield context.problem(found.number, flaw)


def _parts_of(line: dict[str, Any], context: ReadContext) -> Parsed:
    kind = line.get("type")
    if kind is None and ("instructions" in line or "record_type" in line):
        _note_session(line, context)
        return [], None
    if not isinstance(kind, str):
        return [], "has no type"
    if kind not in _ENVELOPES:
        return item_parts(line, context)
    payload = line.get("payload")
    if not isinstance(payload, dict):
        return [], "its payload is not an object"
    match kind:
        case "session_meta":
            _note_session(payload, context)
        case "turn_context":
            _note_project(payload, context)
        case "response_item":
            return item_parts(payload, context)
        case "event_msg":
            return event_parts(payload, context), None
        case "compacted" if text_in(payload, "message").strip():
            return [Part(Kind.SUMMARY, payload["message"], "p")], None
    return [], None


def _note_session(meta: dict[str, Any], context: ReadContext) -> None:
    """Notes whose session this is. A fork copies the head of another too: the first one counts."""
    if "session" in context.carry or not name_of(meta.get("id")):
        return
    context.carry["session"] = name_of(meta["id"])
    _note_project(meta, context)
    source = meta.get("source")
    if isinstance(source, dict) and "subagent" in source:
        context.carry["subagent"] = _subagent_name(source["subagent"])


def _note_project(facts: dict[str, Any], context: ReadContext) -> None:
    if project := name_of(facts.get("cwd")):
        context.carry["project"] = project


def _subagent_name(source: object) -> str:
    spawn = source.get("thread_spawn") if isinstance(source, dict) else None
    if isinstance(spawn, dict):
        source = name_of(spawn.get("agent_nickname")) or name_of(spawn.get("agent_role"))
    return name_of(source) or SUBAGENT


def _session(context: ReadContext) -> str:
    in_name = _UUID_AT_END.search(context.file_stem)
    return context.carried_text("session") or (in_name[0] if in_name else context.fallback_session)


def _message(
    part: Part, found: Line, session: str, instant: datetime | None, context: ReadContext
) -> Message:
    kind = part.kind
    subagent = context.carried_text("subagent")
    if subagent is not None and kind is Kind.HUMAN:
        kind = Kind.AGENT  # the prompt of a sub-agent was written by the agent that called it
    mark = f"{part.kind.value} {part.mark}"
    ordinal = found.order if instant is None else 0
    return Message(
        id=anonymous_message_id(NAME, session, instant_key(instant), mark, part.text, ordinal),
        timestamp=instant or _last_time(context),
        timestamp_inferred=instant is None,
        kind=kind,
        sender=_SENDERS.get(kind, "system"),
        text=part.text,
        session=session,
        tool=NAME,
        order=found.order,
        project=context.carried_text("project"),
        subagent=subagent,
        queued=_is_history(found.value),
        call=part.call,
        attachments=part.attachments,
    )


def _last_time(context: ReadContext) -> datetime:
    """The time of the last line that has one. Bare items have none: theirs is the header's."""
    known = context.carried_text("time")
    if known is None:
        known = context.carry["time"] = format_instant(context.fallback_instant)
    return parse_instant(known)


def _is_history(line: dict[str, Any]) -> bool:
    """Whether this is a line of `history.jsonl`: a prompt that may come again in its session's own file."""
    return "ts" in line and "session_id" in line and isinstance(line.get("text"), str)


def recognises(head: bytes, complete: bool) -> bool:
    """Whether the first lines have the members of Codex's."""
    values = first_values(head, complete)
    if values or b"\n" in head:
        return any(isinstance(value, dict) and _is_line(value) for value in values)
    beginning = outline(head, "")[0]  # the first line is longer than the head
    return beginning.get("type") in _ENVELOPES and "payload" in beginning


def _is_line(line: dict[str, Any]) -> bool:
    kind = line.get("type")
    if not isinstance(kind, str | None):
        return False
    if kind in _ENVELOPES:
        return isinstance(line.get("payload"), dict)
    if kind is None:
        header = line.keys() >= {"id", "timestamp", "instructions"} or line.get("record_type") == "state"
        return header or (_is_history(line) and len(line) == 3)
    if kind == "message" and isinstance(line.get("content"), list):
        blocks = (block for block in line["content"] if isinstance(block, dict))
        return any(text_in(block, "type") in _BLOCKS for block in blocks)
    return kind in _BARE_CALLS and ("call_id" in line or "action" in line)


IMPORTER = Importer(
    name=NAME,
    describe="Codex CLI transcript or history (JSON Lines, ~/.codex/sessions)",
    recognises=recognises,
    read=read,
    resumable=True,
)
IMPORTERS = (IMPORTER,)
