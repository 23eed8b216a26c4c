"""Fusion: the ranked lists of several paths become one, by weighted Reciprocal Rank Fusion.

An exchange gets weight / (k + rank) from every path that proposes it (Cormack, Clarke and Büttcher, SIGIR
2009). Scores of different paths are never compared with each other; a small k trusts first places more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cotw.retrieval.paths import PathHit, best_first


@dataclass(frozen=True, slots=True)
class Fused:
    """An exchange with its fused score and what each path that proposed it said."""

    exchange: str
    score: float
    started: int
    paths: Mapping[str, PathHit]


def fuse(paths: Mapping[str, Sequence[PathHit]], weights: Mapping[str, float], k: float) -> list[Fused]:
    """All exchanges of `paths` (name -> hits), best first; equals by instant, the newer first, then by id.

    A path without a weight, or with weight 0, proposes nothing. The order of the paths does not matter.
    """
    proposals: dict[str, dict[str, PathHit]] = {}
    for name in sorted(paths):
        if weights.get(name, 0.0) > 0:
            for hit in paths[name]:
                proposals.setdefault(hit.exchange, {})[name] = hit
    fused = [
        Fused(
            exchange=exchange,
            score=sum(weights[name] / (k + hit.rank) for name, hit in hits.items()),
            started=next(iter(hits.values())).unit.started,
            paths=hits,
        )
        for exchange, hits in proposals.items()
    ]
    return sorted(fused, key=lambda item: best_first(item.started, item.score, item.exchange))
