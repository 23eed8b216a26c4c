"""Proposing: all paths are asked, and what they propose becomes one list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from cotw.index.units import Speaker
from cotw.retrieval import graph, keyword, semantic, standing, temporal
from cotw.retrieval.asking import Asking
from cotw.retrieval.fusion import Fused, by_ranks, by_scores, fuse
from cotw.retrieval.noise import hushed
from cotw.retrieval.paths import Path, PathHit, propose

SEMANTIC = "semantic"
KEYWORD = "keyword"
GRAPH = "graph"


def proposed(asking: Asking, limit: int) -> list[Fused]:
    """What the paths propose, best first.

    Where there is more than time to go by, what the time of an exchange says for it is left to a voice.
    """
    settings, question = asking.settings, asking.question
    weights = {
        SEMANTIC: settings.semantic_weight,
        KEYWORD: settings.keyword_weight,
        GRAPH: settings.graph_weight,
    }
    if asking.alone:
        weights = {temporal.TEMPORAL: settings.temporal_weight}
    most = max(settings.candidates, limit)
    hits = propose(asking.index, _paths(asking), lambda: question.vector, most)
    others = [hit for name, some in hits.items() if name != SEMANTIC for hit in some]
    encoder = question.embedder.version
    hits[SEMANTIC] = semantic.measured(hits.get(SEMANTIC, []), others, encoder)
    return fuse(hits, {name: _said(asking, some) for name, some in hits.items()}, weights)


def _paths(asking: Asking) -> Iterator[tuple[str, Path]]:
    """The paths that are to be asked: none that weighs 0, and time alone where nothing else is told.

    Those that need the question's vector come last: while it is made the others are on their way.
    """
    search, question, settings = asking.index.search, asking.question, asking.settings
    if settings.keyword_weight and question.words and not asking.alone:
        yield KEYWORD, keyword.path(search, question.words, asking.where)
    if settings.graph_weight and not asking.alone:
        web = asking.kept.links.of(asking.index)
        yield GRAPH, graph.path(search, web, question.text, question.words, asking.where)
    if settings.semantic_weight and not asking.alone:
        yield SEMANTIC, semantic.path(search, question.vector, question.embedder.version, asking.where)
    if in_time := temporal.path(asking):
        yield temporal.TEMPORAL, in_time
    if lane := standing.lane(asking):
        yield standing.STANDING, lane


def _said(asking: Asking, hits: Sequence[PathHit]) -> Mapping[str, float]:
    settings = asking.settings
    say = by_scores if settings.fusion == "scores" else partial(by_ranks, k=settings.rrf_k)
    noise = asking.kept.marks.bearing(asking.index, Speaker.NOTHING)
    return hushed(hits, noise, settings.noise_penalty, say)
