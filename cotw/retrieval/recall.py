"""Recall: a question in, ranked hits out, with what each path and voice had to say for them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cotw.config import RecallSettings
from cotw.records.hit import Hit, PathScore, RecallFilters
from cotw.retrieval import context, keyword, semantic
from cotw.retrieval.asking import Asking, Kept, Question
from cotw.retrieval.explaining import proposals
from cotw.retrieval.fetch import Found, fetch, fetch_units
from cotw.retrieval.filters import resolved, where_clause
from cotw.retrieval.fusion import Fused, by_ranks, by_scores, fuse
from cotw.retrieval.paths import Path, PathHit, propose
from cotw.retrieval.relevance import Bounds, names
from cotw.retrieval.voices import Voice, heard

if TYPE_CHECKING:
    from cotw.index.opening import Index

SEMANTIC = "semantic"
KEYWORD = "keyword"
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
    """Milliseconds: `search` asks both paths at once, `fetch` reads the texts and judges them."""

    embed: float
    search: float
    fetch: float
    total: float


@dataclass(frozen=True, slots=True)
class Recall:
    """What was found: relevant hits, best first; `considered` exchanges were proposed by some path.

    `weights` says how rare each word of the question is in this memory, `proposed` how many exchanges each
    path proposed, `bounds` what a hit needed.
    """

    question: Question
    filters: RecallFilters
    hits: tuple[Hit, ...]
    weights: tuple[float, ...]
    considered: int
    proposed: Mapping[str, int]
    bounds: Bounds
    timings: Timings


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
    begin = time.perf_counter()
    filters = resolved(index.database, filters)
    limit = settings.limit if limit is None else limit
    kept = kept or Kept()
    weighed = kept.rarity.weigh(index, question.words)
    asking = Asking(index, question, filters, where_clause(filters), settings, kept, weighed)
    fused = heard(_proposed(asking, limit), _VOICES, asking, None)
    reading = time.perf_counter()
    first = fused[: max(_READ_AT_LEAST, limit * _READ_PER_HIT)]
    judged = _read(asking, first)
    bounds = Bounds.of(settings, index.search.count)
    hits = [hit for hit in judged if bounds.admit(nearness(hit), hit.word_share)]
    hits = _with_nearest(index, hits[:limit], first)
    timings = Timings(
        embed=question.embed_ms,
        search=(reading - begin) * 1000,
        fetch=_since(reading),
        total=question.embed_ms + _since(begin),
    )
    return Recall(
        question, filters, tuple(hits), weighed.weights, len(fused), proposals(fused), bounds, timings
    )


def _proposed(asking: Asking, limit: int) -> list[Fused]:
    """What the paths propose, fused; a path with weight 0 is not asked."""
    settings, question = asking.settings, asking.question
    weights = {SEMANTIC: settings.semantic_weight, KEYWORD: settings.keyword_weight}
    paths = {name: path for name, path in _paths(asking).items() if weights[name]}
    hits = propose(asking.index.search, paths, question.vector, max(settings.candidates, limit))
    hits[SEMANTIC] = semantic.measured(hits.get(SEMANTIC, []), hits.get(KEYWORD, []), question.encoder)
    return fuse(hits, {name: _said(some, settings) for name, some in hits.items()}, weights)


def _paths(asking: Asking) -> dict[str, Path]:
    search, question, where = asking.index.search, asking.question, asking.where
    return {
        SEMANTIC: semantic.path(search, question.vector, question.encoder, where),
        KEYWORD: keyword.path(search, question.words, where),
    }


def _said(hits: Sequence[PathHit], settings: RecallSettings) -> dict[str, float]:
    return by_scores(hits) if settings.fusion == "scores" else by_ranks(hits, settings.rrf_k)


def _read(asking: Asking, fused: Sequence[Fused]) -> list[Hit]:
    """The hits that `fused` stands for, best first after those voices were heard that need the texts."""
    rows = fetch(asking.index.database, [item.exchange for item in fused])
    shares = {id: asking.weighed.share(*_texts(row, asking.filters.speaker)) for id, row in rows.items()}
    there = [item for item in fused if item.exchange in rows]
    return [
        rows[item.exchange].hit(item.voices, _scores(item), shares[item.exchange])
        for item in heard(there, _READING_VOICES, asking, Read(rows, shares))
    ]


def _scores(item: Fused) -> dict[str, PathScore]:
    """What each path thought of an exchange."""
    return {name: PathScore(hit.rank, hit.score) for name, hit in item.paths.items()}


def nearness(hit: Hit) -> float:
    """The cosine of a hit, 0 where none could be taken."""
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
    found = fetch_units(index.database, [units[exchange] for exchange in wordless])
    nearest = {exchange: found[units[exchange]] for exchange in wordless if units[exchange] in found}
    return [
        replace(hit, nearest=nearest[hit.exchange][0], nearest_speaker=nearest[hit.exchange][1])
        if hit.exchange in nearest
        else hit
        for hit in hits
    ]


def _since(begin: float) -> float:
    return (time.perf_counter() - begin) * 1000


_VOICES: tuple[Voice[None], ...] = (context.VOICE,)
_READING_VOICES: tuple[Voice[Read], ...] = (
    Voice(WORDS, lambda settings: settings.words_weight, lambda _, __, read: read.shares),
)
