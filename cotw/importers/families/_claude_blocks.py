"""The blocks of a Claude Code message: what is recorded of tool calls, results, images and documents.

Of a call the archive keeps its name and target, of an output its size and digest, of what was shown a
receipt: the bytes stay in the transcript.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from cotw.files import digest_of
from cotw.importers.families._claude_text import refusal_reason
from cotw.importers.kept import Part, output_of, receipt_of, short_target, status_of, target_of, text_in
from cotw.records.message import Attachment, Kind, ToolCall

_CALLS = frozenset({"tool_use", "server_tool_use", "mcp_tool_use"})
_SILENT = frozenset({"thinking", "redacted_thinking"})
SHOWN = frozenset({"image", "document"})


@dataclass(slots=True)
class LinePart(Part):
    """One record of a line; `about` is a native id."""

    queued: bool = False
    said_by_person: bool = False
    about: str | None = None


def parts_of_block(mark: str, block: dict[str, Any]) -> list[LinePart]:
    """The records of a block that is neither said nor shown."""
    kind = text_in(block, "type")
    if kind in _CALLS:
        call = ToolCall(text_in(block, "name") or "tool", target_of(block.get("input")))
        return [LinePart(Kind.TOOL, "", text_in(block, "id") or mark, call)]
    if kind.endswith("tool_result"):
        return _result_parts(mark, block)
    text = text_in(block, "text")
    return [LinePart(Kind.SYSTEM, text, mark)] if kind not in _SILENT and text.strip() else []


def _result_parts(mark: str, block: dict[str, Any]) -> list[LinePart]:
    content = block.get("content")
    blocks = [item for item in content if isinstance(item, dict)] if isinstance(content, list) else []
    shown = tuple(attachment_of(item) for item in blocks if text_in(item, "type") in SHOWN)
    texts = [item["text"] for item in blocks if isinstance(item.get("text"), str)]
    output = content if isinstance(content, str) else "\n".join(texts)
    failed = block.get("is_error") is True
    call = ToolCall("result", None, *output_of(output, status_of(failed=failed)))
    name = text_in(block, "tool_use_id") or mark
    parts = [LinePart(Kind.TOOL, "", name, call, shown)]
    if failed and (reason := refusal_reason(output)):
        parts.append(LinePart(Kind.SYSTEM, reason, f"{name}-said", said_by_person=True))
    return parts


def attachment_of(block: dict[str, Any]) -> Attachment:
    """The receipt for an image or document: its bytes are hashed and dropped."""
    source = block.get("source")
    source = source if isinstance(source, dict) else {}
    data = text_in(source, "data") or text_in(source, "url") or text_in(source, "file_id")
    receipt = receipt_of(data, text_in(source, "media_type"), base64=source.get("type") == "base64")
    return replace(receipt, name=text_in(block, "title") or None)


def file_parts(mark: str, attachment: dict[str, Any]) -> list[LinePart]:
    """The record of a file that a person named with `@` and Claude Code read for the agent."""
    path = text_in(attachment, "filename")
    shown = _text_shown(attachment.get("content"), path) or _bytes_shown(attachment.get("content"), path)
    if shown is None:
        return []
    return [LinePart(Kind.TOOL, "", mark, ToolCall("attach", short_target(path)), (shown,))]


def add_file_read(parts: list[LinePart], outcome: object) -> None:
    """Adds the image or PDF that a tool read to the record of its result.

    Its bytes stand in the line a second time, beside the name of the file that they came from.
    """
    file = outcome.get("file") if isinstance(outcome, dict) else None
    path = text_in(file, "filePath") if isinstance(file, dict) else ""
    shown = _bytes_shown(outcome, path) if path else None
    result = next((part for part in parts if part.kind is Kind.TOOL), None)
    if shown and result:
        others = (each for each in result.attachments if each.digest != shown.digest)
        result.attachments = (shown, *others)


def _text_shown(content: object, path: str) -> Attachment | None:
    """A text that was read in a file; it may be a part of it."""
    file = content.get("file") if isinstance(content, dict) and content.get("type") == "text" else None
    text = text_in(file, "content") if isinstance(file, dict) else ""
    if not text:
        return None
    data = text.encode("utf-8", "surrogatepass")
    return Attachment("text/plain", len(data), digest_of(data), _last_name(path), path or None, text)


def _bytes_shown(content: object, path: str) -> Attachment | None:
    """An image or PDF that was read in a file.

    Large images are shown smaller than they are: then the bytes are not the file's, and it has no path.
    """
    file = content.get("file") if isinstance(content, dict) else None
    data = text_in(file, "base64") if isinstance(file, dict) else ""
    if not isinstance(content, dict) or not isinstance(file, dict) or not data:
        return None
    mime = "application/pdf" if content.get("type") == "pdf" else text_in(file, "type")
    shown = replace(receipt_of(data, mime, base64=True), name=_last_name(path))
    is_file = file.get("originalSize", shown.size) == shown.size
    return replace(shown, path=path) if path and is_file else shown


def _last_name(path: str) -> str | None:
    """The file's name in a path of any system."""
    return (PureWindowsPath(path) if "\\" in path else PurePosixPath(path)).name or None
