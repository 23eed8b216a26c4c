"""Recall: a question in, ranked hits out, with what each path and voice had to say for them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cotw.records.hit import Hit, PathScore, RecallFilters
from cotw.retrieval import (
    anchor,
    context,
    cues,
    nearby,
    order,
    pins,
    recency,
    standing,
    standpoint,
    temporal,
)
from cotw.retrieval.asking import Asking, Kept, Question
from cotw.retrieval.bounds import Bounds
from cotw.retrieval.explaining import Timings, proposals
from cotw.retrieval.filters import resolved, where_clause
from cotw.retrieval.fusion import Fused
from cotw.retrieval.proposing import SEMANTIC, proposed
from cotw.retrieval.reading import Read, known_share, read
from cotw.retrieval.voices import Voice, heard
from cotw.retrieval.when import Event
from cotw.settings import RecallSettings

if TYPE_CHECKING:
    from cotw.index.opening import Index

WORDS = "words"
_NO_FILTERS = RecallFilters()
_VOICES: tuple[Voice[None], ...] = (
    temporal.VOICE,
    anchor.VOICE,
    recency.VOICE,
    context.VOICE,
    standing.VOICE,
)
# Where a question is asked from multiplies what all others have said: it comes last.
_READING_VOICES: tuple[Voice[Read], ...] = (
    Voice(WORDS, lambda settings: settings.words_weight, lambda _, __, read: read.shares),
    nearby.VOICE,
    cues.VOICE,
    pins.VOICE,
    order.VOICE,
    standpoint.THREAD,
    standpoint.MODE,
)
# So many of the best are read for each hit that is wanted; what is relevant does not stand far below.
_READ_PER_HIT = 4
_READ_AT_LEAST = 20


@dataclass(frozen=True, slots=True)
class Recall:
    """What was found: relevant hits, best first; `considered` exchanges were proposed by some path.

    `weights` says how rare each word of the question is in this memory, `proposed` how many exchanges each
    path proposed, `bounds` what a hit needed; `event` is what the memory knows of the one that the question
    tells time by.
    """

    question: Question
    filters: RecallFilters
    hits: tuple[Hit, ...]
    weights: tuple[float, ...]
    considered: int
    proposed: Mapping[str, int]
    bounds: Bounds
    timings: Timings
    event: Event | None = None


def recall(
    index: Index,
    question: Question,
    filters: RecallFilters = _NO_FILTERS,
    settings: RecallSettings | None = None,
    *,
    limit: int | None = None,
    kept: Kept | None = None,
) -> Recall:
    """At most `limit` relevant exchanges, best first; none if the memory holds nothing relevant.

    `kept` is worth handing in again with the next question. Raises UsageError and NothingFound for
    filters that cannot be met.
    """
    settings = settings or RecallSettings()
    begin, embedded = time.perf_counter(), question.embed_ms
    filters = resolved(index.database, filters)
    limit = settings.limit if limit is None else limit
    kept = kept or Kept()
    weighed = kept.rarity.weigh(index, question.words)
    topic = weighed if question.time is None else kept.rarity.weigh(index, question.topic)
    asking = Asking(index, question, filters, where_clause(filters), settings, kept, weighed, topic)
    here = standpoint.located(index.database, question.standpoint)
    asking = replace(asking, event=anchor.looked_up(asking), standpoint=here)
    fused = proposed(asking, limit)
    if not asking.alone:
        fused = heard(fused, _VOICES, asking, None)
    reading = time.perf_counter()
    first = fused[: max(_READ_AT_LEAST, limit * _READ_PER_HIT)]
    judged = _read(asking, first)
    bounds = Bounds.of(settings, index.search.count)
    # What was said in the time that alone is asked for answers the question, whatever it was.
    hits = [
        hit
        for hit in judged
        if asking.alone or bounds.admit(nearness(hit), hit.word_share) or standing.admits(hit, settings)
    ]
    hits = standing.quoted(index.shelf, _with_nearest(index, hits[:limit], first), first)
    timings = Timings(
        embed=question.embed_ms,
        search=(reading - begin) * 1000 - (question.embed_ms - embedded),
        fetch=_since(reading),
        total=_since(begin) + embedded,
    )
    return Recall(
        question=question,
        filters=filters,
        hits=tuple(hits),
        weights=weighed.weights,
        considered=len(fused),
        proposed=proposals(fused),
        bounds=bounds,
        timings=timings,
        event=asking.event,
    )


def _read(asking: Asking, fused: Sequence[Fused]) -> list[Hit]:
    """The hits that `fused` stands for, best first after those voices were heard that need the texts."""
    was_read = read(asking, (item.exchange for item in fused))
    there = [item for item in fused if item.exchange in was_read.rows]
    return [
        was_read.rows[item.exchange].hit(
            item.voices, _scores(item), known_share(asking, was_read, item.exchange)
        )
        for item in (there if asking.alone else heard(there, _READING_VOICES, asking, was_read))
    ]


def _scores(item: Fused) -> dict[str, PathScore]:
    """What each path thought of an exchange."""
    return {name: PathScore(hit.rank, hit.score) for name, hit in item.paths.items()}


def nearness(hit: Hit) -> float:
    """The cosine of a hit, 0 where none could be taken."""
    return hit.paths[SEMANTIC].score if SEMANTIC in hit.paths else 0.0


def _with_nearest(index: Index, hits: Sequence[Hit], fused: Sequence[Fused]) -> list[Hit]:
    """Hits without any word of the question get the unit that was found, to show why."""
    units = {item.exchange: item.paths[SEMANTIC].unit.id for item in fused if SEMANTIC in item.paths}
    wordless = [hit.exchange for hit in hits if not hit.word_share and hit.exchange in units]
    found = index.shelf.unit_texts(units[exchange] for exchange in wordless)
    nearest = {exchange: found[units[exchange]] for exchange in wordless if units[exchange] in found}
    return [
        replace(hit, nearest=nearest[hit.exchange][0], nearest_speaker=nearest[hit.exchange][1])
        if hit.exchange in nearest
        else hit
        for hit in hits
    ]


def _since(begin: float) -> float:
    return (time.perf_counter() - begin) * 1000
