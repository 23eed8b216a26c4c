"""What a message of Open WebUI holds: what was said, the tools that were used, the files that were shown.

Thoughts and tools stand in `<details type="…">` elements within the text; newer versions also keep them
apart, as items of `output`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from cotw.importers.families._chat_files import shown
from cotw.importers.kept import Part, output_of, short_target, status_of, text_in
from cotw.records.message import Attachment, Kind, ToolCall

_SPEAKERS = {"user": Kind.HUMAN, "assistant": Kind.AGENT}
_BETWEEN_TEXTS = "\n\n"
_TOOLS = "tool_calls"
_NOT_SAID = frozenset({_TOOLS, "reasoning", "code_interpreter"})
_DETAILS = re.compile(r"<details\b([^<>]*)>|</details>")
_ATTRIBUTE = re.compile(r'(?<![\w-])([\w-]++)="([^"]*+)"')
_TEXT_FORMS = frozenset({"text", "output_text", "input_text"})


def parts_of(message: dict[str, Any]) -> tuple[list[Part], str | None]:
    """The records of a message, what was said first, and what is wrong with it, if anything."""
    kind = _SPEAKERS.get(text_in(message, "role"), Kind.SYSTEM)
    content, output = message.get("content"), message.get("output")
    text = _text_of(content)
    used: list[Part] = []
    if kind is Kind.AGENT:
        text, used = _said_and_used(text)
        if isinstance(output, list):
            said, listed = _of_output(output)
            text, used = said or text, listed or used
    files = tuple(_files(message))
    parts = [Part(kind, text, "said", attachments=files)] if text.strip() or files else []
    parts += [*used, *_error(message)]
    known = content is None or isinstance(content, (str, list))
    return parts, None if known else "a message has a content that is no text"


def _text_of(content: object) -> str:
    """A text, or the texts in a list of parts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = [part.get("text") for part in parts if isinstance(part, dict) and _is_text(part)]
    return _BETWEEN_TEXTS.join(text for text in texts if isinstance(text, str) and text)


def _is_text(part: dict[str, Any]) -> bool:
    return text_in(part, "type") in _TEXT_FORMS


def _said_and_used(text: str) -> tuple[str, list[Part]]:
    """What an answer says, without its elements of thoughts and tools; and the tools.

    An element that is not closed reaches to the end: its answer was broken off.
    """
    said: list[str] = []
    used: list[Part] = []
    after, depth, opening = 0, 0, ""
    body = 0
    for hit in _DETAILS.finditer(text):
        closes = hit[1] is None
        if depth == 0:
            if not closes and dict(_ATTRIBUTE.findall(hit[1])).get("type") in _NOT_SAID:
                said.append(text[after : hit.start()])
                depth, opening, body, after = 1, hit[1], hit.end(), len(text)
            continue
        depth += -1 if closes else 1
        if depth == 0:
            used += _tool(dict(_ATTRIBUTE.findall(opening)), text[body : hit.start()], len(used))
            after = hit.end()
    said.append(text[after:])
    return "".join(said).strip(), used


def _tool(given: dict[str, str], body: str, place: int) -> list[Part]:
    if given.get("type") != _TOOLS:
        return []
    result = unescape(given.get("result") or body.rpartition("</summary>")[2].strip())
    target = unescape(given.get("arguments", ""))
    call = _call(unescape(given.get("name", "")) or "tool", target, result)
    return [Part(Kind.TOOL, "", given.get("id") or f"t{place}", call)]


def _of_output(output: list[Any]) -> tuple[str, list[Part]]:
    said: list[str] = []
    used: list[Part] = []
    for place, item in enumerate(output):
        if not isinstance(item, dict):
            continue
        name = text_in(item, "call_id") or f"t{place}"
        match text_in(item, "type"):
            case "message":
                said.append(_text_of(item.get("content")))
            case "function_call":
                called = _call(text_in(item, "name") or "tool", text_in(item, "arguments"), None)
                used.append(Part(Kind.TOOL, "", name, called))
            case "function_call_output":
                result = _call("result", "", _text_of(item.get("output")))
                used.append(Part(Kind.TOOL, "", f"{name}-result", result))
    return _BETWEEN_TEXTS.join(text for text in said if text.strip()), used


def _call(name: str, target: str, result: str | None) -> ToolCall:
    outcome = () if result is None else output_of(result, status_of(failed=False))
    return ToolCall(name, short_target(target), *outcome)


def _error(message: dict[str, Any]) -> list[Part]:
    """What went wrong, as the person was told."""
    error = message.get("error")
    text = text_in(error, "content") if isinstance(error, dict) else error
    return [Part(Kind.SYSTEM, text, "error")] if isinstance(text, str) and text.strip() else []


def _files(message: dict[str, Any]) -> Iterator[Attachment]:
    listed, content = message.get("files"), message.get("content")
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, dict):
            yield _file(item)
    for part in content if isinstance(content, list) else ():
        image = part.get("image_url") if isinstance(part, dict) else None
        if isinstance(image, dict) and (url := text_in(image, "url")):
            yield shown(url, name="", mime="image")


def _file(item: dict[str, Any]) -> Attachment:
    """The receipt for a file: what is known of it stands in it, in its `file`, and in that one's `meta`."""
    inner = _member(item, "file")
    meta = _member(inner, "meta")
    return shown(
        text_in(item, "url") or text_in(item, "id") or text_in(inner, "id") or text_in(item, "name"),
        name=text_in(item, "name") or text_in(inner, "filename") or text_in(meta, "name"),
        mime=text_in(meta, "content_type") or text_in(item, "content_type") or text_in(item, "type"),
        size=meta.get("size", item.get("size")),
        text=text_in(_member(inner, "data"), "content"),
    )


def _member(item: dict[str, Any], name: str) -> dict[str, Any]:
    value = item.get(name)
    return value if isinstance(value, dict) else {}
