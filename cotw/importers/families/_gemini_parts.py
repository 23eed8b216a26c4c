"""One message of a Gemini CLI chat, taken apart into what the archive records of it.

Its content is a text or a list of parts: texts, images, calls. The calls that an agent made and what came
back stand in its message.
"""

from __future__ import annotations

from typing import Any

from cotw.files import to_json
from cotw.importers.families._gemini_text import is_acknowledgement, kind_of_prompt, split_prompt
from cotw.importers.kept import UNKNOWN_MIME, Part, output_of, receipt_of, target_of, text_in
from cotw.importers.names import name_of
from cotw.records.message import Attachment, Kind, ToolCall

_STATUSES = {"success": "ok"}

# The records of a message, the spoken one first, and what is wrong with it, if anything.
Parsed = tuple[list[Part], str | None]


def parts_of(message: dict[str, Any]) -> Parsed:
    """Takes one message apart."""
    content = message.get("content")
    if not isinstance(content, (str, list, dict, type(None))):
        return [], "its content is neither a text nor parts"
    match message.get("type"):
        case "user":
            return _user_parts(message), None
        case "gemini":
            return _agent_parts(message), None
        case str():
            text = _text_of(content)
            return [Part(Kind.SYSTEM, text, "p")] if text.strip() else [], None
        case _:
            return [], "has no type"


def _user_parts(message: dict[str, Any]) -> list[Part]:
    """The prompt as it was shown to the person, if that is noted: what was sent may hold whole files."""
    sent = split_prompt(_text_of(message.get("content")))
    displayed = _text_of(message.get("displayContent"))
    prompt = displayed if displayed.strip() else sent.text
    shown = (*_images_in(message.get("content")), *sent.files)
    parts = [Part(Kind.WRAPPER, text, f"w{index}") for index, text in enumerate(sent.wrappers)]
    if prompt.strip() or shown:
        parts.insert(0, Part(kind_of_prompt(prompt), prompt, "p", attachments=shown))
    return parts


def _agent_parts(message: dict[str, Any]) -> list[Part]:
    text = _text_of(message.get("content"))
    shown = _images_in(message.get("content"))
    calls = message.get("toolCalls")
    parts = [
        _call_part(call, f"call {index}")
        for index, call in enumerate(calls if isinstance(calls, list) else ())
        if isinstance(call, dict)
    ]
    if text.strip() or shown:
        kind = Kind.WRAPPER if is_acknowledgement(text) else Kind.AGENT
        parts.insert(0, Part(kind, text, "p", attachments=shown))
    return parts


def _call_part(call: dict[str, Any], mark: str) -> Part:
    status = text_in(call, "status")
    status = _STATUSES.get(status, status)
    result = call.get("result")
    name, target = name_of(text_in(call, "name")) or "tool", target_of(call.get("args"))
    kept = ToolCall(name, target, status or None)
    if result is not None:
        kept = ToolCall(name, target, *output_of(_result_text(result), status or None))
    return Part(Kind.TOOL, "", text_in(call, "id") or mark, kept, _images_in(result))


def _pieces(content: object) -> list[dict[str, Any]]:
    """The parts of a content; a text is a part."""
    items = content if isinstance(content, list) else [content]
    pieces = [{"text": item} if isinstance(item, str) else item for item in items]
    return [piece for piece in pieces if isinstance(piece, dict)]


def _text_of(content: object) -> str:
    return "".join(text_in(piece, "text") for piece in _pieces(content) if piece.get("thought") is not True)


def _images_in(content: object) -> tuple[Attachment, ...]:
    """The receipts of what is shown; files that were uploaded are known by their address."""
    return tuple(receipt for piece in _pieces(content) if (receipt := _receipt_in(piece)))


def _receipt_in(piece: dict[str, Any]) -> Attachment | None:
    inline, file = piece.get("inlineData"), piece.get("fileData")
    if isinstance(inline, dict) and (data := text_in(inline, "data")):
        return receipt_of(data, text_in(inline, "mimeType"), base64=True)
    if isinstance(file, dict) and (address := text_in(file, "fileUri")):
        return receipt_of(address, text_in(file, "mimeType") or UNKNOWN_MIME, base64=False)
    return None


def _result_text(result: object) -> str:
    """What a call gave back, as text: its output, its error, or all that it says."""
    texts: list[str] = []
    for piece in _pieces(result):
        answer = piece.get("functionResponse")
        response = answer.get("response") if isinstance(answer, dict) else None
        if isinstance(response, dict):
            texts.append(text_in(response, "output") or text_in(response, "error") or _as_json(response))
        elif text := text_in(piece, "text"):
            texts.append(text)
    return "\n".join(texts)


def _as_json(response: dict[str, Any]) -> str:
    """A structured answer as text; one that is nested too deeply to be written is none."""
    try:
        return to_json(response).decode()
    except RecursionError:
        return ""
