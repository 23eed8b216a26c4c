"""A first look through an OpenClaw or pi session: what an entry alone does not tell.

Which way the conversation went on, and which prompts were stored again after the model had failed, is known
only at the end of the file. Of an entry its id is kept, and its parent's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cotw.ids import short_digest
from cotw.importers.branches import branches
from cotw.importers.families._openclaw_entries import EntryPart, has_failed, message_in, parts_of
from cotw.importers.kept import text_in
from cotw.importers.names import name_of
from cotw.records.message import Kind

_SPEAKERS = frozenset({"user", "assistant"})


@dataclass(frozen=True, slots=True)
class Survey:
    """The branch of each entry (None: as it went on), and the places of prompts that were stored again."""

    branch: dict[str, str | None]
    repeated: frozenset[int]


@dataclass(slots=True)
class _Unanswered:
    """The last prompt that got no answer so far, what it follows, and whether the model failed over it."""

    prompt: str
    parent: str | None
    failed: bool = False


@dataclass(slots=True)
class _Look:
    """What was seen so far: the parent of each entry, the last entry, and what is unanswered."""

    parents: dict[str, str | None] = field(default_factory=dict)
    last: str | None = None
    repeated: set[int] = field(default_factory=set)
    unanswered: _Unanswered | None = None


def survey(entries: Iterator[tuple[int, dict[str, Any]]]) -> Survey:
    """Looks through all entries, given as (place, entry) in the order of the file."""
    look = _Look()
    for order, entry in entries:
        parent = _parent(entry, look)
        if text_in(message_in(entry), "role") in _SPEAKERS and _is_repeated(entry, parent, look):
            look.repeated.add(order)
            parent = look.last  # the way goes on through the attempts before, and is one
        id_ = name_of(entry.get("id"))
        if id_ is not None and entry.get("type") != "session" and id_ not in look.parents:
            look.parents[id_] = parent
            look.last = id_
    return Survey(branches(look.parents, look.last), frozenset(look.repeated))


def _parent(entry: dict[str, Any], look: _Look) -> str | None:
    """What the entry follows.

    Entries that a gateway wrote by itself name no parent, and a damaged line takes one away: they follow
    the entry before them. Only a prompt may begin anew, at the root.
    """
    parent = name_of(entry.get("parentId"))
    begins_anew = "parentId" in entry and parent is None and message_in(entry).get("role") == "user"
    return parent if begins_anew or parent in look.parents else look.last


def _is_repeated(entry: dict[str, Any], parent: str | None, look: _Look) -> bool:
    """Notes who spoke; whether this is the unanswered prompt, stored again for another attempt.

    Another attempt follows a failure of the model, or stands beside the one before it.
    """
    spoken = next((part for part in parts_of(entry)[0] if part.kind in (Kind.HUMAN, Kind.AGENT)), None)
    before = look.unanswered
    if spoken is None:
        if before is not None and has_failed(entry):
            before.failed = True
        return False
    if spoken.kind is Kind.AGENT:
        look.unanswered = None
        return False
    look.unanswered = _Unanswered(_key(spoken), parent)
    if before is None or before.prompt != look.unanswered.prompt:
        return False
    beside = parent is not None and parent == before.parent
    return beside or (before.failed and parent == look.last)


def _key(prompt: EntryPart) -> str:
    """Equal for equal prompts."""
    shown = (attachment.digest for attachment in prompt.attachments)
    return short_digest(prompt.text.strip(), *shown)
