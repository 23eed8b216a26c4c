"""One entry of an OpenClaw or pi session, taken apart into what the archive records of it.

Of a call the archive keeps its name and target, of an output its size and digest, of an image a receipt:
the bytes stay in the session. Thoughts are not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cotw.importers.families._openclaw_text import reply_of, unwrap
from cotw.importers.kept import Part, output_of, receipt_of, short_target, status_of, text_in
from cotw.records.message import Attachment, Kind, ToolCall

# Several texts of one message are one utterance; this stands between them.
BETWEEN_BLOCKS = "\n\n"
_TARGETS = ("path", "file_path", "command", "url", "pattern", "query", "action", "task", "description")
_CALLS = frozenset({"toolCall", "toolUse", "tool_use", "functionCall"})
_FAILURES = frozenset({"error", "aborted"})
# Models that are none: OpenClaw writes what it delivered to a channel, and notices of its own, as replies.
_MIRROR = "delivery-mirror"
_INJECTED = "gateway-injected"
# Where a prompt comes from that no person wrote, as newer versions say.
_OTHER_ORIGINS = frozenset({"inter_session", "internal_system"})


@dataclass(slots=True)
class EntryPart(Part):
    """One record of an entry.

    `sender` and `written` are the person and the time that a wrapper names; `subagent` says that a
    sub-agent is told its task; `mirror` that the text was perhaps said before.
    """

    sender: str | None = None
    written: str | None = None
    subagent: bool = False
    mirror: bool = False


# The records of an entry, the spoken one first, and what is wrong with the entry, if anything.
Parsed = tuple[list[EntryPart], str | None]
_Blocks = list[dict[str, Any]]


def message_in(entry: dict[str, Any]) -> dict[str, Any]:
    """The message of an entry; empty where it has none."""
    message = entry.get("message")
    return message if entry.get("type") == "message" and isinstance(message, dict) else {}


def has_failed(entry: dict[str, Any]) -> bool:
    """Whether an entry says that the model broke off."""
    return text_in(message_in(entry), "stopReason") in _FAILURES


def parts_of(entry: dict[str, Any]) -> Parsed:
    """Takes one entry apart."""
    match entry.get("type"):
        case "message":
            message = entry.get("message")
            return (
                _message_parts(message) if isinstance(message, dict) else ([], "its message is not an object")
            )
        case "compaction" | "branch_summary":
            return _aside(Kind.SUMMARY, text_in(entry, "summary")), None
        case "custom_message":
            blocks, flaw = _blocks_of(entry.get("content"))
            return _aside(Kind.WRAPPER, _text_of(blocks)), flaw
        case str():
            return [], None
        case _:
            return [], "has no type"


def _message_parts(message: dict[str, Any]) -> Parsed:
    role = message.get("role")
    if role == "bashExecution":
        return [EntryPart(Kind.TOOL, "", "p", _execution(message))], None
    blocks, flaw = _blocks_of(message.get("content"))
    match role:
        case "user":
            return _user_parts(message, blocks), flaw
        case "assistant":
            return _assistant_parts(message, blocks), flaw
        case "toolResult" | "tool":
            return [_result_part(message, blocks)], flaw
        case str():
            return _aside(Kind.SYSTEM, _text_of(blocks) or text_in(message, "summary")), None
        case _:
            return [], "its message has no role"


def _blocks_of(content: object) -> tuple[_Blocks, str | None]:
    """The blocks that can be used, and what is wrong with another; a text is a block."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}], None
    if not isinstance(content, list):
        return [], "its message has no content"
    blocks: _Blocks = []
    flaw = None
    for block in content:
        if not isinstance(block, dict):
            flaw = "one of its content blocks is not an object"
        elif block.get("type") == "text" and not isinstance(block.get("text"), str):
            flaw = "one of its text blocks has no text"
        else:
            blocks.append(block)
    return blocks, flaw


def _texts_of(blocks: _Blocks) -> list[str]:
    return [block["text"] for block in blocks if block.get("type") == "text" and block["text"].strip()]


def _text_of(blocks: _Blocks) -> str:
    return BETWEEN_BLOCKS.join(_texts_of(blocks))


def _aside(kind: Kind, text: str, mark: str = "p") -> list[EntryPart]:
    return [EntryPart(kind, text, mark)] if text.strip() else []


def _user_parts(message: dict[str, Any], blocks: _Blocks) -> list[EntryPart]:
    found = unwrap(_text_of(blocks))
    origin = message.get("provenance")
    elsewhere = isinstance(origin, dict) and text_in(origin, "kind") in _OTHER_ORIGINS
    shown = _images(blocks)
    around = _aside(Kind.WRAPPER, found.wrapper, "w")
    if not found.prompt.strip() and not shown:
        return around
    prompt = EntryPart(
        Kind.WRAPPER if elsewhere and not found.subagent else Kind.HUMAN,
        found.prompt,
        "p",
        attachments=shown,
        sender=found.sender,
        written=found.written,
        subagent=found.subagent,
    )
    return [prompt, *around]


def _assistant_parts(message: dict[str, Any], blocks: _Blocks) -> list[EntryPart]:
    replies = [reply_of(text) for text in _texts_of(blocks)]
    said = BETWEEN_BLOCKS.join(text for kind, text in replies if kind is Kind.AGENT)
    model = message.get("model")
    parts = _aside(Kind.SYSTEM if model == _INJECTED else Kind.AGENT, said)
    for part in parts:
        part.mirror = model == _MIRROR
    silent = BETWEEN_BLOCKS.join(text for kind, text in replies if kind is not Kind.AGENT)
    parts += _aside(Kind.WRAPPER, silent, "w")
    parts += [
        _call_part(block, index) for index, block in enumerate(blocks) if text_in(block, "type") in _CALLS
    ]
    if text_in(message, "stopReason") in _FAILURES:
        parts += _aside(Kind.SYSTEM, text_in(message, "errorMessage"), "e")
    return parts


def _call_part(block: dict[str, Any], index: int) -> EntryPart:
    given = block.get("arguments", block.get("input"))
    call = ToolCall(text_in(block, "name") or "tool", _target(given))
    return EntryPart(Kind.TOOL, "", f"b{index}", call)


def _target(given: object) -> str | None:
    if not isinstance(given, dict):
        return None
    for name in _TARGETS:
        if value := text_in(given, name):
            return short_target(value)
    return None


def _result_part(message: dict[str, Any], blocks: _Blocks) -> EntryPart:
    output = "\n".join(block["text"] for block in blocks if block.get("type") == "text")
    name = text_in(message, "toolName") or "result"
    status = status_of(failed=message.get("isError") is True)
    return EntryPart(Kind.TOOL, "", "p", ToolCall(name, None, *output_of(output, status)), _images(blocks))


def _execution(message: dict[str, Any]) -> ToolCall:
    """A command that the person ran themselves."""
    command = text_in(message, "command")
    failed = message.get("cancelled") is True or message.get("exitCode") not in (0, None)
    outcome = output_of(text_in(message, "output"), status_of(failed=failed))
    return ToolCall("bash", short_target(command), *outcome)


def _images(blocks: _Blocks) -> tuple[Attachment, ...]:
    """The receipts for images: their bytes are hashed and dropped; some sessions hold none any more."""
    images = (block for block in blocks if block.get("type") == "image")
    return tuple(
        receipt_of(data, text_in(image, "mimeType"), base64=True)
        for image in images
        if (data := text_in(image, "data"))
    )
