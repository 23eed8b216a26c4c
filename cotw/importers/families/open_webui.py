"""Open WebUI exports: a list of chats, or one alone, whose messages are a tree below `chat.history`.

An answer that was made anew, by the same model or another, begins a branch; all of it is kept, and marked.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from cotw.importers.conversations import Conversation, conversations
from cotw.importers.dating import instant_of
from cotw.importers.documents import outlines
from cotw.importers.families._chat_tree import Form, Nodes, add_node, told_nodes
from cotw.importers.families._open_webui_content import parts_of
from cotw.importers.kept import text_in
from cotw.importers.names import name_of
from cotw.importers.protocol import Found, Importer, ReadContext

NAME = "open-webui"
# What the program calls a chat before it has read any of it.
_UNTITLED = frozenset({"New Chat"})
_FORM = Form(parent="parentId", time="timestamp", parts_of=parts_of)


def recognises(head: bytes, complete: bool) -> bool:
    """Whether one of the first chats has its messages where Open WebUI has them."""
    return any(_is_chat(found) for found, _ in outlines(head, ""))


def _is_chat(found: dict[str, Any]) -> bool:
    """Whether an outline is one of a chat; a member that is None is longer than the head."""
    chat = found.get("chat", found)
    if chat is None:
        return {"id", "title"} <= found.keys()
    if not isinstance(chat, dict):
        return False
    history = chat.get("history", chat)
    if history is None:
        return "models" in chat
    return isinstance(history, dict) and (
        {"messages", "currentId"} <= history.keys() or {"messages", "models"} <= history.keys()
    )


def read(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of an export."""
    return conversations(stream, context, _read_one)


def _read_one(value: dict[str, Any], label: str, context: ReadContext) -> Found:
    chat = value["chat"] if isinstance(value.get("chat"), dict) else value
    history = chat.get("history")
    history = history if isinstance(history, dict) else {}
    listed = history.get("messages", chat.get("messages"))
    if not isinstance(listed, (dict, list)):
        yield context.problem(None, f"{label}: has no messages")
        return
    nodes = _nodes_of(listed)
    if not all(isinstance(node, dict) for node in (listed.values() if isinstance(listed, dict) else listed)):
        yield context.problem(None, f"{label}: one of its messages is not an object")
    created, updated = (instant_of(value.get(name), context) for name in ("created_at", "updated_at"))
    title = text_in(value, "title") or text_in(chat, "title")
    talk = Conversation(
        tool=NAME,
        session=name_of(value.get("id")) or next(iter(nodes), context.fallback_session),
        title="" if title in _UNTITLED else title,
        updated=updated,
        fallback=created or updated or context.fallback_instant,
    )
    current = name_of(history.get("currentId"))
    yield from talk.told(told_nodes(nodes, current, _FORM, talk, label, context), context)


def _nodes_of(listed: dict[str, Any] | list[Any]) -> Nodes:
    """The messages by their ids; those of a list that name no parent follow one another."""
    nodes: Nodes = {}
    if isinstance(listed, dict):
        for id_, node in listed.items():
            if isinstance(node, dict):
                add_node(nodes, id_, node)
        return nodes
    before: str | None = None
    for node in listed:
        if isinstance(node, dict):
            before = add_node(nodes, node.get("id"), {_FORM.parent: before, **node})
    return nodes


IMPORTER = Importer(
    name=NAME,
    describe="Open WebUI export (chats as JSON)",
    recognises=recognises,
    read=read,
)
IMPORTERS = (IMPORTER,)
