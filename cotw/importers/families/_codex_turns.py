"""Prompts and replies in Codex transcripts, where each may stand twice: as an item and as an event.

The item is what the model was sent or answered, the event what the person typed or was shown. A prompt is
taken from its event as soon as the file shows that it has events: the first one tells by its text whether an
item before it was its twin. A reply is taken from its item, and from its event only where there are no items.
"""

from __future__ import annotations

from typing import Any

from cotw.files import from_json, to_json
from cotw.ids import short_digest
from cotw.importers.families._codex_items import (
    Shown,
    message_parts,
    prompt_parts,
    shown_in,
    tool_parts,
    user_parts,
)
from cotw.importers.kept import Part, receipt_of_url, text_in
from cotw.importers.protocol import ReadContext
from cotw.records.message import Attachment, Kind

_ROLES = {"assistant": Kind.AGENT, "developer": Kind.SYSTEM, "system": Kind.SYSTEM}
# How many prompts before the first event may be its twin: notices of Codex can stand between the two.
_TWINS = 8

# The records of a line, and what is wrong with it, if anything.
Parsed = tuple[list[Part], str | None]


def item_parts(item: dict[str, Any], context: ReadContext) -> Parsed:
    """The records of an item."""
    context.carry["items"] = True
    if item.get("type") != "message":
        return tool_parts(item), None
    shown = shown_in(item)
    role = text_in(item, "role")
    if role != "user":
        return message_parts(shown, _ROLES.get(role, Kind.SYSTEM)), shown.flaw
    return _sent_parts(shown, context), shown.flaw


def _sent_parts(shown: Shown, context: ReadContext) -> list[Part]:
    prompt, aside = user_parts(shown)
    if context.carry.get("events"):
        _carry_images(shown.images, context)
        return aside
    if prompt:
        before = (context.carried_text("prompts") or "").split()
        context.carry["prompts"] = " ".join([*before, _gist(prompt)][-_TWINS:])
    return [*prompt, *aside]


def event_parts(event: dict[str, Any], context: ReadContext) -> list[Part]:
    """The records of an event that no item gives."""
    text = text_in(event, "message")
    match event.get("type"):
        case "user_message" if event.get("kind", "plain") == "plain":
            return _typed_parts(text, event, context)
        case "agent_message" if text.strip() and not context.carry.get("items"):
            return [Part(Kind.AGENT, text, "p")]
    return []


def _typed_parts(text: str, event: dict[str, Any], context: ReadContext) -> list[Part]:
    images = _images_in(event) or _carried_images(context)
    prompt = prompt_parts(text, images)
    twins = (context.carried_text("prompts") or "").split()
    context.carry["events"] = True
    context.carry.pop("prompts", None)
    return [] if _gist(prompt) in twins else prompt


def _gist(prompt: list[Part]) -> str:
    """What is equal for a prompt as an item and as an event: blocks and blanks may be set differently."""
    return short_digest(*("".join(part.text.split()) for part in prompt))


def _images_in(event: dict[str, Any]) -> tuple[Attachment, ...]:
    images = event.get("images")
    if not isinstance(images, list):
        return ()
    return tuple(receipt_of_url(url) for url in images if isinstance(url, str))


def _carry_images(images: tuple[Attachment, ...], context: ReadContext) -> None:
    """Notes the images of an item for its event, which may name files only."""
    context.carry.pop("images", None)
    if images:
        context.carry["images"] = to_json([[each.mime, each.size, each.digest] for each in images]).decode()


def _carried_images(context: ReadContext) -> tuple[Attachment, ...]:
    carried = context.carry.pop("images", None)
    return tuple(Attachment(*each) for each in from_json(carried)) if isinstance(carried, str) else ()
