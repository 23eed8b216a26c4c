"""An exchange: one user turn and the agent's answer to it; the unit that is embedded and found.

A projection of messages: the same messages always give the same exchanges. Its text has no terminal
escapes and no secrets, because everything derived is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property

from cotw.clock import format_instant, local_day
from cotw.ids import short_digest
from cotw.records.message import Origin, agent_origin, reporter_of
from cotw.records.source import SourceRef


@dataclass(frozen=True)
class Exchange:
    """What was said in one turn.

    `id`, `started`, `order`, `thread`, `mode`, `tool`, `project` and `branch` are those of the opening
    message; `branch` is None in the conversation as it went on.
    `human` is empty when an agent spoke first. `ended` is the instant of the last message (UTC).
    `message_count` counts the messages it was made of; `address` is where the opening one stands.
    `origin` is that of the opening message. `reported_by` names who told an exchange that stands in no
    transcript: what the agent said in it is always reported, the person's side unless it was typed.
    """

    id: str
    session: str
    thread: str
    mode: str
    started: datetime
    ended: datetime
    order: int
    human: str
    agent: str
    human_sender: str
    agent_sender: str
    address: str
    tool: str
    project: str | None
    message_count: int
    branch: str | None = None
    origin: Origin = Origin.TRANSCRIPT
    reported_by: str = ""

    @property
    def agent_origin(self) -> Origin:
        """Where the agent's words come from: a transcript, or a report."""
        return agent_origin(self.origin)

    def reporter_of(self, speaker: str) -> str:
        """Who reported what a side said (`human` or `agent`); empty for what is no report."""
        return reporter_of(self.agent_origin if speaker == "agent" else self.origin, self.reported_by)

    @cached_property
    def digest(self) -> str:
        """24 hexadecimal digits over all that is projected of it."""
        return short_digest(
            self.id,
            self.session,
            self.thread,
            self.mode,
            format_instant(self.started),
            format_instant(self.ended),
            str(self.order),
            self.human,
            self.agent,
            self.human_sender,
            self.agent_sender,
            self.address,
            self.tool,
            self.project or "",
            str(self.message_count),
            self.branch or "",
            self.origin.value,
            self.reported_by,
        )

    @property
    def source(self) -> SourceRef:
        """Where its opening message stands in the archive."""
        return SourceRef.parse(self.address)

    def day(self, zone: tzinfo) -> date:
        """The person's calendar day on which it began."""
        return local_day(self.started, zone)
