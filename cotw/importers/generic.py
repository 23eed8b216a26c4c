"""A message in the words that many tools share: a text, a role or sender, a time, a session.

Each member is taken under the first of its names that is there. docs/jsonl.md describes them.
"""

from __future__ import annotations

from typing import Any

from cotw.files import digest_of
from cotw.ids import anonymous_message_id, native_message_id
from cotw.importers.dating import Ordinals, instant_key, instant_of
from cotw.importers.kept import output_of
from cotw.importers.names import name_of
from cotw.importers.protocol import ReadContext
from cotw.records.message import Kind, Message, ToolCall

TEXT = ("text", "content", "message")
ROLE = ("role",)
SENDER = ("sender", "speaker", "who", "author", "name")
TIME = ("timestamp", "time", "date", "created_at", "createdAt")
SESSION = ("session", "session_id", "sessionId", "conversation_id", "conversationId")
THREAD = ("thread", "thread_id", "threadId")
PROJECT = ("project", "cwd")
ID = ("id", "message_id", "messageId", "uuid")

_KINDS = {
    **dict.fromkeys(("user", "human", "person", "me", "prompt"), Kind.HUMAN),
    **dict.fromkeys(("assistant", "agent", "ai", "bot", "model", "llm"), Kind.AGENT),
    **dict.fromkeys(("chatgpt", "claude", "codex", "copilot", "gemini", "gpt"), Kind.AGENT),
    **dict.fromkeys(("tool", "function", "tool_result"), Kind.TOOL),
    **dict.fromkeys(("system", "developer", "notice"), Kind.SYSTEM),
    "summary": Kind.SUMMARY,
    "wrapper": Kind.WRAPPER,
}
_LEAST_HASH_DIGITS = 8
_HEX = frozenset("0123456789abcdef")

# A message, and what is wrong with it; either may be missing.
Built = tuple[Message | None, str | None]


def first(item: dict[str, Any], names: tuple[str, ...]) -> Any:
    """The first of the named members that is there and not null."""
    return next((item[name] for name in names if item.get(name) is not None), None)


def word(item: dict[str, Any], *names: str) -> str | None:
    """The first of the named members, as a name."""
    return name_of(first(item, names))


def kind_of(kind: str | None, role: str | None, name: str | None) -> Kind:
    """What a message is: by its kind, else its role, else its speaker's name; a named stranger is human."""
    for given in (kind, role, name):
        known = _KINDS.get(given.strip().lower()) if given else None
        if known is not None:
            return known
    return Kind.HUMAN


def is_message(item: dict[str, Any]) -> bool:
    """Whether `item` has what a message must have: a text, and a role or sender."""
    return isinstance(first(item, TEXT), str) and word(item, *ROLE, *SENDER) is not None


def message_of(
    item: dict[str, Any], tool: str, order: int, ordinals: Ordinals, context: ReadContext
) -> Built:
    """The message that `item` holds; none where it says nothing or lacks what it must have."""
    text, role, name = first(item, TEXT), word(item, *ROLE), word(item, *SENDER)
    if not isinstance(text, str):
        return None, "has no text"
    if role is None and name is None:
        return None, "has neither role nor sender"
    if not text.strip():
        return None, None
    given = first(item, TIME)
    instant = instant_of(given, context)
    kind = kind_of(word(item, "kind"), role, name)
    sender = name or role or ""
    session = word(item, *SESSION) or context.fallback_session
    native = word(item, *ID)
    parts = (session, instant_key(instant), sender, text)
    id_ = (
        native_message_id(tool, session, native)
        if native
        else anonymous_message_id(tool, *parts, ordinals.of(*parts))
    )
    message = Message(
        id=id_,
        timestamp=instant or context.fallback_instant,
        timestamp_inferred=instant is None,
        kind=kind,
        sender=sender,
        text="" if kind is Kind.TOOL else text,
        session=session,
        tool=tool,
        native=native,
        order=order,
        thread=word(item, *THREAD),
        mode=word(item, "mode"),
        project=word(item, *PROJECT),
        call=ToolCall(sender, None, *output_of(text, None)) if kind is Kind.TOOL else None,
    )
    if instant is None and given is not None:
        return message, "its time is neither ISO 8601 nor a Unix time"
    if not _hash_agrees(item.get("contentHash"), text):
        return message, "its contentHash is not that of its text"
    return message, None


def _hash_agrees(given: object, text: str) -> bool:
    """Whether `given` is the SHA-256 of `text`, or the beginning of it; what is no hash says nothing."""
    if not isinstance(given, str):
        return True
    digits = given.strip().lower().removeprefix("sha256:")
    if len(digits) < _LEAST_HASH_DIGITS or set(digits) - _HEX:
        return True
    return digest_of(text.encode("utf-8", "surrogatepass")).startswith(digits)
