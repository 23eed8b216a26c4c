"""Small hand-made Codex lines, in the shapes that real files have."""

from __future__ import annotations

from typing import Any

from cotw.importers.families.codex import IMPORTER
from cotw.importers.protocol import ReadContext
from cotw.records.message import Kind, Message
from tests.importers.transcripts import moment, read_all, to_lines

SESSION = "0199c0de-0000-7000-8000-000000000001"
OTHER = "0199c0de-0000-7000-8000-000000000002"
ENVIRONMENT = "<environment_context>\n  <cwd>/home/mara/bikes</cwd>\n</environment_context>"
PIXEL = "data:image/png;base64,iVBORw0KGgo="


def row(number: int, line_type: str, **payload: Any) -> dict[str, Any]:
    """A line of the newer form."""
    return {"timestamp": moment(number), "type": line_type, "payload": payload}


def head(number: int = 1, **members: Any) -> dict[str, Any]:
    """The line that a file begins with."""
    return row(number, "session_meta", **{"id": SESSION, "cwd": "/home/mara/bikes", **members})


def message(role: str, *texts: str, images: tuple[str, ...] = ()) -> dict[str, Any]:
    """A bare message item."""
    block = "output_text" if role == "assistant" else "input_text"
    content = [{"type": block, "text": text} for text in texts]
    content += [{"type": "input_image", "image_url": url} for url in images]
    return {"type": "message", "role": role, "content": content}


def item(number: int, role: str, *texts: str, images: tuple[str, ...] = ()) -> dict[str, Any]:
    """A message item with its line."""
    return row(number, "response_item", **message(role, *texts, images=images))


def typed(number: int, text: str, **members: Any) -> dict[str, Any]:
    """The event of a prompt."""
    return row(number, "event_msg", type="user_message", message=text, **members)


def replied(number: int, text: str) -> dict[str, Any]:
    """The event of a reply."""
    return row(number, "event_msg", type="agent_message", message=text)


def turn(number: int, prompt: str, reply: str) -> list[dict[str, Any]]:
    """A prompt and a reply, each as item and as event."""
    return [
        item(number, "user", prompt),
        typed(number, prompt),
        replied(number + 1, reply),
        item(number + 1, "assistant", reply),
    ]


def messages_of(*lines: Any, context: ReadContext | None = None) -> list[Message]:
    """The messages of lines that give no problem."""
    messages, problems = read_all(to_lines(*lines), context, IMPORTER)
    assert problems == []
    return messages


def said(*lines: Any) -> list[tuple[str, str]]:
    """(kind, text) of what is no tool call."""
    return [(each.kind.value, each.text) for each in messages_of(*lines) if each.kind is not Kind.TOOL]
