"""An answer: hits made readable – local times, a passage with its matches, ids short enough to type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from cotw.records.exchange import Exchange
from cotw.records.hit import Hit
from cotw.retrieval.recall import Recall, Timings
from cotw.retrieval.snippet import Snippet, snippet


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with the shortest id that names it, its beginning in the person's zone, and its best passage."""

    hit: Hit
    short_id: str
    started: datetime
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found; `behind` counts the bytes of truth that the index does not know yet."""

    question: str
    hits: tuple[Shown, ...]
    considered: int
    timings: Timings
    behind: int


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
    found: Recall, short_ids: Mapping[str, str], *, zone: tzinfo, snippet_characters: int, behind: int
) -> Answer:
    """`found`, made readable."""
    hits = tuple(
        Shown(
            hit,
            short_ids[hit.exchange],
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
        )
        for hit in found.hits
    )
    return Answer(found.question.text, hits, found.considered, found.timings, behind)
