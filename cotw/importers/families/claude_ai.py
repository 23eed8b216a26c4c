"""Claude.ai exports: `conversations.json`, a list of conversations; also one alone, as the web page loads it.

The export is linear. What the web page loads names each message's parent: what was left there is a branch.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from cotw.importers.branches import branches
from cotw.importers.conversations import Conversation, conversations
from cotw.importers.dating import instant_of
from cotw.importers.documents import outlines
from cotw.importers.families._claude_ai_content import parts_of
from cotw.importers.kept import text_in
from cotw.importers.names import name_of
from cotw.importers.protocol import Found, Importer, ReadContext

NAME = "claude-ai"
_MESSAGES = "chat_messages"
# Members by which the other files of an export are known: people, projects, what the service remembers.
_NO_TRANSCRIPTS = (
    {"uuid", "full_name", "email_address"},
    {"uuid", "is_private", "prompt_template"},
    {"conversations_memory"},
)


def recognises(head: bytes, complete: bool) -> bool:
    """Whether the first conversations have their messages where Claude.ai has them."""
    return any(_is_conversation(found, listed) for found, listed in outlines(head, _MESSAGES))


def _is_conversation(found: dict[str, Any], listed: list[Any]) -> bool:
    if not isinstance(found.get(_MESSAGES, ""), list | None):
        return False
    return "uuid" in found or any(isinstance(item, dict) and "sender" in item for item in listed)


def recognises_other(head: bytes, complete: bool) -> bool:
    """Whether `head` begins a file of the export that holds no conversation."""
    return any(
        signs <= found.keys() and _MESSAGES not in found
        for found, _ in outlines(head, "")
        for signs in _NO_TRANSCRIPTS
    )


def read(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of an export."""
    return conversations(stream, context, _read_one)


def read_nothing(stream: BinaryIO, context: ReadContext) -> Found:
    """What the other files of an export hold of a conversation."""
    yield from ()


def _read_one(value: dict[str, Any], label: str, context: ReadContext) -> Found:
    listed = value.get(_MESSAGES)
    if not isinstance(listed, list):
        yield context.problem(None, f"{label}: has no list of messages")
        return
    messages = [item for item in listed if isinstance(item, dict)]
    if len(messages) < len(listed):
        yield context.problem(None, f"{label}: one of its messages is not an object")
    created, updated = (instant_of(value.get(name), context) for name in ("created_at", "updated_at"))
    given = name_of(value.get("uuid"))
    talk = Conversation(
        tool=NAME,
        session=given or _first_uuid(messages) or context.fallback_session,
        title=text_in(value, "name"),
        updated=updated,
        fallback=created or updated or context.fallback_instant,
    )
    yield from talk.told(_told(value, messages, talk, label, context), context)


def _first_uuid(messages: list[dict[str, Any]]) -> str | None:
    return next((uuid for message in messages if (uuid := name_of(message.get("uuid")))), None)


def _told(
    value: dict[str, Any],
    messages: list[dict[str, Any]],
    talk: Conversation,
    label: str,
    context: ReadContext,
) -> Found:
    left = _left(messages, name_of(value.get("current_leaf_message_uuid")))
    for number, message in enumerate(messages, 1):
        parts, flaw = parts_of(message)
        if flaw:
            yield context.problem(None, f"{label}, message {number}: {flaw}")
        at = instant_of(message.get("created_at"), context)
        uuid = name_of(message.get("uuid"))
        for index, part in enumerate(parts):
            yield talk.message(
                part.kind,
                part.text,
                at,
                native=f"{uuid}#{index}" if uuid and part.mark != "said" else uuid,
                branch=left.get(uuid or ""),
                call=part.call,
                attachments=part.attachments,
            )
    if (summary := text_in(value, "summary")).strip():
        yield talk.summary(summary)


def _left(messages: list[dict[str, Any]], current: str | None) -> dict[str, str | None]:
    """The branch of each message; without parents a conversation is one line."""
    parents = {
        uuid: name_of(message.get("parent_message_uuid"))
        for message in messages
        if (uuid := name_of(message.get("uuid")))
    }
    return branches(parents, current) if any(parents.values()) else {}


IMPORTER = Importer(
    name=NAME,
    describe="Claude.ai export (conversations.json, or the zip file it comes in)",
    recognises=recognises,
    read=read,
)
OTHER = Importer(
    name=f"{NAME}-other",
    describe="Claude.ai export: people, projects and memories (nothing was said there)",
    recognises=recognises_other,
    read=read_nothing,
)
IMPORTERS = (IMPORTER, OTHER)
