"""The blocks of a Claude Code message: what is recorded of tool calls, results, images and documents.

Of a call the archive keeps its name and target, of an output its size and digest, of what was shown a
receipt: the bytes stay in the transcript.
"""

from __future__ import annotations

import binascii
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from cotw.files import digest_of
from cotw.importers.families._claude_text import refusal_reason
from cotw.records.message import TARGET_LIMIT, Attachment, Kind, ToolCall
from cotw.secrets import mask

_TARGETS = (
    "file_path", "path", "notebook_path", "command", "url", "pattern", "query", "description", "skill",
)  # fmt: skip
# Secrets are masked before a target is cut to its length, in as much of it as could come to stand there.
_TARGET_REACH = 4096
_CALLS = frozenset({"tool_use", "server_tool_use", "mcp_tool_use"})
_SILENT = frozenset({"thinking", "redacted_thinking"})
SHOWN = frozenset({"image", "document"})


@dataclass(slots=True)
class Part:
    """One record of a line. `mark` tells it from the line's other records; `about` is a native id."""

    kind: Kind
    text: str
    mark: str
    call: ToolCall | None = None
    attachments: tuple[Attachment, ...] = ()
    queued: bool = False
    said_by_person: bool = False
    about: str | None = None


def name_in(item: dict[str, Any], member: str) -> str:
    """A member that names something; empty where it is no text."""
    value = item.get(member)
    return value if isinstance(value, str) else ""


def parts_of_block(mark: str, block: dict[str, Any]) -> list[Part]:
    """The records of a block that is neither said nor shown."""
    kind = name_in(block, "type")
    if kind in _CALLS:
        call = ToolCall(name_in(block, "name") or "tool", _target(block.get("input")))
        return [Part(Kind.TOOL, "", name_in(block, "id") or mark, call)]
    if kind.endswith("tool_result"):
        return _result_parts(mark, block)
    text = name_in(block, "text")
    return [Part(Kind.SYSTEM, text, mark)] if kind not in _SILENT and text.strip() else []


def _target(given: object) -> str | None:
    if not isinstance(given, dict):
        return None
    for name in _TARGETS:
        value = given.get(name)
        if isinstance(value, str) and value:
            return mask(value[:_TARGET_REACH])[:TARGET_LIMIT]
    return None


def _result_parts(mark: str, block: dict[str, Any]) -> list[Part]:
    content = block.get("content")
    blocks = [item for item in content if isinstance(item, dict)] if isinstance(content, list) else []
    shown = tuple(attachment_of(item) for item in blocks if name_in(item, "type") in SHOWN)
    texts = [item["text"] for item in blocks if isinstance(item.get("text"), str)]
    output = content if isinstance(content, str) else "\n".join(texts)
    data = output.encode("utf-8", "surrogatepass")
    failed = block.get("is_error") is True
    call = ToolCall("result", None, "error" if failed else "ok", len(data), digest_of(data))
    name = name_in(block, "tool_use_id") or mark
    parts = [Part(Kind.TOOL, "", name, call, shown)]
    if failed and (reason := refusal_reason(output)):
        parts.append(Part(Kind.SYSTEM, reason, f"{name}-said", said_by_person=True))
    return parts


def attachment_of(block: dict[str, Any]) -> Attachment:
    """The receipt for an image or document: its bytes are hashed and dropped."""
    source = block.get("source")
    source = source if isinstance(source, dict) else {}
    data = name_in(source, "data") or name_in(source, "url") or name_in(source, "file_id")
    raw = data.encode("utf-8", "surrogatepass")
    if source.get("type") == "base64":
        with suppress(binascii.Error):
            raw = binascii.a2b_base64(raw, strict_mode=True)
    return Attachment(
        mime=name_in(source, "media_type") or "application/octet-stream",
        size=len(raw),
        digest=digest_of(raw),
        name=name_in(block, "title") or None,
    )
