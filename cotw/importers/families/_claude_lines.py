"""One line of a Claude Code transcript, taken apart into what the archive records of it.

A line is read by itself, without its neighbours: reading on from the middle of a file must give what
reading the whole would. What belongs together is joined when the archive is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cotw.importers.families._claude_blocks import (
    SHOWN,
    LinePart,
    add_file_read,
    attachment_of,
    file_parts,
    parts_of_block,
)
from cotw.importers.families._claude_text import NOTHING_SAID, is_command, split_user_text
from cotw.importers.kept import text_in
from cotw.records.message import Attachment, Kind

# Several texts of one line are one utterance; this stands between them.
BETWEEN_BLOCKS = "\n\n"
# Lines of the person's turn that other agents or the tool itself wrote, as newer versions say so.
_OTHER_AUTHORS = frozenset({"peer", "task-notification", "coordinator", "auto-continuation"})
# What a person named with `@`, or what was read again after a compaction.
_FILES = frozenset({"file", "already_read_file"})
_BOOKKEEPING = frozenset({"stop_hook_summary", "turn_duration"})

# The records of a line, the spoken one first, and what is wrong with the line, if anything.
Parsed = tuple[list[LinePart], str | None]
_Blocks = list[tuple[str, dict[str, Any]]]


def parts_of(line: dict[str, Any]) -> Parsed:
    """Takes one line apart."""
    match line.get("type"):
        case "user":
            return _parsed(line, _user_parts)
        case "assistant":
            return _parsed(line, _assistant_parts)
        case "queue-operation" if line.get("operation") == "enqueue":
            return _typed_parts(line.get("content"), queued=True)
        case "attachment":
            return _delivered_parts(line.get("attachment"))
        case "summary":
            return _title_parts(line)
        case "system" if text_in(line, "subtype") not in _BOOKKEEPING:
            return _notice_parts(line.get("content")), None
        case str():
            return [], None
        case _:
            return [], "has no type"


def _parsed(line: dict[str, Any], parts: Callable[[dict[str, Any], _Blocks], list[LinePart]]) -> Parsed:
    message = line.get("message")
    if not isinstance(message, dict):
        return [], "its message is not an object"
    content = message.get("content")
    if not isinstance(content, (str, list)):
        return [], "its message has no content"
    blocks, flaw = _blocks_of(content)
    return parts(line, blocks), flaw


def _blocks_of(content: str | list[Any]) -> tuple[_Blocks, str | None]:
    """(mark, block) of each block that can be used, and what is wrong with another; a text is a block."""
    if isinstance(content, str):
        return [("b0", {"type": "text", "text": content})], None
    blocks: _Blocks = []
    flaw = None
    for index, block in enumerate(content):
        if not isinstance(block, dict):
            flaw = "one of its content blocks is not an object"
        elif block.get("type") == "text" and not isinstance(block.get("text"), str):
            flaw = "one of its text blocks has no text"
        else:
            blocks.append((f"b{index}", block))
    return blocks, flaw


def _user_parts(line: dict[str, Any], blocks: _Blocks) -> list[LinePart]:
    spoken: list[str] = []
    shown: list[Attachment] = []
    aside: list[LinePart] = []
    wrapped = _is_written_by_tool(line) or any(
        block.get("type") == "text" and is_command(block["text"]) for _, block in blocks
    )
    for mark, block in blocks:
        kind = text_in(block, "type")
        if kind == "text":
            for part_kind, text in _texts(block["text"], line, wrapped=wrapped):
                if part_kind is Kind.HUMAN:
                    spoken.append(text)
                else:
                    aside.append(LinePart(part_kind, text, f"w{len(aside)}"))
        elif kind in SHOWN:
            shown.append(attachment_of(block))
        else:
            aside += parts_of_block(mark, block)
    add_file_read(aside, line.get("toolUseResult"))
    return _with_speech(spoken, shown, aside, Kind.WRAPPER if wrapped else Kind.HUMAN)


def _is_written_by_tool(line: dict[str, Any]) -> bool:
    origin = line.get("origin")
    other = isinstance(origin, dict) and text_in(origin, "kind") in _OTHER_AUTHORS
    return bool(line.get("isMeta") or line.get("isVisibleInTranscriptOnly")) or other


def _texts(text: str, line: dict[str, Any], *, wrapped: bool) -> list[tuple[Kind, str]]:
    if line.get("isCompactSummary"):
        return [(Kind.SUMMARY, text)]
    parts = split_user_text(text)
    if wrapped:
        return [(Kind.WRAPPER if kind is Kind.HUMAN else kind, part) for kind, part in parts]
    return parts


def _with_speech(
    spoken: list[str], shown: list[Attachment], aside: list[LinePart], kind: Kind
) -> list[LinePart]:
    """The records of a user line: what was typed, or only shown, comes first."""
    if spoken or shown:
        first = LinePart(Kind.HUMAN if spoken else kind, BETWEEN_BLOCKS.join(spoken), "p")
        first.attachments = tuple(shown)
        return [first, *aside]
    return aside


def _assistant_parts(line: dict[str, Any], blocks: _Blocks) -> list[LinePart]:
    local = line["message"].get("model") == "<synthetic>" or bool(line.get("isApiErrorMessage"))
    spoken: list[str] = []
    aside: list[LinePart] = []
    for mark, block in blocks:
        if block.get("type") == "text":
            if block["text"].strip() not in NOTHING_SAID:
                spoken.append(block["text"])
        else:
            aside += parts_of_block(mark, block)
    if not spoken:
        return aside
    return [LinePart(Kind.SYSTEM if local else Kind.AGENT, BETWEEN_BLOCKS.join(spoken), "p"), *aside]


def _typed_parts(content: object, *, queued: bool) -> Parsed:
    """The records of a prompt that stands outside of a user line."""
    if not isinstance(content, (str, list)):
        return [], None
    parts, flaw = _parsed({"message": {"content": content}}, _user_parts)
    for part in parts:
        part.queued = queued and part.kind is Kind.HUMAN
    return parts, flaw


def _delivered_parts(attachment: object) -> Parsed:
    """Newer versions note files, and a queued prompt when they hand it to the agent, as attachments."""
    if isinstance(attachment, dict) and text_in(attachment, "type") in _FILES:
        return file_parts("p", attachment), None
    if not isinstance(attachment, dict) or attachment.get("type") != "queued_command":
        return [], None
    if _is_written_by_tool(attachment) or attachment.get("commandMode", "prompt") != "prompt":
        return [], None
    return _typed_parts(attachment.get("prompt"), queued=False)


def _title_parts(line: dict[str, Any]) -> Parsed:
    title = text_in(line, "summary")
    if not title.strip():
        return [], "its summary has no text"
    return [LinePart(Kind.SUMMARY, title, "p", about=text_in(line, "leafUuid"))], None


def _notice_parts(content: object) -> list[LinePart]:
    if not isinstance(content, str) or not content.strip():
        return []
    kinds = {kind for kind, _ in split_user_text(content)}
    return [LinePart(Kind.WRAPPER if kinds == {Kind.WRAPPER} else Kind.SYSTEM, content, "p")]
