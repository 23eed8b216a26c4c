"""A message: one utterance, or one thing that stood beside the conversation (a tool call, a notice).

`to_record` gives the JSON object that stands in the archive; `from_record` reads it back, equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from cotw.clock import format_instant, parse_instant

TARGET_LIMIT = 200


class Kind(StrEnum):
    """What a record is. Only `human` and `agent` are speech; the others are kept aside."""

    HUMAN = "human"
    AGENT = "agent"
    TOOL = "tool"
    SYSTEM = "system"
    SUMMARY = "summary"
    WRAPPER = "wrapper"


class Origin(StrEnum):
    """Where words come from: a tool's transcript, a person's terminal, or an agent's report."""

    TRANSCRIPT = "transcript"
    TYPED = "typed"
    REPORTED = "reported"


def is_evidence(origin: Origin) -> bool:
    """Whether words may speak for what a person is like, wants or holds true; what others report may not."""
    return origin is not Origin.REPORTED


def agent_origin(origin: Origin) -> Origin:
    """Where an agent's words come from in a turn whose opening is of this origin: no agent types."""
    return Origin.TRANSCRIPT if origin is Origin.TRANSCRIPT else Origin.REPORTED


def speaker_label(sender: str, origin: Origin, reported_by: str | None) -> str:
    """How the one who said something is named to a reader, who has to know a report from a record."""
    reporter = reporter_of(origin, reported_by)
    return f"{sender} (reported by {reporter})" if reporter else sender


def reporter_of(origin: Origin, reported_by: str | None) -> str:
    """Who reported it; empty for what stands in a transcript or was typed."""
    return "" if is_evidence(origin) else reported_by or "somebody"


@dataclass(frozen=True, slots=True)
class ToolCall:
    """What is kept of a tool call or its result: never the output itself.

    `target` is a path or command of at most 200 characters with secrets masked; `size` (bytes) and
    `digest` (SHA-256) are those of the output.
    """

    name: str
    target: str | None = None
    status: str | None = None
    size: int | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file or image that was shown: its bytes stay where they are. `size` in bytes, SHA-256.

    `path` is where the tool says it lies, `text` what the tool read in it: both go into the receipt and
    not into the archive.
    """

    mime: str
    size: int
    digest: str
    name: str | None = None
    path: str | None = None
    text: str | None = None

    @property
    def bare(self) -> Attachment:
        """What the archive keeps of it."""
        return replace(self, path=None, text=None)


_SELDOM = ("thread", "mode", "project", "entropy", "subagent", "branch", "reported_by", "turn")


@dataclass(frozen=True, slots=True)
class Message:
    """One record of the archive.

    `order` is its place in its file: it parts messages of the same instant. `subagent` names the
    sub-agent that speaks (None: the main conversation). `utterance` joins records that were one
    model message. `about` is the id of the message that a summary titles. `queued` says that the
    prompt was typed while the agent was busy, and may come again as an ordinary line. `branch` names
    the branch it stands in when its conversation was left there and taken up again elsewhere (a prompt
    that was edited, an answer that was made anew); None: the conversation as it went on.
    `turn` joins what was learnt as one turn, outside of any transcript; `reported_by` names who told it.
    """

    id: str
    timestamp: datetime
    kind: Kind
    sender: str
    text: str
    session: str
    tool: str
    origin: Origin = Origin.TRANSCRIPT
    native: str | None = None
    order: int = 0
    thread: str | None = None
    mode: str | None = None
    project: str | None = None
    entropy: str | None = None
    subagent: str | None = None
    branch: str | None = None
    reported_by: str | None = None
    turn: str | None = None
    utterance: str | None = None
    about: str | None = None
    queued: bool = False
    timestamp_inferred: bool = False
    call: ToolCall | None = None
    attachments: tuple[Attachment, ...] = field(default=())

    @property
    def is_speech(self) -> bool:
        """Whether a person or their agent said this, to each other."""
        return self.kind in (Kind.HUMAN, Kind.AGENT) and self.subagent is None

    def to_record(self) -> dict[str, Any]:
        """The JSON object of the archive; what is not known is left out."""
        record: dict[str, Any] = {"id": self.id, "timestamp": format_instant(self.timestamp)}
        if self.timestamp_inferred:
            record["timestamp_inferred"] = True
        record["kind"] = self.kind.value
        record["sender"] = self.sender
        record["text"] = self.text
        record["session"] = self.session
        record["origin"] = self.origin.value
        for name in _SELDOM:
            if (value := getattr(self, name)) is not None:
                record[name] = value
        if self.queued:
            record["queued"] = True
        if self.call is not None:
            record["call"] = _fields(self.call)
        if self.attachments:
            record["attachments"] = [
                _fields(replace(item, path=None, text=None)) for item in self.attachments
            ]
        source: dict[str, Any] = {"tool": self.tool, "order": self.order}
        for key, value in (("id", self.native), ("utterance", self.utterance), ("about", self.about)):
            if value is not None:
                source[key] = value
        record["source"] = source
        return record

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Message:
        """The message of an archive's JSON object. Raises KeyError, TypeError or ValueError."""
        source = record["source"]
        call = record.get("call")
        return cls(
            id=record["id"],
            timestamp=parse_instant(record["timestamp"]),
            kind=Kind(record["kind"]),
            sender=record["sender"],
            text=record["text"],
            session=record["session"],
            tool=source["tool"],
            origin=Origin(record["origin"]),
            native=source.get("id"),
            order=source.get("order", 0),
            thread=record.get("thread"),
            mode=record.get("mode"),
            project=record.get("project"),
            entropy=record.get("entropy"),
            subagent=record.get("subagent"),
            branch=record.get("branch"),
            reported_by=record.get("reported_by"),
            turn=record.get("turn"),
            utterance=source.get("utterance"),
            about=source.get("about"),
            queued=record.get("queued", False),
            timestamp_inferred=record.get("timestamp_inferred", False),
            call=None if call is None else ToolCall(**call),
            attachments=tuple(Attachment(**item) for item in record.get("attachments", ())),
        )


def _fields(value: ToolCall | Attachment) -> dict[str, Any]:
    return {name: field for name in value.__slots__ if (field := getattr(value, name)) is not None}
