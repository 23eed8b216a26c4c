"""Small hand-made Claude Code lines, in the shapes that real files have."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from cotw.importers.families import claude_code
from cotw.importers.protocol import Importer, ReadContext
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem

SESSION = "5e55105e-0000-4000-8000-000000000001"
FALLBACK = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def uuid_of(number: int) -> str:
    """A UUID that tests can count with."""
    return str(UUID(int=number, version=4))


def moment(number: int) -> str:
    """A time of the morning, one second a number."""
    return f"2026-03-04T09:{number // 60 % 60:02d}:{number % 60:02d}.000Z"


def line(kind: str, number: int, **members: Any) -> dict[str, Any]:
    """The members that every message line has."""
    return {
        "parentUuid": uuid_of(number - 1) if number > 1 else None,
        "isSidechain": False,
        "userType": "external",
        "cwd": "/home/mara/bikes",
        "sessionId": SESSION,
        "version": "2.1.30",
        "type": kind,
        "uuid": uuid_of(number),
        "timestamp": moment(number),
        **members,
    }


def user(number: int, content: Any, **members: Any) -> dict[str, Any]:
    """A line of the user's turn."""
    return line("user", number, message={"role": "user", "content": content}, **members)


def assistant(number: int, *blocks: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A line of the agent's turn; `message_id` and `model` go into its message."""
    message = {
        "id": members.pop("message_id", f"msg_{number:03d}"),
        "role": "assistant",
        "model": members.pop("model", "claude-sonnet-4"),
        "content": list(blocks),
    }
    return line("assistant", number, message=message, **members)


def said(text: str) -> dict[str, Any]:
    """A text block."""
    return {"type": "text", "text": text}


def call(name: str, tool_id: str = "toolu_1", **given: Any) -> dict[str, Any]:
    """A tool_use block."""
    return {"type": "tool_use", "id": tool_id, "name": name, "input": given}


def result(content: Any, tool_id: str = "toolu_1", **members: Any) -> dict[str, Any]:
    """A tool_result block."""
    return {"type": "tool_result", "tool_use_id": tool_id, "content": content, **members}


def queued(number: int, content: Any, operation: str = "enqueue") -> dict[str, Any]:
    """A line that notes what was typed while the agent was busy; it has no uuid."""
    members = {"operation": operation, "timestamp": moment(number), "sessionId": SESSION}
    return {"type": "queue-operation", **members, **({} if content is None else {"content": content})}


def to_lines(*values: Any) -> bytes:
    """JSON Lines of `values`; bytes go in as they are."""
    return b"".join(
        value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode() + b"\n"
        for value in values
    )


def context_of(stem: str = "session", **members: Any) -> ReadContext:
    """A context with a fixed fallback."""
    return ReadContext(where=f"{stem}.jsonl", file_stem=stem, fallback_instant=FALLBACK, **members)


def read_all(
    data: bytes, context: ReadContext | None = None, importer: Importer = claude_code.IMPORTER
) -> tuple[list[Message], list[Problem]]:
    """The messages and the problems of `data`."""
    found = list(importer.read(BytesIO(data), context or context_of()))
    messages = [item for item in found if isinstance(item, Message)]
    return messages, [item for item in found if isinstance(item, Problem)]


def messages_of(*values: Any) -> list[Message]:
    """The messages of a transcript that must give no problem."""
    messages, problems = read_all(to_lines(*values))
    assert problems == []
    return messages


def speech_of(*values: Any) -> list[tuple[str, str]]:
    """(kind, text) of what was said in a transcript."""
    return [(message.kind.value, message.text) for message in messages_of(*values) if message.is_speech]


def prompts_of(*values: Any) -> list[str]:
    """What the person said in a transcript."""
    return [text for kind, text in speech_of(*values) if kind == Kind.HUMAN]
