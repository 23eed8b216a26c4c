"""An answer: hits made readable – local times, a passage with its matches, ids short enough to type."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from cotw.records.exchange import Exchange
from cotw.records.hit import Hit
from cotw.retrieval.asking import Question
from cotw.retrieval.explaining import Asked
from cotw.retrieval.neighbours import short_ids
from cotw.retrieval.recall import Recall, Timings, nearness
from cotw.retrieval.snippet import Snippet, snippet
from cotw.retrieval.when import Event


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


def answer_of(
    connection: Any, found: Recall, *, zone: tzinfo, snippet_characters: int, behind: int
) -> Answer:
    """`found`, made readable."""
    shorts = short_ids(connection, [hit.exchange for hit in found.hits])
    hits = tuple(
        Shown(
            hit,
            shorts[hit.exchange],
            hit.started.astimezone(zone),
            snippet(
                found.question.words,
                hit.human,
                hit.agent,
                limit=snippet_characters,
                weights=found.weights,
                speaker=found.filters.speaker,
                nearest=hit.nearest,
                nearest_speaker=hit.nearest_speaker,
            ),
            *found.bounds.parts(nearness(hit), hit.word_share),
        )
        for hit in found.hits
    )
    return Answer(
        question=found.question.text,
        asked=_asked(found, zone),
        hits=hits,
        considered=found.considered,
        timings=found.timings,
        behind=behind,
        time=_time_asked(found.question, found.event, zone),
    )


def _time_asked(question: Question, event: Event | None, zone: tzinfo) -> TimeAsked | None:
    read = question.time
    if read is None:
        return None
    since, until = (read.window.since, read.window.until) if read.window else (None, None)
    return TimeAsked(
        words=tuple(question.text[begin:end] for begin, end in read.words),
        since=since and since.astimezone(zone),
        until=until and until.astimezone(zone),
        order=read.order and read.order.value,
        event=event and replace(event, started=event.started.astimezone(zone)),
    )


def _asked(found: Recall, zone: tzinfo) -> Asked:
    question = found.question
    words = tuple(zip(question.words, found.weights, strict=True))
    return Asked(words, found.filters, question.asked, zone, found.proposed, found.bounds)
