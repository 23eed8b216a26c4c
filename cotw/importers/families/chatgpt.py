"""ChatGPT exports: `conversations.json`, a list of conversations whose messages are trees.

A prompt that was edited and an answer that was made anew begin a branch; all of it is kept, and marked.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from cotw.importers.branches import branches, from_the_roots
from cotw.importers.conversations import Conversation, conversations
from cotw.importers.dating import instant_of
from cotw.importers.documents import outlines
from cotw.importers.families._chatgpt_content import content_of
from cotw.importers.names import name_of
from cotw.importers.protocol import Found, Importer, ReadContext

NAME = "chatgpt"
# What the service calls a conversation before it has read any of it.
_UNTITLED = frozenset({"New chat"})
_SIGNS = frozenset({"title", "create_time", "current_node"})
_Nodes = dict[str, dict[str, Any]]


def recognises(head: bytes, complete: bool) -> bool:
    """Whether one of the first conversations has a `mapping` of messages and what goes with it."""
    return any(
        "mapping" in found and not _SIGNS.isdisjoint(found) and _is_tree(found["mapping"])
        for found, _ in outlines(head, "")
    )


def _is_tree(mapping: Any) -> bool:
    """Whether a mapping is one of messages; None is one that is longer than the head."""
    if not isinstance(mapping, dict):
        return mapping is None
    return all(isinstance(node, dict) and "message" in node for node in mapping.values())


def read(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of an export."""
    return conversations(stream, context, _read_one)


def _read_one(value: dict[str, Any], label: str, context: ReadContext) -> Found:
    mapping = value.get("mapping")
    if mapping is None and "title" in value:
        return  # a conversation of which the service exports its title alone
    if not isinstance(mapping, dict):
        yield context.problem(None, f"{label}: has no mapping of messages")
        return
    nodes = {name_of(id_) or id_: node for id_, node in mapping.items() if isinstance(node, dict)}
    if len(nodes) < len(mapping):
        yield context.problem(None, f"{label}: one of its messages is not an object")
    nodes = _in_order(nodes, context)
    talk = _conversation(value, nodes, context)
    yield from talk.told(_messages(nodes, name_of(value.get("current_node")), talk, label, context), context)


def _in_order(nodes: _Nodes, context: ReadContext) -> _Nodes:
    """The nodes, each after its parent and the older of several children first: files keep no order."""

    def said(id_: str) -> float:
        at = instant_of(_message(nodes[id_]).get("create_time"), context)
        return at.timestamp() if at else 0.0

    parents = {id_: name_of(nodes[id_].get("parent")) for id_ in sorted(nodes, key=said)}
    return {id_: nodes[id_] for id_ in from_the_roots(parents)}


def _message(node: dict[str, Any]) -> dict[str, Any]:
    """The message of a node; roots have none."""
    message = node.get("message")
    return message if isinstance(message, dict) else {}


def _conversation(value: dict[str, Any], nodes: _Nodes, context: ReadContext) -> Conversation:
    created, updated = (instant_of(value.get(name), context) for name in ("create_time", "update_time"))
    given = name_of(value.get("conversation_id")) or name_of(value.get("id"))
    title = value.get("title")
    return Conversation(
        tool=NAME,
        session=given or next(iter(nodes), context.fallback_session),
        title=title if isinstance(title, str) and title not in _UNTITLED else "",
        updated=updated,
        fallback=created or updated or context.fallback_instant,
        project=_project(value),
    )


def _project(value: dict[str, Any]) -> str | None:
    """The project of a conversation: the service keeps it as a GPT whose name begins so."""
    gizmo = name_of(value.get("gizmo_id"))
    return gizmo if gizmo and gizmo.startswith("g-p-") else None


def _messages(
    nodes: _Nodes, current: str | None, talk: Conversation, label: str, context: ReadContext
) -> Found:
    parents = {id_: name_of(node.get("parent")) for id_, node in nodes.items()}
    left = branches(parents, current)
    for id_, node in nodes.items():
        message = _message(node)
        content = content_of(message, context) if message else None
        if isinstance(content, str):
            yield context.problem(None, f"{label}: {content}")
        elif content is not None:
            at = instant_of(message.get("create_time"), context)
            native = name_of(message.get("id")) or id_
            yield talk.message(
                content.kind,
                content.text,
                at,
                native=native,
                branch=left[id_],
                call=content.call,
                attachments=content.attachments,
            )


IMPORTER = Importer(
    name=NAME,
    describe="ChatGPT export (conversations.json, or the zip file it comes in)",
    recognises=recognises,
    read=read,
)
IMPORTERS = (IMPORTER,)
