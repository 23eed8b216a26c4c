"""Rules: how a message of the archive is read by the index, as far as settings decide it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta, tzinfo

from cotw.clock import local_day, zone_named
from cotw.extraction.plain import plain, readable
from cotw.extraction.titles import shortened
from cotw.records.message import Kind, Message, Origin
from cotw.records.source import SourceRef
from cotw.settings import Config
from cotw.store.decided import Decided


@dataclass(frozen=True, slots=True)
class Rules:
    """The home's time zone, the mode of transcripts that name none, what belongs to which thread, and how far
    apart two records of the same turn may be.
    """

    zone: tzinfo
    default_mode: str
    mode_by_tool: Mapping[str, str]
    decided: Decided = field(default_factory=Decided)
    same_turn: timedelta = timedelta(minutes=10)

    @classmethod
    def of(cls, config: Config, decided: Decided) -> Rules:
        """The rules of a configuration and of what was decided."""
        modes, same_turn = config.modes, timedelta(minutes=config.learn.same_turn_minutes)
        return cls(zone_named(config.home.timezone), modes.default, modes.by_tool, decided, same_turn)

    def speech(self, message: Message) -> Message:
        """A message as the index takes it: plain text, mode filled in, the thread only if it names one."""
        return replace(
            message,
            text=plain(message.text),
            sender=plain(message.sender),
            session=self.session(message),
            thread=plain(message.thread) if message.thread else None,
            mode=plain(message.mode or self.mode_by_tool.get(message.tool) or self.default_mode),
            project=None if message.project is None else plain(message.project),
            tool=plain(message.tool),
            reported_by=None if message.reported_by is None else plain(message.reported_by),
            turn=self._turn(message),
        )

    def in_thread(self, message: Message) -> Message:
        """A message of the index with the thread that it belongs to."""
        thread = message.thread or self.decided.threads.thread_of(message)
        return message if thread == message.thread else replace(message, thread=thread)

    @staticmethod
    def _turn(message: Message) -> str | None:
        """What joins words that were learnt together: None for transcripts, paired by their order."""
        return None if message.origin is Origin.TRANSCRIPT else readable(message.turn or message.id)

    def summary(self, message: Message) -> Message | None:
        """A record that titles a session, as the index takes it; None for every other record."""
        if message.kind is not Kind.SUMMARY or message.about is None or message.subagent is not None:
            return None
        title = shortened(plain(message.text))
        return replace(message, text=title, session=self.session(message)) if title else None

    def session(self, message: Message) -> str:
        """The name of a message's session, as a database can hold it, without secrets."""
        return plain(message.session)

    def address(self, message: Message) -> str:
        """Where a message stands in the archive."""
        return str(SourceRef(local_day(message.timestamp, self.zone), message.id))
