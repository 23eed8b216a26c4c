"""Small hand-made OpenClaw and pi sessions, in the shapes that real files have."""

from __future__ import annotations

from typing import Any

from cotw.importers.families import openclaw
from cotw.importers.protocol import ReadContext
from cotw.records.message import Kind, Message
from tests.importers.transcripts import moment, read_all, to_lines

SESSION = "b1c7c1e5-0000-4000-8000-00000000000a"
STAMP = "[Wed 2026-03-04 10:00 GMT+1] "


def header(session: str = SESSION, **members: Any) -> dict[str, Any]:
    """The first line of a session."""
    found = {"type": "session", "version": 3, "id": session, "timestamp": moment(0)}
    return {**found, "cwd": "/home/mara/bikes", **members}


def id_of(number: int) -> str:
    """An id as pi draws them, that tests can count with."""
    return f"{number:08x}"


def entry(kind: str, number: int, **members: Any) -> dict[str, Any]:
    """An entry that follows the one before it."""
    parent = id_of(number - 1) if number > 1 else None
    return {"type": kind, "id": id_of(number), "parentId": parent, "timestamp": moment(number), **members}


def message(
    number: int, role: str, content: Any, parent: int | None = None, **members: Any
) -> dict[str, Any]:
    """A message; `parent` names another entry than the one before, 0 the root."""
    place = {} if parent is None else {"parentId": id_of(parent) if parent else None}
    return entry("message", number, message={"role": role, "content": content, **members}, **place)


def said(text: str) -> dict[str, Any]:
    """A text block."""
    return {"type": "text", "text": text}


def user(number: int, text: str, **members: Any) -> dict[str, Any]:
    """A message of the user's."""
    return message(number, "user", [said(text)], **members)


def assistant(number: int, *blocks: str | dict[str, Any], **members: Any) -> dict[str, Any]:
    """A message of the agent's; texts become blocks."""
    content = [said(block) if isinstance(block, str) else block for block in blocks]
    return message(
        number, "assistant", content, **{"model": "claude-sonnet-4", "stopReason": "stop", **members}
    )


def failure(number: int, reason: str = "overloaded", **members: Any) -> dict[str, Any]:
    """What stands in a reply's place when the model breaks off."""
    return assistant(number, stopReason="error", errorMessage=reason, **members)


def block(label: str, facts: str) -> str:
    """A block of metadata before the person's words."""
    return f"{label} (untrusted metadata):\n```json\n{facts}\n```\n\n"


def messages_of(*entries: Any, context: ReadContext | None = None) -> list[Message]:
    """The messages of a session that must give no problem."""
    messages, problems = read_all(to_lines(*entries), context, openclaw.IMPORTER)
    assert problems == []
    return messages


def speech_of(*entries: Any) -> list[tuple[str, str]]:
    """(kind, text) of what was said in a session."""
    return [(each.kind.value, each.text) for each in messages_of(*entries) if each.is_speech]


def prompts_of(*entries: Any) -> list[str]:
    """What the person said in a session."""
    return [text for kind, text in speech_of(*entries) if kind == Kind.HUMAN]
