"""Learning: what was said somewhere where no transcript is written, archived as it is told.

What the agent says of it is a report; so is what the person said, unless they typed it themselves. Known ids
are left out, so that telling the same thing twice adds nothing: its id comes from the tool's own name for it,
or from the session, the time and the words that were told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count

from cotw.clock import format_instant, local_day
from cotw.continuity.threads import decided_threads, thread_titled
from cotw.extraction.redaction import redacted
from cotw.ids import anonymous_message_id, native_message_id
from cotw.importers.dating import Ordinals
from cotw.importers.keeping import kept
from cotw.importers.told import Told, Words
from cotw.index.status import freshness
from cotw.memory import Memory
from cotw.records.message import Kind, Message, Origin
from cotw.records.threads import MAIN_THREAD
from cotw.store.injections import Injections
from cotw.store.known import Known, open_known

# The tool of what is told without the name of one.
NAMELESS = "learn"
# So much of the archive is brought into the index on the way; more is left for `cotw index refresh`.
_BOUNDED_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who tells what bears no name of a tool or agent; or who `typed` the person's side themselves."""

    name: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Learnt:
    """The messages that are now archived, or would be, and how many were known before."""

    messages: tuple[Message, ...]
    known: int

    @property
    def exchanges(self) -> tuple[str, ...]:
        """The ids of the exchanges that they make."""
        return tuple(dict.fromkeys(str(message.turn) for message in self.messages))


def learn(
    memory: Memory,
    told: Sequence[Told],
    reporter: Reporter,
    *,
    dry_run: bool = False,
    now: datetime | None = None,
) -> Learnt:
    """Archives what is new of `told`; when it returns it is on the disk.

    What bears no time was said `now`; told again with the same, it is learnt once.
    """
    now, redact = now or memory.clock(), memory.config.archive.redact
    ordinals, places = Ordinals(), count()
    said = [
        message
        for one in _in_threads(memory, told)
        for message in _messages(one, reporter, now, ordinals, places)
    ]
    seal_of = Injections(memory.truth.journal).seal_of
    public = [left for message in said if (left := kept(message, seal_of)) is not None]
    wanted = [redacted(message) if redact else message for message in public]
    cache = memory.home.cache / "known.sqlite"
    with open_known(cache, wait_seconds=memory.wait_seconds) as known:
        if dry_run:
            return _unknown(memory, known, wanted, note=False)
        with memory.truth.writing() as writer:
            known.catch_up(memory.truth.archive)
            learnt = _unknown(memory, known, wanted, note=True)
            for day, messages in _by_day(memory, learnt.messages):
                writer.add_day(day, messages)
    return learnt


def refresh_bounded(memory: Memory) -> bool:
    """Brings the index up to date if that is little work; whether it is up to date now."""
    state = freshness(memory.home, memory.config, memory.truth.archive, wait_seconds=memory.wait_seconds)
    if state.bytes_behind > _BOUNDED_BYTES:
        return False
    if not state.current:
        memory.refresh()
    return True


def _in_threads(memory: Memory, told: Sequence[Told]) -> Iterable[Told]:
    """What was told, with the ids of threads in the place of their titles."""
    if not any(one.thread for one in told):
        return told
    threads = decided_threads(memory.truth)
    return [replace(one, thread=thread_titled(threads, one.thread)) if one.thread else one for one in told]


def _messages(
    told: Told, reporter: Reporter, now: datetime, ordinals: Ordinals, places: Iterator[int]
) -> Iterator[Message]:
    """What was told as messages; a turn is a person's words with all that the agent said to them."""
    tool = told.tool or NAMELESS
    turn = ""
    for words in told.words:
        at = words.at or told.at or now
        id_ = _id(told, words, tool, at, ordinals)
        if words.kind is Kind.HUMAN or not turn:
            turn = id_
        typed = reporter.typed and words.kind is Kind.HUMAN
        name = told.user_name if words.kind is Kind.HUMAN else told.agent_name
        yield Message(
            id=id_,
            timestamp=at,
            kind=words.kind,
            sender=name or words.kind.value,
            text=words.text,
            session=told.session or "",
            tool=tool,
            origin=Origin.TYPED if typed else Origin.REPORTED,
            native=words.native,
            order=next(places),
            thread=told.thread,
            mode=told.mode,
            project=told.project,
            reported_by=reporter.name if reporter.typed else told.tool or told.agent_name or reporter.name,
            turn=turn,
        )


def _id(told: Told, words: Words, tool: str, at: datetime, ordinals: Ordinals) -> str:
    # Of a kind of its own: whoever reports a message must not keep its transcript from being archived.
    kind, session = f"learn:{tool}", told.session or ""
    if words.native is not None:
        return native_message_id(kind, session, words.native)
    parts = (session, format_instant(at), words.kind.value, words.text)
    return anonymous_message_id(kind, *parts, ordinals.of(kind, *parts))


def _unknown(memory: Memory, known: Known, wanted: Iterable[Message], *, note: bool) -> Learnt:
    """Those that are not archived yet, each once and in a session, which is noted if wanted."""
    each = {message.id: message for message in wanted}
    archived = known.archived_of(each)
    new = []
    for message in (message for id_, message in each.items() if id_ not in archived):
        new.append(_in_session(memory, known, message))
        if note:
            known.add_turns(new[-1:])
    return Learnt(tuple(new), len(each) - len(new))


def _in_session(memory: Memory, known: Known, message: Message) -> Message:
    """A message without a session goes on with the one before it; after a while each day has a new one."""
    if message.session:
        return message
    thread, gap = message.thread or "", timedelta(hours=memory.config.learn.session_gap_hours)
    day = local_day(message.timestamp, memory.truth.zone)
    session = known.session_near(message.tool, thread, message.timestamp, gap)
    return replace(message, session=session or f"{day} {message.tool} {thread or MAIN_THREAD}")


def _by_day(memory: Memory, messages: Iterable[Message]) -> Iterator[tuple[date, list[Message]]]:
    days: defaultdict[date, list[Message]] = defaultdict(list)
    for message in messages:
        days[local_day(message.timestamp, memory.truth.zone)].append(message)
    yield from sorted(days.items())
