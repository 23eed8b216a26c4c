"""Threads as they were decided: lines of the ledger, folded into what there is and what belongs where.

What is decided about a session goes before what is decided about its project's folder, and that before where
words go that were typed or reported without naming a thread. Of two decisions about one thing the later line
holds, from the instant on that it names. A broken line, or one of a kind that is not known, is passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from cotw.clock import parse_instant
from cotw.records.message import Message, Origin

KIND = "thread"
MAIN_THREAD = "main"
_ALWAYS = datetime.min.replace(tzinfo=UTC)


class Decision(StrEnum):
    """What a line of the ledger says about a thread."""

    MADE = "made"
    RENAMED = "renamed"
    ARCHIVED = "archived"
    TAKEN_UP = "taken up"
    LINKED = "linked"
    PLACED = "placed"
    COMPACTED = "compacted"


class Scope(StrEnum):
    """What can be placed in a thread: one session, a project's folder, or words typed without a thread."""

    SESSION = "session"
    PROJECT = "project"
    TYPED = "typed"


# A session's id, a project's folder, or nothing for what is typed.
Subject = tuple[Scope, str]
_TYPED: Subject = (Scope.TYPED, "")


@dataclass(frozen=True, slots=True)
class Thread:
    """What is decided about one thread. `made` is False for one that only transcripts and decisions name."""

    id: str
    title: str
    made: bool = False
    archived: bool = False
    links: frozenset[str] = frozenset()
    compactions: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """From `since` on a subject belongs to a thread; to None: it is decided no longer."""

    since: datetime
    thread: str | None


@dataclass(frozen=True, slots=True)
class Threads:
    """All that is decided: threads by id, and the placings of each subject, in the order of time."""

    threads: Mapping[str, Thread] = field(default_factory=dict)
    placings: Mapping[Subject, tuple[Placed, ...]] = field(default_factory=dict)

    def thread(self, id_: str) -> Thread:
        """What is decided about a thread; one that nothing is decided about bears its id as its title."""
        return self.threads.get(id_) or Thread(id_, id_)

    def projects(self, thread: str) -> list[str]:
        """The folders whose sessions belong to a thread now."""
        return sorted(
            name
            for (scope, name), placed in self.placings.items()
            if scope is Scope.PROJECT and placed[-1].thread == thread
        )

    def place(
        self, session: str | None, project: str | None, instant: datetime, *, typed: bool
    ) -> str | None:
        """The thread of what is said at an instant in a session and a project; None: that is not decided."""
        for subject in _subjects(session, project, typed=typed):
            for placed in reversed(self.placings.get(subject, ())):
                if placed.since <= instant:
                    if placed.thread is not None:
                        return placed.thread
                    break
        return None

    def thread_of(self, message: Message) -> str:
        """The thread that a message belongs to: its own, else the one that was decided, else `main`."""
        if message.thread:
            return message.thread
        if not self.placings:
            return MAIN_THREAD
        typed = message.origin is not Origin.TRANSCRIPT
        return self.place(message.session, message.project, message.timestamp, typed=typed) or MAIN_THREAD


def thread_of_now(
    threads: Threads, now: datetime, *, session: str | None = None, project: str | None = None
) -> str:
    """The thread in which a session or project speaks now; with neither, the one that was switched to."""
    typed = session is None and project is None
    return threads.place(session, project, now, typed=typed) or MAIN_THREAD


def folders_of(project: str) -> Iterator[str]:
    """A project's folder and those around it, the innermost first, whichever slashes its machine uses."""
    folder = project
    while folder:
        yield folder
        folder = folder[: max(folder.rfind("/"), folder.rfind("\\"), 0)]


def fold_threads(records: Iterable[Mapping[str, Any]]) -> Threads:
    """What the decisions among lines of the ledger, oldest first, come to."""
    threads: dict[str, Thread] = {}
    placings: defaultdict[Subject, list[Placed]] = defaultdict(list)
    for record in records:
        try:
            if record.get("kind") == KIND:
                _take_in(record, threads, placings)
        except (KeyError, TypeError, ValueError):
            continue
    return Threads(threads, {subject: tuple(placed) for subject, placed in placings.items()})


def subject_of(record: Mapping[str, Any]) -> Subject:
    """What a line that places something is about."""
    for scope in (Scope.SESSION, Scope.PROJECT):
        if record.get(scope.value):
            return scope, _text(record[scope.value])
    return _TYPED


def _subjects(session: str | None, project: str | None, *, typed: bool) -> Iterator[Subject]:
    if session:
        yield Scope.SESSION, session
    yield from ((Scope.PROJECT, folder) for folder in folders_of(project or ""))
    if typed:
        yield _TYPED


def _take_in(
    record: Mapping[str, Any], threads: dict[str, Thread], placings: defaultdict[Subject, list[Placed]]
) -> None:
    decision = Decision(record["decision"])
    if decision is Decision.PLACED:
        since = parse_instant(record["since"]) if record.get("since") is not None else _ALWAYS
        thread = None if record["thread"] is None else _text(record["thread"])
        former = placings[subject_of(record)]
        while former and former[-1].since >= since:
            former.pop()
        former.append(Placed(since, thread))
        return
    id_ = _text(record["thread"])
    known = threads.get(id_) or Thread(id_, id_)
    if decision is Decision.LINKED:
        other = _text(record["to"])
        threads[id_] = _linked(known, other)
        threads[other] = _linked(threads.get(other) or Thread(other, other), id_)
    else:
        threads[id_] = _decided(known, decision, record)


def _decided(thread: Thread, decision: Decision, record: Mapping[str, Any]) -> Thread:
    match decision:
        case Decision.MADE:
            return replace(thread, made=True, title=_text(record["title"]))
        case Decision.RENAMED:
            return replace(thread, title=_text(record["title"]))
        case Decision.ARCHIVED | Decision.TAKEN_UP:
            return replace(thread, archived=decision is Decision.ARCHIVED)
        case Decision.COMPACTED:
            return replace(thread, compactions=thread.compactions + 1)
        case _:
            raise ValueError(decision)


def _linked(thread: Thread, other: str) -> Thread:
    return thread if other == thread.id else replace(thread, links=thread.links | {other})


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"not a name: {value!r}")
    return value
