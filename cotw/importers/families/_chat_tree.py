"""A chat that is a tree of messages: each told after its parent, with the branch it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cotw.importers.branches import branches, from_the_roots
from cotw.importers.conversations import Conversation
from cotw.importers.dating import instant_of
from cotw.importers.kept import Part
from cotw.importers.names import name_of
from cotw.importers.protocol import Found, ReadContext

# The records of one message, what was said first, and what is wrong with it, if anything.
PartsOf = Callable[[dict[str, Any]], tuple[list[Part], str | None]]
# What the names begin with that messages without one are given: they name nothing outside their chat.
_PLACE = "#"


@dataclass(frozen=True, slots=True)
class Form:
    """How a family writes its messages: which member names the parent, which holds the time."""

    parent: str
    time: str
    parts_of: PartsOf


Nodes = dict[str, dict[str, Any]]


def add_node(nodes: Nodes, id_: object, node: dict[str, Any]) -> str:
    """Adds a message under its name; one without a name, or with another one's, is called by its place.

    Returns what it is called.
    """
    name = name_of(id_)
    if name is None or name.startswith(_PLACE) or nodes.get(name, node) != node:
        name = f"{_PLACE}{len(nodes) + 1}"
    nodes[name] = node
    return name


def told_nodes(
    nodes: Nodes, current: str | None, form: Form, talk: Conversation, label: str, context: ReadContext
) -> Found:
    """The records of every message; the conversation went on to `current`, else to the last one."""
    parents = {id_: name_of(node.get(form.parent)) for id_, node in nodes.items()}
    parents = {id_: parents[id_] for id_ in from_the_roots(parents)}
    left = branches(parents, current)
    for id_ in parents:
        parts, flaw = form.parts_of(nodes[id_])
        if flaw:
            yield context.problem(None, f"{label}: {flaw}")
        yield from _told(parts, id_, left[id_], instant_of(nodes[id_].get(form.time), context), talk)


def _told(parts: list[Part], id_: str, branch: str | None, at: datetime | None, talk: Conversation) -> Found:
    marks: Counter[str] = Counter()
    for place, part in enumerate(parts):
        marks[part.mark] += 1
        mark = part.mark if marks[part.mark] == 1 else f"{part.mark}+{marks[part.mark]}"
        native = id_ if place == 0 else f"{id_}#{mark}"
        yield talk.message(
            part.kind,
            part.text,
            at,
            native=None if id_.startswith(_PLACE) else native,
            branch=branch,
            call=part.call,
            attachments=part.attachments,
        )
