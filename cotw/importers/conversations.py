"""Exports of chat services: one JSON document of many conversations, each read by itself.

What a conversation's messages share stands in `Conversation`: it names, dates and numbers them, and adds
the title that the service shows. One conversation is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, BinaryIO

from cotw.ids import anonymous_message_id, native_message_id
from cotw.importers.dating import Ordinals, instant_key, with_inferred_times
from cotw.importers.documents import CutOff, items
from cotw.importers.protocol import Found, ReadContext
from cotw.records.message import Attachment, Kind, Message, ToolCall
from cotw.records.problem import Problem

_SENDERS = {Kind.HUMAN: "human", Kind.AGENT: "agent", Kind.SUMMARY: "agent", Kind.TOOL: "tool"}
# What to do with one conversation: its JSON object, what a problem in it is called, and the file's context.
ReadOne = Callable[[dict[str, Any], str, ReadContext], Found]


def conversations(stream: BinaryIO, context: ReadContext, read_one: ReadOne) -> Found:
    """The messages of every conversation in `stream`: a list of them, or a single one."""
    number = 0
    try:
        for value, flaw in items(stream):
            number += 1
            label = f"conversation {number}"
            if flaw:
                yield context.problem(None, f"{label}: {flaw}")
            if isinstance(value, dict):
                yield from read_one(value, label, context)
            elif not flaw:
                yield context.problem(None, f"{label}: is not an object")
    except CutOff as reason:
        yield context.problem(None, f"after conversation {number}: {reason}")


@dataclass(slots=True)
class Conversation:
    """What the messages of one conversation share; `fallback` dates it where nothing in it has a time."""

    tool: str
    session: str
    title: str
    updated: datetime | None
    fallback: datetime
    project: str | None = None
    _place: int = 0
    _ordinals: Ordinals = field(default_factory=Ordinals)

    def message(
        self,
        kind: Kind,
        text: str,
        at: datetime | None,
        *,
        native: str | None,
        branch: str | None = None,
        call: ToolCall | None = None,
        attachments: tuple[Attachment, ...] = (),
    ) -> Message:
        """The next message, in the order in which they are asked for."""
        self._place += 1
        return Message(
            id=self._id(kind, text, at, native, call),
            timestamp=at or self.fallback,
            timestamp_inferred=at is None,
            kind=kind,
            sender=_SENDERS.get(kind, "system"),
            text=text,
            session=self.session,
            tool=self.tool,
            native=native,
            order=self._place,
            project=self.project,
            branch=branch,
            call=call,
            attachments=attachments,
        )

    def _id(
        self, kind: Kind, text: str, at: datetime | None, native: str | None, call: ToolCall | None
    ) -> str:
        if native is not None:
            return native_message_id(self.tool, self.session, native)
        content = text or (call.name if call else "")
        parts = (self.session, instant_key(at), kind.value, content)
        return anonymous_message_id(self.tool, *parts, self._ordinals.of(*parts))

    def summary(self, text: str, *, about: str | None = None) -> Message:
        """What the service itself wrote of the conversation; `about` is the message that it titles.

        The services write it anew and keep no name for it: equal texts are the same record.
        """
        message = self.message(Kind.SUMMARY, text, self.updated, native=None)
        mark = "summary" if about is None else "title"
        return replace(
            message, id=anonymous_message_id(self.tool, self.session, "", mark, text, 0), about=about
        )

    def told(self, found: Found, context: ReadContext) -> Found:
        """The messages `found`, those without a time dated by their neighbours, and then the title."""
        first: Message | None = None
        # A time that another conversation of the file ended with says nothing about this one.
        alone = replace(context, carry={}, fallback_instant=self.fallback)
        for item in with_inferred_times(found, alone):
            if first is None and not isinstance(item, Problem):
                first = item
            yield item
        if first is not None and self.title.strip():
            title = self.summary(self.title, about=first.id)
            yield title if self.updated else replace(title, timestamp=first.timestamp)
