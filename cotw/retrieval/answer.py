"""An answer: hits made readable – local times, a passage with its matches, ids short enough to type.

The values alone, which are quick to import: to print what another process has found needs no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from cotw.records.exchange import Exchange
from cotw.records.hit import Hit
from cotw.retrieval.explaining import Asked, Timings
from cotw.retrieval.when import Event

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage on one line. `spans` are the places in `text` where words of the question stand.

    `speaker` is `human` or `agent`: whose words these are.
    """

    text: str
    spans: tuple[Span, ...]
    speaker: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with the shortest id that names it, its beginning in the person's zone, and its best passage.

    `nearness` and `words` say how much it had of what it would have needed of either alone.
    """

    hit: Hit
    short_id: str
    started: datetime
    snippet: Snippet
    nearness: float
    words: float


@dataclass(frozen=True, slots=True)
class TimeAsked:
    """What was read of time in a question: in which words, and what they mean where the person lives.

    `since` is the first instant inside, `until` the first one outside; None is an open end. `order` is
    `earliest`, `latest` or `recent`. `event` is what the memory knows of the one that time is told by.
    """

    words: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    order: str | None
    event: Event | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found; `behind` counts the bytes of truth that the index does not know yet."""

    question: str
    asked: Asked
    hits: tuple[Shown, ...]
    considered: int
    timings: Timings
    behind: int
    time: TimeAsked | None


@dataclass(frozen=True, slots=True)
class Recalled:
    """An answer, the id under which it was kept if it was, and how many hits or sessions were wanted."""

    answer: Answer
    record: str | None
    limit: int


@dataclass(frozen=True, slots=True)
class Page:
    """An exchange in full, with what was said before and after it in its session."""

    title: str
    exchange: Exchange
    before: tuple[Exchange, ...]
    after: tuple[Exchange, ...]
    zone: tzinfo

    def local(self, instant: datetime) -> datetime:
        """`instant` where the person lives."""
        return instant.astimezone(self.zone)
