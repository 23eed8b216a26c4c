"""What a message of ChatGPT holds: who speaks to whom in which form, and the files it shows.

Only what the person and the assistant say to each other is speech. What the assistant says to a tool is
a call, what the tool says a result; thoughts are nobody's words and are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from mimetypes import guess_type
from typing import Any

from cotw.files import digest_of
from cotw.importers.kept import output_of, short_target, status_of
from cotw.importers.names import is_place, name_of
from cotw.importers.protocol import ReadContext
from cotw.records.message import Attachment, Kind, ToolCall

_SILENT = frozenset({"thoughts", "reasoning_recap"})
# What a person or a model wrote beforehand, for the service to put before every conversation.
_INSTRUCTIONS = frozenset({"user_editable_context", "model_editable_context"})
_INSTRUCTION_TEXTS = ("user_profile", "user_instructions", "model_set_context")
# Where a content of another form than parts keeps its text.
_TEXTS = ("text", "result", "output_str")
_BETWEEN_PARTS = "\n\n"
# The name of a stored file within a pointer such as file-service://file-1a2B or sediment://file_00c0#p_1.
_FILE = re.compile(r"file[-_][0-9A-Za-z]+")
_MEDIA = (("image", "image/*"), ("audio", "audio/*"), ("video", "video/*"))
_UNKNOWN_FORM = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Content:
    """What is recorded of one message."""

    kind: Kind
    text: str
    call: ToolCall | None = None
    attachments: tuple[Attachment, ...] = ()


def content_of(message: dict[str, Any], context: ReadContext) -> Content | str | None:
    """What is recorded of `message`: nothing, or why it cannot be read."""
    content = message.get("content")
    author = message.get("author")
    if not isinstance(content, dict) or not isinstance(author, dict):
        return "a message has no author or no content"
    form = name_of(content.get("content_type")) or "text"
    if form in _SILENT:
        return None
    text = _text_of(content, form)
    shown = tuple(_attachments(content, _member(message, "metadata"), context))
    role, recipient = author.get("role"), name_of(message.get("recipient")) or "all"
    if role == "tool":
        return Content(Kind.TOOL, "", _result(author, message, form, text), shown)
    if role == "assistant" and recipient != "all":
        return Content(Kind.TOOL, "", ToolCall(recipient, short_target(text)), shown)
    if not text.strip() and not shown:
        return None
    return Content(_speaker(role, form, message), text, None, shown)


def _member(item: dict[str, Any], name: str) -> dict[str, Any]:
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def _speaker(role: object, form: str, message: dict[str, Any]) -> Kind:
    """Whose words they are; what was never shown to the person was put there by the service."""
    hidden = _member(message, "metadata").get("is_visually_hidden_from_conversation") is True
    if form in _INSTRUCTIONS or (hidden and role in ("user", "assistant")):
        return Kind.WRAPPER
    return {"user": Kind.HUMAN, "assistant": Kind.AGENT}.get(str(role), Kind.SYSTEM)


def _result(author: dict[str, Any], message: dict[str, Any], form: str, output: str) -> ToolCall:
    outcome = name_of(_member(_member(message, "metadata"), "aggregate_result").get("status")) or ""
    failed = form == "system_error" or outcome.startswith(("fail", "error"))
    name = name_of(author.get("name")) or "result"
    return ToolCall(name, None, *output_of(output, status_of(failed=failed)))


def _text_of(content: dict[str, Any], form: str) -> str:
    parts = content.get("parts")
    if isinstance(parts, list):
        texts = [part if isinstance(part, str) else _spoken(part) for part in parts]
    elif form in _INSTRUCTIONS:
        texts = [content.get(name) for name in _INSTRUCTION_TEXTS]
    else:
        texts = [next((content[name] for name in _TEXTS if isinstance(content.get(name), str)), None)]
    return _BETWEEN_PARTS.join(text for text in texts if isinstance(text, str) and text)


def _spoken(part: object) -> str | None:
    """What was said in a part that is sound, as the service heard it."""
    if not isinstance(part, dict) or part.get("content_type") != "audio_transcription":
        return None
    text = part.get("text")
    return text if isinstance(text, str) else None


def _attachments(
    content: dict[str, Any], metadata: dict[str, Any], context: ReadContext
) -> Iterator[Attachment]:
    """The files that a message shows: by pointer in its parts, and by name in its metadata, each once."""
    listed = metadata.get("attachments")
    named = {
        id_: item
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, dict) and (id_ := name_of(item.get("id")))
    }
    seen: set[str] = set()
    for pointer, part in _pointers(content.get("parts")):
        hit = _FILE.search(pointer.rpartition("://")[2])
        file = hit[0] if hit else pointer
        if file not in seen:
            seen.add(file)
            yield _attachment(file, pointer, {**part, **named.get(file, {})}, context)
    for file, item in named.items():
        if file not in seen:
            yield _attachment(file, file, item, context)


def _pointers(parts: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """(pointer, its object) of everything that is shown in a message's parts; sound lies one level deeper."""
    for part in parts if isinstance(parts, list) else ():
        if not isinstance(part, dict):
            continue
        for item in (part, *part.values()):
            if isinstance(item, dict) and (pointer := name_of(item.get("asset_pointer"))):
                yield pointer, item


def _attachment(file: str, pointer: str, item: dict[str, Any], context: ReadContext) -> Attachment:
    """The receipt for a stored file: of its bytes if they came with the export, else of its pointer.

    A pointer is never used twice by the service, so its digest tells files apart as that of the bytes does.
    """
    stored = context.beside(file)
    sizes = (item.get("size_bytes"), item.get("size"))
    return Attachment(
        mime=_form_of(item, stored.where if stored else ""),
        size=stored.size if stored else next((size for size in sizes if is_place(size)), 0),
        digest=stored.digest if stored else digest_of(pointer.encode("utf-8", "surrogatepass")),
        name=name_of(item.get("name")),
        path=stored.where if stored else pointer,
    )


def _form_of(item: dict[str, Any], where: str) -> str:
    for name in ("mime_type", "mimeType"):
        if given := name_of(item.get(name)):
            return given
    if guessed := guess_type(where or name_of(item.get("name")) or "", strict=False)[0]:
        return guessed
    form = name_of(item.get("content_type")) or ""
    return next((mime for medium, mime in _MEDIA if form.startswith(medium)), _UNKNOWN_FORM)
