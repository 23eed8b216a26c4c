"""Selecting what is to be forgotten: whole exchanges, with all that stands beside them.

An answer repeats its question, a tool call names the file, a summary retells the session: whoever wants one
of them forgotten wants all of them gone. A record that belongs to no exchange goes alone. Questions that were
recorded go if they hold the words, or have found one of the exchanges.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from cotw.errors import NothingFound, UsageError
from cotw.extraction.pairing import position, repeated
from cotw.importers.staging import label_of
from cotw.records.message import Kind, Message
from cotw.records.recall_record import RecallRecord
from cotw.records.threads import Threads
from cotw.retrieval.prefixes import PREFIX_MINIMUM

_SHOWN = 12
QUESTION = "recorded question"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person named: the beginnings of ids, or a session, a thread (whole ids), words – all that are
    given hold.

    `threads` knows which records belong to a thread.
    """

    ids: tuple[str, ...] = ()
    session: str | None = None
    thread: str | None = None
    match: str | None = None
    threads: Threads = field(default_factory=Threads)

    def __post_init__(self) -> None:
        filters = (self.session, self.thread, self.match)
        if bool(self.ids) == any(given is not None for given in filters):
            raise UsageError(
                "say what is to be forgotten: ids, or a session, a thread, words",
                hint="for example: cotw forget 3f9a1c2e, or cotw forget --match 'the vault code'",
            )
        for given in (*self.ids, *(text for text in filters if text is not None)):
            if len(given.strip()) < PREFIX_MINIMUM and given != self.thread:
                raise UsageError(
                    f"{given!r} is too short to forget by", hint=f"give at least {PREFIX_MINIMUM} characters"
                )

    def fits_question(self, record: RecallRecord) -> bool:
        """Whether a recorded question is meant. It belongs to no session and no thread."""
        if self.ids:
            return record.id.startswith(self.ids)
        alone = self.session is None and self.thread is None
        return alone and self.match is not None and self.match.casefold() in record.question.casefold()

    def fits(self, message: Message) -> bool:
        """Whether a record is meant, as far as it alone can tell."""
        if self.ids:
            return message.id.startswith(self.ids)
        return (
            (self.session is None or message.session == self.session)
            and (self.thread is None or self.threads.thread_of(message) == self.thread)
            and (
                self.match is None
                or any(self.match.casefold() in text.casefold() for text in _texts(message))
            )
        )


@dataclass(slots=True)
class Selection:
    """The records that are to go: ids, counts by label, the time they span, and the first lines of some.

    `questions` are those that were recorded, and go too; so do `files`.
    """

    ids: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    sessions: set[str] = field(default_factory=set)
    begins: datetime | None = None
    ends: datetime | None = None
    openings: list[Message] = field(default_factory=list)
    questions: list[RecallRecord] = field(default_factory=list)
    files: tuple[Path, ...] = ()

    def add_question(self, record: RecallRecord) -> None:
        """Takes a recorded question in."""
        self.ids.add(record.id)
        self.counts[QUESTION] += 1
        self.questions.append(record)

    def add(self, message: Message) -> None:
        """Takes one record in."""
        self.ids.add(message.id)
        self.counts[label_of(message)] += 1
        self.sessions.add(message.session)
        self.begins = min(self.begins or message.timestamp, message.timestamp)
        self.ends = max(self.ends or message.timestamp, message.timestamp)
        if message.is_speech and message.kind is Kind.HUMAN and len(self.openings) < _SHOWN:
            self.openings.append(message)


def select(
    read: Callable[[], Iterable[Message]], wanted: Wanted, questions: Sequence[RecallRecord] = ()
) -> Selection:
    """What is meant by `wanted` in all that `read()` gives, which is read twice, and in recorded questions.

    Raises NothingFound when that is nothing, UsageError for a beginning that fits several.
    """
    named: defaultdict[str, set[str]] = defaultdict(set)
    for message in read():
        if wanted.fits(message):
            named[message.session].add(message.id)
    asked = {record.id for record in questions if wanted.fits_question(record)}
    _refuse_ambiguity(wanted, named, asked)
    sessions: defaultdict[str, list[Message]] = defaultdict(list)
    for message in read():
        if message.session in named:
            sessions[message.session].append(_light(message))
    meant = {id_ for session, records in sessions.items() for id_ in _whole(records, named[session])}
    selection = Selection()
    for message in read():
        if message.id in meant or message.about in meant:
            selection.add(message)
    for record in questions:
        if record.id in asked or not meant.isdisjoint(hit.exchange for hit in record.hits):
            selection.add_question(record)
    return selection


def _refuse_ambiguity(wanted: Wanted, named: dict[str, set[str]], asked: set[str]) -> None:
    found = sorted(asked.union(*named.values()))
    if not found:
        raise NothingFound("nothing of that kind is kept", hint="cotw recall shows ids beside its hits")
    for given in wanted.ids:
        several = [id_ for id_ in found if id_.startswith(given)]
        if not several:
            raise NothingFound(f"nothing has the id {given!r}", hint="cotw recall shows ids beside its hits")
        if len(several) > 1 and given not in several:
            raise UsageError(f"several ids begin with {given!r}", hint="give a longer beginning")


def _texts(message: Message) -> Iterator[str]:
    yield message.text
    if message.call is not None:
        yield from (text for text in (message.call.name, message.call.target) if text)
    yield from (each.name for each in message.attachments if each.name)


def _light(message: Message) -> Message:
    """A record without what a long session need not keep in memory."""
    return message if message.kind is Kind.HUMAN else replace(message, text="", attachments=())


def _whole(records: list[Message], named: set[str]) -> set[str]:
    """The ids of one session that go when those `named` go: their exchanges, twins of prompts, summaries."""
    ordered = sorted(records, key=position)
    twins = repeated(each for each in ordered if each.is_speech)
    going = {
        each.id
        for stretch in _stretches(ordered, twins)
        if any(each.id in named for each in stretch)
        for each in stretch
    }
    prompts = {each.text.strip() for each in ordered if each.id in going and each.kind is Kind.HUMAN}
    going |= {each.id for each in ordered if each.id in twins and each.text.strip() in prompts}
    return going | {each.id for each in ordered if each.kind is Kind.SUMMARY}


def _stretches(ordered: Iterable[Message], twins: set[str]) -> Iterator[list[Message]]:
    """The records from one prompt to the next, each branch for itself."""
    open_: dict[str | None, list[Message]] = {}
    for message in ordered:
        stretch = open_.setdefault(message.branch, [])
        if message.is_speech and message.kind is Kind.HUMAN and message.id not in twins and stretch:
            yield stretch
            stretch = open_[message.branch] = []
        stretch.append(message)
    yield from open_.values()
