"""Fusion: what several paths propose becomes one list, by the sum of what each voice says for an exchange.

By scores, a path says how near an exchange comes to the best it has found; by ranks, how near its place comes
to the first (Reciprocal Rank Fusion: Cormack, Clarke and Büttcher, SIGIR 2009). Both lie between 0 and 1, so
that what other voices add (`context`, and words once they are read) weighs the same either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from cotw.retrieval.paths import PathHit, best_first

Proposals: TypeAlias = Mapping[str, Sequence[PathHit]]
Voices: TypeAlias = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Fused:
    """An exchange, what each path thought of it, and what each voice says for it; `score` is their sum."""

    exchange: str
    session: str
    started: int
    paths: Mapping[str, PathHit]
    voices: Mapping[str, float]
    score: float = field(init=False)

    def __post_init__(self) -> None:
        # Once: sorting and every voice ask for it.
        object.__setattr__(self, "score", sum(self.voices.values()))


def by_scores(hits: Sequence[PathHit]) -> dict[str, float]:
    """Exchange -> its score as a share of the best one; what is not above 0 says nothing.

    Divided by the best alone, the figure does not depend on how many hits there are, as it would if the least
    one counted as 0.
    """
    best = max((hit.score for hit in hits), default=0.0)
    return {hit.exchange: hit.score / best for hit in hits if hit.score > 0}


def by_ranks(hits: Sequence[PathHit], k: float) -> dict[str, float]:
    """Exchange -> (k + 1) / (k + rank): a small k trusts first places more. No rank says nothing."""
    return {hit.exchange: (k + 1) / (k + hit.rank) for hit in hits if hit.rank is not None}


def fuse(paths: Proposals, said: Voices, weights: Mapping[str, float]) -> list[Fused]:
    """All exchanges of `paths` (name -> hits), best first; `said` is what each path says for an exchange.

    Weights are taken as shares of their sum; a path without a say only proposes. The order of the paths does
    not matter.
    """
    whole = sum(weights.values())
    proposals: dict[str, dict[str, PathHit]] = {}
    for name in sorted(paths):
        for hit in paths[name]:
            proposals.setdefault(hit.exchange, {})[name] = hit
    return ordered(
        Fused(
            exchange=exchange,
            session=unit.session,
            started=unit.started,
            paths=hits,
            voices={
                name: weights[name] / whole * said[name].get(exchange, 0.0) for name in hits if name in said
            },
        )
        for exchange, hits in proposals.items()
        for unit in [next(iter(hits.values())).unit]
    )


def with_voice(fused: Sequence[Fused], name: str, said: Mapping[str, float], weight: float) -> list[Fused]:
    """The same exchanges after one more voice was heard, best first."""
    return ordered(
        Fused(
            item.exchange,
            item.session,
            item.started,
            item.paths,
            {**item.voices, name: weight * said.get(item.exchange, 0.0)},
        )
        for item in fused
    )


def ordered(fused: Iterable[Fused]) -> list[Fused]:
    """Best first; equals by instant, the newer first, then by id."""
    return sorted(fused, key=lambda item: best_first(item.started, item.score, item.exchange))
