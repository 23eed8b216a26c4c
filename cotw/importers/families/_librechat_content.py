"""What a message of LibreChat holds: what was said, the tools that were used, the files that were shown.

A message has a `text`, or since 2025 a `content` of parts; what a model thought first is kept by neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cotw.importers.families._chat_files import shown
from cotw.importers.kept import Part, output_of, short_target, status_of, text_in
from cotw.records.message import Attachment, Kind, ToolCall

_BETWEEN_PARTS = "\n\n"
# How a thought stood at the beginning of a text before messages had parts.
_THOUGHT = re.compile(r"\s*:::thinking\n.*?\n:::\s*", re.DOTALL)
_FILE_PARTS = ("image_file", "image_url")


def parts_of(message: dict[str, Any]) -> tuple[list[Part], str | None]:
    """The records of a message, what was said first, and what is wrong with it, if anything."""
    kind = _speaker(message)
    content = message.get("content")
    text, used, flaw = _of_content(content) if isinstance(content, list) else ("", [], None)
    if not text.strip():
        given = message.get("text")
        text = given if isinstance(given, str) else ""
        if not isinstance(content, list) and not isinstance(given, str):
            flaw = "a message has no text"
    if kind is Kind.AGENT and (thought := _THOUGHT.match(text)):
        text = text[thought.end() :]
    files = tuple(_files(message))
    said = [Part(kind, text, "said", attachments=files)] if text.strip() or files else []
    return [*said, *used], flaw


def _speaker(message: dict[str, Any]) -> Kind:
    """Whose words they are; an error is told in the place of an answer."""
    by_user = message.get("isCreatedByUser")
    if by_user is True or (by_user is None and text_in(message, "sender").lower() == "user"):
        return Kind.HUMAN
    return Kind.SYSTEM if message.get("error") is True else Kind.AGENT


def _of_content(content: list[Any]) -> tuple[str, list[Part], str | None]:
    said: list[str] = []
    used: list[Part] = []
    flaw = None
    for place, part in enumerate(content):
        if not isinstance(part, dict):
            flaw = None if part is None else "one of its parts is not an object"
            continue
        match text_in(part, "type"):
            case "text":
                said.append(_text_of(part.get("text")))
            case "error":
                told = text_in(part, "error") or _text_of(part.get("text"))
                used += [Part(Kind.SYSTEM, told, f"e{place}")] if told.strip() else []
            case "tool_call":
                used += _tool(part.get("tool_call"), place)
    return _BETWEEN_PARTS.join(text for text in said if text.strip()), used, flaw


def _text_of(text: object) -> str:
    """A text, which services that annotate it keep one level deeper."""
    if isinstance(text, dict):
        text = text.get("value")
    return text if isinstance(text, str) else ""


def _tool(given: object, place: int) -> list[Part]:
    if not isinstance(given, dict):
        return []
    function = given.get("function")
    call = function if isinstance(function, dict) else given
    name = text_in(call, "name") or text_in(given, "type") or "tool"
    arguments = text_in(call, "args") or text_in(call, "arguments")
    output = call.get("output")
    outcome = output_of(output, status_of(failed=False)) if isinstance(output, str) else ()
    mark = text_in(given, "id") or f"t{place}"
    return [Part(Kind.TOOL, "", mark, ToolCall(name, short_target(arguments), *outcome))]


def _files(message: dict[str, Any]) -> Iterator[Attachment]:
    """What was uploaded with a message, what its tools made, and the images among its parts."""
    for name in ("files", "attachments"):
        listed = message.get(name)
        for item in listed if isinstance(listed, list) else ():
            if isinstance(item, dict):
                yield _file(item)
    content = message.get("content")
    for part in content if isinstance(content, list) else ():
        for name in _FILE_PARTS:
            item = part.get(name) if isinstance(part, dict) else None
            if isinstance(item, dict):
                yield _file({"type": "image", **item})


def _file(item: dict[str, Any]) -> Attachment:
    return shown(
        text_in(item, "file_id") or text_in(item, "filepath") or text_in(item, "url"),
        name=text_in(item, "filename"),
        mime=text_in(item, "type"),
        size=item.get("bytes"),
        text=text_in(item, "text"),
    )
