"""Prompts and replies in Codex transcripts, where each may stand twice: as an item and as an event.

The item is what the model was sent or answered, the event what the person typed or was shown. Of the two the
one that comes first is taken, and the other is known by its text: some prompts have no event (those that
were typed while the agent was busy, in 2025), and some no item that could be told from a notice. A
reply is taken from its item always, and from its event only in a file without items.
"""

from __future__ import annotations

from typing import Any

from cotw.ids import short_digest
from cotw.importers.families._codex_items import message_parts, prompt_parts, shown_in, tool_parts, user_parts
from cotw.importers.kept import Part, receipt_of_url, text_in
from cotw.importers.protocol import ReadContext
from cotw.records.message import Attachment, Kind

_ROLES = {"assistant": Kind.AGENT, "developer": Kind.SYSTEM, "system": Kind.SYSTEM}
_ITEMS, _EVENTS = "prompts in items", "prompts in events"
# How many prompts may wait for their twin: it follows within a few lines, or never.
_WAITING = 8

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
    prompt, aside = user_parts(shown)
    return [*_unless_twin(prompt, _ITEMS, _EVENTS, context), *aside], shown.flaw


def event_parts(event: dict[str, Any], context: ReadContext) -> list[Part]:
    """The records of an event that no item gives."""
    text = text_in(event, "message")
    match event.get("type"):
        case "user_message" if event.get("kind", "plain") == "plain":
            return _unless_twin(prompt_parts(text, _images_in(event)), _EVENTS, _ITEMS, context)
        case "agent_message" if text.strip() and not context.carry.get("items"):
            return [Part(Kind.AGENT, text, "p")]
    return []


def _unless_twin(prompt: list[Part], here: str, there: str, context: ReadContext) -> list[Part]:
    """The records of a prompt; none if it waits on the other side, where it was recorded."""
    if not prompt:
        return []
    gist = _gist(prompt)
    waiting = (context.carried_text(there) or "").split()
    if gist in waiting:
        waiting.remove(gist)
        context.carry[there] = " ".join(waiting)
        return []
    context.carry[here] = " ".join([*(context.carried_text(here) or "").split(), gist][-_WAITING:])
    return prompt


def _gist(prompt: list[Part]) -> str:
    """What is equal for a prompt as an item and as an event: blocks and blanks may be set differently."""
    return short_digest(*("".join(part.text.split()) for part in prompt))


def _images_in(event: dict[str, Any]) -> tuple[Attachment, ...]:
    images = event.get("images")
    if not isinstance(images, list):
        return ()
    return tuple(receipt_of_url(url) for url in images if isinstance(url, str))
