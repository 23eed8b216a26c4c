"""Recall: a question in, ranked hits out, each with its score on every path and what each voice said for it.

Embedding the question takes longer than searching for it and needs no lock: it is done first, by `pose`.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cotw.config import RecallSettings
from cotw.errors import UsageError
from cotw.extraction.plain import readable
from cotw.extraction.words import query_words
from cotw.records.hit import Hit, PathScore, RecallFilters
from cotw.retrieval import keyword, semantic
from cotw.retrieval.context import Places, said_around
from cotw.retrieval.fetch import Found, fetch, fetch_units
from cotw.retrieval.filters import resolved, where_clause
from cotw.retrieval.fusion import Fused, by_ranks, by_scores, fuse, with_voice
from cotw.retrieval.paths import Path, PathHit, propose
from cotw.retrieval.relevance import Bounds, Rarity, Weighed, names

if TYPE_CHECKING:
    from cotw.index.opening import Index
    from cotw.models.embedding import Embedder, Vectors

SEMANTIC = "semantic"
KEYWORD = "keyword"
CONTEXT = "context"
WORDS = "words"
_NO_FILTERS = RecallFilters()
# So many of the best are read for each hit that is wanted; what is relevant does not stand far below.
_READ_PER_HIT = 4
_READ_AT_LEAST = 20
# Context is heard in the sessions of so many of the best: in a large memory this spares most of the reading.
_SPEAK_FOR_OTHERS = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A question, ready to be asked: its content words, its vector, and the version of the encoder."""

    text: str
    words: tuple[str, ...]
    vector: Vectors
    encoder: str
    embed_ms: float


@dataclass(frozen=True, slots=True)
class Kept:
    """What need not be learnt of an index again for each question."""

    rarity: Rarity = field(default_factory=Rarity)
    places: Places = field(default_factory=Places)


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

    `weights` says how rare each word of the question is in this memory.
    """

    question: Question
    filters: RecallFilters
    hits: tuple[Hit, ...]
    weights: tuple[float, ...]
    considered: int
    timings: Timings


def pose(text: str, embedder: Embedder) -> Question:
    """The question, embedded. Raises UsageError if nothing in it can be looked for."""
    text = readable(text).strip()
    words = query_words(text)
    if not text:
        raise UsageError(
            "the question is empty", hint='for example: cotw recall "what did we decide about …"'
        )
    if not words:
        raise UsageError(
            f"{text!r} has no word that can be looked for", hint="name the thing, person or place it is about"
        )
    begin = time.perf_counter()
    vector = embedder.embed_query(text)
    return Question(text, words, vector, embedder.version, _since(begin))


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
    fused = _proposed(index, question, where_clause(filters), settings, limit, kept.places)
    reading = time.perf_counter()
    weighed = kept.rarity.weigh(index, question.words)
    bounds = Bounds.of(settings, index.search.count)
    first = fused[: max(_READ_AT_LEAST, limit * _READ_PER_HIT)]
    judged = _read(index, first, filters.speaker, weighed, settings.words_weight)
    hits = [hit for hit in judged if bounds.admit(_cosine(hit), hit.word_share)]
    hits = _with_nearest(index, hits[:limit], first)
    timings = Timings(
        embed=question.embed_ms,
        search=(reading - begin) * 1000,
        fetch=_since(reading),
        total=question.embed_ms + _since(begin),
    )
    return Recall(question, filters, tuple(hits), weighed.weights, len(fused), timings)


def _proposed(
    index: Index,
    question: Question,
    where: str | None,
    settings: RecallSettings,
    limit: int,
    places: Places,
) -> list[Fused]:
    """What the paths propose, fused, after its context was heard; a path with weight 0 is not asked."""
    weights = {SEMANTIC: settings.semantic_weight, KEYWORD: settings.keyword_weight}
    paths = {name: path for name, path in _paths(index, question, where).items() if weights[name]}
    hits = propose(index.search, paths, question.vector, max(settings.candidates, limit))
    hits[SEMANTIC] = semantic.measured(hits.get(SEMANTIC, []), hits.get(KEYWORD, []), question.encoder)
    fused = fuse(hits, {name: _said(some, settings) for name, some in hits.items()}, weights)
    if not settings.context_weight:
        return fused
    strong = {item.session for item in fused[:_SPEAK_FOR_OTHERS]}
    scores = {item.exchange: item.score for item in fused}
    session_of = {item.exchange: item.session for item in fused if item.session in strong}
    numbers = places.of(index, session_of)
    around = said_around(scores, session_of, numbers, settings.context_half_exchanges)
    return with_voice(fused, CONTEXT, around, settings.context_weight)


def _paths(index: Index, question: Question, where: str | None) -> dict[str, Path]:
    return {
        SEMANTIC: semantic.path(index.search, question.vector, question.encoder, where),
        KEYWORD: keyword.path(index.search, question.words, where),
    }


def _said(hits: Sequence[PathHit], settings: RecallSettings) -> dict[str, float]:
    return by_scores(hits) if settings.fusion == "scores" else by_ranks(hits, settings.rrf_k)


def _read(
    index: Index, fused: Sequence[Fused], speaker: str | None, weighed: Weighed, words_weight: float
) -> list[Hit]:
    """The hits that `fused` stands for, best first after their words were heard too."""
    rows = fetch(index.database, [item.exchange for item in fused])
    shares = {id: weighed.share(*_texts(row, speaker)) for id, row in rows.items()}
    there = [item for item in fused if item.exchange in rows]
    return [
        rows[item.exchange].hit(item.voices, _scores(item), shares[item.exchange])
        for item in with_voice(there, WORDS, shares, words_weight)
    ]


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
