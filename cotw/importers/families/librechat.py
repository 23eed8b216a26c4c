"""LibreChat exports: one conversation a file, its messages as a list or as a tree.

The export says at what time of the day it was made but not on which, and many messages bear no time: they
are dated by their neighbours. Which branch was shown last is not said either: it is the last one.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from cotw.importers.conversations import Conversation
from cotw.importers.documents import CutOff, outline
from cotw.importers.families._chat_tree import Form, Nodes, add_node, told_nodes
from cotw.importers.families._librechat_content import parts_of
from cotw.importers.kept import text_in
from cotw.importers.names import name_of
from cotw.importers.protocol import Found, Importer, ReadContext
from cotw.importers.trees import forest
from cotw.records.problem import Problem

NAME = "librechat"
_LISTS = frozenset({"messages", "messagesTree"})
_CHILDREN = "children"
_SIGNS = frozenset({"exportAt", "endpoint", "recursive", "branches"})
_FORM = Form(parent="parentMessageId", time="createdAt", parts_of=parts_of)
# What the program calls a conversation before it has read any of it.
_UNTITLED = frozenset({"New Chat"})


def recognises(head: bytes, complete: bool) -> bool:
    """Whether `head` begins a conversation with what LibreChat puts around its messages."""
    found = outline(head, "messages")[0]
    return "conversationId" in found and not (_SIGNS.isdisjoint(found) or _LISTS.isdisjoint(found))


def read(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of an export."""
    about: dict[str, Any] = {}
    nodes: Nodes = {}
    problems: list[Problem] = []
    try:
        for name, value, flaw in forest(stream, _LISTS, _CHILDREN):
            if flaw:
                problems.append(context.problem(None, f"after message {len(nodes)}: {flaw}"))
            elif name in _LISTS and isinstance(value, dict):
                add_node(nodes, value.get("messageId"), value)
            else:
                about[name] = value
    except CutOff as reason:
        problems.append(context.problem(None, f"after message {len(nodes)}: {reason}"))
    yield from problems
    title = text_in(about, "title")
    talk = Conversation(
        tool=NAME,
        session=name_of(about.get("conversationId")) or context.fallback_session,
        title="" if title in _UNTITLED else title,
        updated=None,
        fallback=context.fallback_instant,
    )
    yield from talk.told(told_nodes(nodes, None, _FORM, talk, "the conversation", context), context)


IMPORTER = Importer(
    name=NAME,
    describe="LibreChat export (one conversation as JSON)",
    recognises=recognises,
    read=read,
)
IMPORTERS = (IMPORTER,)
