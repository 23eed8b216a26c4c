"""What a message of Claude.ai holds: what was said, the tools that were used, and what was pasted or shown.

Text that was pasted is the person's input: it goes into the receipt of its attachment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from mimetypes import guess_type
from typing import Any

from cotw.files import digest_of
from cotw.importers.families._claude_blocks import SHOWN, attachment_of, parts_of_block
from cotw.importers.kept import Part, text_in
from cotw.importers.names import is_place, name_of
from cotw.records.message import Attachment, Kind

_SPEAKERS = {"human": Kind.HUMAN, "assistant": Kind.AGENT}
_SPOKEN = frozenset({"text", "voice_note"})
_USED = ("tool_use", "tool_result")
_BETWEEN_BLOCKS = "\n\n"
# What the service writes into `text` where a block stands that it cannot show there.
_NOT_SHOWN = re.compile(r"(?:```\s*)?This block is not supported on your current device yet\.(?:\s*```)?")
_UNKNOWN_FORM = "application/octet-stream"


@dataclass(slots=True)
class _Blocks:
    """The blocks of a message, sorted; `known` says that there was one whose meaning is known."""

    spoken: list[str]
    shown: list[Attachment]
    used: list[Part]
    known: bool = False
    flaw: str | None = None


def parts_of(message: dict[str, Any]) -> tuple[list[Part], str | None]:
    """The records of a message, what was said first, and what is wrong with it, if anything."""
    blocks = _sorted(message.get("content"))
    text = _BETWEEN_BLOCKS.join(blocks.spoken)
    if not blocks.known:
        text = text_in(message, "text")
        if not _NOT_SHOWN.sub("", text).strip():
            text = ""
    shown = (*blocks.shown, *_files(message))
    if not text.strip() and not shown:
        return blocks.used, blocks.flaw
    kind = _SPEAKERS.get(text_in(message, "sender"), Kind.SYSTEM)
    return [Part(kind, text, "said", attachments=shown), *blocks.used], blocks.flaw


def _sorted(content: object) -> _Blocks:
    blocks = _Blocks([], [], [])
    if isinstance(content, str):
        content = [{"type": "text", "text": content}]
    for block in content if isinstance(content, list) else ():
        if not isinstance(block, dict):
            blocks.flaw = "one of its content blocks is not an object"
            continue
        kind = text_in(block, "type")
        if kind in _SPOKEN and not isinstance(block.get("text"), str):
            blocks.flaw = "one of its text blocks has no text"
            continue
        if kind in _SPOKEN and not block["text"].strip():
            continue
        if kind in _SPOKEN:
            blocks.spoken.append(block["text"])
        elif kind in SHOWN:
            blocks.shown.append(attachment_of(block))
        elif kind.endswith(_USED):
            blocks.used += parts_of_block("", block)
        elif kind != "thinking":
            continue
        blocks.known = True
    return blocks


def _files(message: dict[str, Any]) -> Iterator[Attachment]:
    """What was pasted or uploaded with a message, each once."""
    seen: set[str] = set()
    for list_name in ("attachments", "files", "files_v2"):
        listed = message.get(list_name)
        for place, item in enumerate(listed if isinstance(listed, list) else ()):
            if not isinstance(item, dict):
                continue
            text = item.get("extracted_content")
            if isinstance(text, str) and text:
                yield _pasted(item, text)
                continue
            file = _name(item, "file_uuid") or _name(item, "file_name") or str(place)
            if file not in seen:
                seen.add(file)
                yield _named(item, file, text_in(message, "uuid"))


def _name(item: dict[str, Any], member: str) -> str:
    return name_of(item.get(member)) or ""


def _pasted(item: dict[str, Any], text: str) -> Attachment:
    """The receipt for a text: its own bytes are what is proven, not those of the file it was read in."""
    data = text.encode("utf-8", "surrogatepass")
    form = _name(item, "file_type")
    return Attachment(
        mime=form if "/" in form else "text/plain",
        size=len(data),
        digest=digest_of(data),
        name=_name(item, "file_name") or None,
        text=text,
    )


def _named(item: dict[str, Any], file: str, message: str) -> Attachment:
    """The receipt for a file that the export only names: the digest is that of its name there."""
    name, size = _name(item, "file_name"), item.get("file_size")
    form = _name(item, "file_type")
    guessed = form if "/" in form else guess_type(name, strict=False)[0]
    if guessed is None:
        guessed = "image/*" if _name(item, "file_kind") == "image" else _UNKNOWN_FORM
    pointer = file if _name(item, "file_uuid") else f"{message}/{file}"
    return Attachment(
        mime=guessed,
        size=size if is_place(size) else 0,
        digest=digest_of(pointer.encode("utf-8", "surrogatepass")),
        name=name or None,
    )
