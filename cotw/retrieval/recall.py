"""Recall: a question in, ranked hits out, with what each path and voice had to say for them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cotw.config import RecallSettings
from cotw.records.hit import Hit, PathScore, RecallFilters
from cotw.retrieval import anchor, context, order, pins, recency, temporal
from cotw.retrieval.asking import Asking, Kept, Question
from cotw.retrieval.fetch import Found, fetch
from cotw.retrieval.filters import resolved, where_clause
from cotw.retrieval.fusion import Fused
from cotw.retrieval.proposing import SEMANTIC, proposed
from cotw.retrieval.relevance import Bounds, names
from cotw.retrieval.voices import Voice, heard
from cotw.retrieval.when import Event, microseconds

if TYPE_CHECKING:
    from cotw.index.opening import Index

WORDS = "words"
_NO_FILTERS = RecallFilters()
# So many of the best are read for each hit that is wanted; what is relevant does not stand far below.
_READ_PER_HIT = 4
_READ_AT_LEAST = 20


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of the best exchanges: their texts, and the share of the question's words they hold."""

    rows: Mapping[str, Found]
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds: `search` asks all paths at once, `fetch` reads the texts and judges them.

    Some paths are on their way while the question is embedded; `search` is what the others take longer.
    """

    embed: float
    search: float
    fetch: float
    total: float


@dataclass(frozen=True, slots=True)
class Recall:
    """What was found: relevant hits, best first; `considered` exchanges were proposed by some path.

    `weights` says how rare each word of the question is in this memory; `event` is what it knows of the one
    that the question tells time by.
    """

    question: Question
    filters: RecallFilters
    hits: tuple[Hit, ...]
    weights: tuple[float, ...]
    considered: int
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
    asking = replace(asking, event=anchor.looked_up(asking))
    fused = proposed(asking, limit)
    if not asking.alone:
        fused = heard(fused, _VOICES, asking, None)
    reading = time.perf_counter()
    first = fused[: max(_READ_AT_LEAST, limit * _READ_PER_HIT)]
    judged = _read(asking, first)
    bounds = Bounds.of(settings, index.search.count)
    # What was said in the time that alone is asked for answers the question, whatever it was.
    hits = [hit for hit in judged if asking.alone or bounds.admit(_cosine(hit), hit.word_share)]
    hits = _with_nearest(index, hits[:limit], first)
    timings = Timings(
        embed=question.embed_ms,
        search=(reading - begin) * 1000 - (question.embed_ms - embedded),
        fetch=_since(reading),
        total=_since(begin) + embedded,
    )
    return Recall(question, filters, tuple(hits), weighed.weights, len(fused), timings, asking.event)


def _read(asking: Asking, fused: Sequence[Fused]) -> list[Hit]:
    """The hits that `fused` stands for, best first after those voices were heard that need the texts."""
    rows = fetch(asking.index.shelf, [item.exchange for item in fused])
    speaker = asking.filters.speaker
    shares = {id: asking.weighed.share(*_texts(row, speaker)) for id, row in rows.items()}
    known = {id: _known_share(asking, row, shares[id]) for id, row in rows.items()}
    there = [item for item in fused if item.exchange in rows]
    return [
        rows[item.exchange].hit(item.voices, _scores(item), known[item.exchange])
        for item in (there if asking.alone else heard(there, _READING_VOICES, asking, Read(rows, shares)))
    ]


def _known_share(asking: Asking, row: Found, share: float) -> float:
    """The share of the question's words that an exchange holds; its words of time are held by its date.

    What speaks for it is the share of all words: what its date says for it is said by another voice.
    """
    if not temporal.inside(asking, microseconds(row.started)):
        return share
    return max(share, asking.topic.share(*_texts(row, asking.filters.speaker)))


def _scores(item: Fused) -> dict[str, PathScore]:
    """What each path thought of an exchange."""
    return {name: PathScore(hit.rank, hit.score) for name, hit in item.paths.items()}


def _cosine(hit: Hit) -> float:
    return hit.paths[SEMANTIC].score if SEMANTIC in hit.paths else 0.0


def _texts(row: Found, speaker: str | None) -> list[str]:
    """What was said, by one side if one is asked for, and the names of those who said it."""
    sides = {"human": (row.human, row.human_sender), "agent": (row.agent, row.agent_sender)}
    asked = [side for name, side in sides.items() if speaker in (None, name)]
    return [text for text, _ in asked] + names(sender for _, sender in asked)


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


_VOICES: tuple[Voice[None], ...] = (temporal.VOICE, anchor.VOICE, recency.VOICE, context.VOICE)
_READING_VOICES: tuple[Voice[Read], ...] = (
    Voice(WORDS, lambda settings: settings.words_weight, lambda _, __, read: read.shares),
    Voice(
        pins.PINS,
        lambda settings: settings.pins_weight,
        lambda asking, _, read: pins.said(
            asking, {id: _texts(row, asking.filters.speaker) for id, row in read.rows.items()}
        ),
    ),
    Voice(
        order.ORDER,
        lambda settings: settings.order_weight,
        lambda asking, fused, _: order.said(asking, fused),
    ),
)
