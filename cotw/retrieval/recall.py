"""Recall: a question in, ranked hits out, each with its score on every path.

Embedding the question takes longer than searching for it and needs no lock: it is done first, by `pose`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from cotw.config import RecallSettings
from cotw.errors import UsageError
from cotw.extraction.plain import readable
from cotw.extraction.words import query_words
from cotw.records.hit import Hit, PathScore, RecallFilters
from cotw.retrieval import keyword, semantic
from cotw.retrieval.fetch import Found, fetch, fetch_units
from cotw.retrieval.filters import resolved, where_clause
from cotw.retrieval.fusion import Fused, fuse
from cotw.retrieval.paths import PathHit
from cotw.retrieval.relevance import Bounds, Rarity, Weighed, names

if TYPE_CHECKING:
    from cotw.index.opening import Index
    from cotw.models.embedding import Embedder, Vectors

SEMANTIC = "semantic"
KEYWORD = "keyword"
_NO_FILTERS = RecallFilters()
# What a path proposes, and how many milliseconds it took.
_Proposed: TypeAlias = tuple[list[PathHit], float]
# So many of the best are read for each hit that is wanted; what is relevant does not stand far below.
_READ_PER_HIT = 4
_READ_AT_LEAST = 20


@dataclass(frozen=True, slots=True)
class Question:
    """A question, ready to be asked: its content words, its vector, and the version of the encoder."""

    text: str
    words: tuple[str, ...]
    vector: Vectors
    encoder: str
    embed_ms: float


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds: the two paths run one after the other; `fetch` reads texts and exact cosines."""

    embed: float
    semantic: float
    keyword: float
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
    rarity: Rarity | None = None,
) -> Recall:
    """At most `limit` relevant exchanges, best first; none if the memory holds nothing relevant.

    `rarity` is worth keeping from call to call. Raises UsageError and NothingFound for filters that
    cannot be met.
    """
    settings = settings or RecallSettings()
    begin = time.perf_counter()
    filters = resolved(index.database, filters)
    limit = settings.limit if limit is None else limit
    weights = {SEMANTIC: settings.semantic_weight, KEYWORD: settings.keyword_weight}
    search = _Search(index, question, filters)
    # One after the other: LanceDB uses every core for each, and side by side both take twice as long.
    near, semantic_ms = _timed(lambda: search.nearest(max(settings.candidates, limit)))
    matching, keyword_ms = _timed(lambda: search.matching(max(settings.candidates, limit)))
    fused = fuse({SEMANTIC: near, KEYWORD: matching}, weights, settings.rrf_k)
    reading = time.perf_counter()
    weighed = (rarity or Rarity()).weigh(index.database, question.words)
    bounds = Bounds.of(settings, index.units.count())
    first = fused[: max(_READ_AT_LEAST, limit * _READ_PER_HIT)]
    hits = [hit for hit in search.read(first, weighed) if bounds.admit(_cosine(hit), hit.word_share)]
    hits = _with_nearest(index, hits[:limit], first)
    timings = Timings(
        embed=question.embed_ms,
        semantic=semantic_ms,
        keyword=keyword_ms,
        fetch=_since(reading),
        total=question.embed_ms + _since(begin),
    )
    return Recall(question, filters, tuple(hits), weighed.weights, len(fused), timings)


class _Search:
    """One question to one index."""

    def __init__(self, index: Index, question: Question, filters: RecallFilters) -> None:
        self._database = index.database
        self._table = index.units.table
        self._question = question
        self._speaker = filters.speaker
        self._where = where_clause(filters)

    def nearest(self, count: int) -> list[PathHit]:
        """At most `count` exchanges that the semantic path proposes."""
        asked = self._question
        return semantic.search(self._table, asked.vector, asked.encoder, self._where, count)

    def matching(self, count: int) -> list[PathHit]:
        """At most `count` exchanges that the keyword path proposes."""
        return keyword.search(self._table, self._question.words, self._where, count)

    def read(self, fused: Sequence[Fused], weighed: Weighed) -> list[Hit]:
        """The hits that `fused` stands for, in the same order."""
        asked = self._question
        found = {hit.unit: hit.row for item in fused for hit in [_nearest_unit(item)]}
        cosines = semantic.cosines(self._table, asked.vector, asked.encoder, found)
        rows = fetch(self._database, [item.exchange for item in fused])
        shares = {id: weighed.share(*_texts(row, self._speaker)) for id, row in rows.items()}
        return [
            rows[item.exchange].hit(item.score, _scores(item, cosines), shares[item.exchange])
            for item in fused
            if item.exchange in rows
        ]


def _nearest_unit(item: Fused) -> PathHit:
    """The unit of an exchange whose cosine is told: the nearest one, else the one that holds the words."""
    return item.paths[SEMANTIC] if SEMANTIC in item.paths else item.paths[KEYWORD]


def _scores(item: Fused, cosines: Mapping[str, float]) -> dict[str, PathScore]:
    """What each path thought of an exchange; the cosine is exact, also where words alone proposed it."""
    scores = {name: PathScore(hit.rank, hit.score) for name, hit in item.paths.items() if name != SEMANTIC}
    cosine = cosines.get(_nearest_unit(item).unit)
    if cosine is not None:
        scores[SEMANTIC] = PathScore(item.paths[SEMANTIC].rank if SEMANTIC in item.paths else None, cosine)
    return scores


def _cosine(hit: Hit) -> float:
    return hit.paths[SEMANTIC].score if SEMANTIC in hit.paths else 0.0


def _texts(row: Found, speaker: str | None) -> list[str]:
    """What was said, by one side if one is asked for, and the names of those who said it."""
    sides = {"human": (row.human, row.human_sender), "agent": (row.agent, row.agent_sender)}
    asked = [side for name, side in sides.items() if speaker in (None, name)]
    return [text for text, _ in asked] + names(sender for _, sender in asked)


def _with_nearest(index: Index, hits: Sequence[Hit], fused: Sequence[Fused]) -> list[Hit]:
    """Hits without any word of the question get the unit that was found, to show why."""
    units = {item.exchange: item.paths[SEMANTIC].unit for item in fused if SEMANTIC in item.paths}
    wordless = [hit.exchange for hit in hits if not hit.word_share and hit.exchange in units]
    found = fetch_units(index.database, [units[exchange] for exchange in wordless])
    nearest = {exchange: found[units[exchange]] for exchange in wordless if units[exchange] in found}
    return [
        replace(hit, nearest=nearest[hit.exchange][0], nearest_speaker=nearest[hit.exchange][1])
        if hit.exchange in nearest
        else hit
        for hit in hits
    ]


def _timed(search: Callable[[], list[PathHit]]) -> _Proposed:
    begin = time.perf_counter()
    return search(), _since(begin)


def _since(begin: float) -> float:
    return (time.perf_counter() - begin) * 1000
