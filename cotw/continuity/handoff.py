"""A handoff: what the next session has to know of one that is over, or whoever comes back to a thread.

It quotes and counts, and claims nothing: every line of it is somebody's sentence with who said it and when,
or a number. It is made of exchanges that the reading mode may see, and names each of them as its source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cotw.continuity.handoff_guide import guide_notes
from cotw.continuity.handoff_manner import manner
from cotw.continuity.handoff_points import Point, days, key_points
from cotw.continuity.handoff_said import Quote, Turn, happened, last_turns
from cotw.extraction.findings import findings
from cotw.extraction.titles import session_title
from cotw.records.exchange import Exchange
from cotw.records.open_thread import OpenThread
from cotw.retrieval.stretch import Stretch

FindOpen = Callable[[Sequence[Exchange]], Sequence[OpenThread]]
FindDecided = Callable[[Exchange], Sequence[str]]
_MOST_TOPICS = 8
_MOST_OPEN = 7


@dataclass(frozen=True, slots=True)
class Scope:
    """What a handoff is about: a session, or (without one) a thread; and for which mode it is written.

    A session's `project` is the folder that its transcript names, `folder` the one that its agent did.
    `compactions` and `title` are those of the ledger; without a title one is made of the prompts.
    """

    thread: str
    mode: str
    session: str | None = None
    project: str | None = None
    folder: str | None = None
    compactions: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A name, and in how many of the exchanges it stands."""

    name: str
    exchanges: int


@dataclass(frozen=True, slots=True)
class Handoff:
    """All that stands on the page of a handoff. `count` exchanges there are; some may not have been read."""

    scope: Scope
    title: str
    read: tuple[Exchange, ...]
    count: int
    happened: tuple[Turn, ...]
    topics: tuple[Topic, ...]
    days: tuple[Quote, ...]
    points: tuple[Point, ...]
    last: tuple[Turn, ...]
    open: tuple[OpenThread, ...]
    manner: tuple[str, ...]
    guide: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The addresses of all that was read for it."""
        return tuple(dict.fromkeys(exchange.address for exchange in self.read))

    @property
    def sessions(self) -> tuple[str, ...]:
        """The sessions that were read, in order."""
        return tuple(dict.fromkeys(exchange.session for exchange in self.read))

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes that were spoken in."""
        return tuple(sorted({exchange.mode for exchange in self.read}))

    @property
    def last_active(self) -> datetime:
        """When something was said last."""
        return max(exchange.ended for exchange in self.read)


def handoff_of(stretch: Stretch, scope: Scope, *, find_open: FindOpen, find_decided: FindDecided) -> Handoff:
    """The handoff of a stretch, which must not be empty.

    `find_open` finds what was begun and not settled, `find_decided` the sentences by which a person decided.
    """
    read = stretch.exchanges
    open_ = tuple(find_open(read))[:_MOST_OPEN]
    points = key_points(read, find_decided)
    told, last = happened(read), last_turns(read)
    undone = {one.text.casefold() for one in open_}  # these stand there with their day
    named_days = tuple(one for one in days(read) if one.text.casefold() not in undone)
    shown = [*_quotes(told), *_quotes(last), *named_days, *(point.quote for point in points)]
    return Handoff(
        scope=scope,
        title=scope.title or _title(scope, read),
        read=read,
        count=stretch.count,
        happened=told,
        topics=topics(read),
        days=named_days,
        points=points,
        last=last,
        open=open_,
        manner=manner(read),
        guide=tuple(
            guide_notes(
                read,
                unverified=any(quote.unverified for quote in shown),
                corrected=any(point.kind == "corrected" for point in points),
                days=bool(named_days),
                open_count=len(open_),
                unread=stretch.count - len(read),
            )
        ),
    )


def topics(read: Sequence[Exchange]) -> tuple[Topic, ...]:
    """What is named in most of the exchanges, in two of them at least; who speaks in them is no topic."""
    speakers = {name.casefold() for one in read for name in (one.human_sender, one.agent_sender)}
    names: dict[str, list[str]] = {}
    for exchange in read:
        for entity in findings(exchange).entities:
            if entity.key not in speakers and "/" not in entity.key:
                names.setdefault(entity.key, []).append(entity.name)
    often = sorted(names.items(), key=lambda one: (-len(one[1]), one[0]))
    return tuple(Topic(spelled[-1], len(spelled)) for _, spelled in often if len(spelled) > 1)[:_MOST_TOPICS]


def _title(scope: Scope, read: Sequence[Exchange]) -> str:
    if scope.session is None:
        return scope.thread
    return session_title([one.human for one in read if one.human.strip()])


def _quotes(turns: Iterable[Turn]) -> list[Quote]:
    return [quote for turn in turns for quote in (turn.prompt, turn.answer) if quote is not None]
