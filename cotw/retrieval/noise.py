"""Noise: an exchange that asks for a memory and gets none must not come before the memory itself.

It is the question, asked before: it holds all of its words, so that beside it every other exchange looks far
off. The paths measure by the best of the others, then, and say less for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from cotw.retrieval.paths import PathHit


def hushed(
    hits: Sequence[PathHit],
    noise: AbstractSet[str],
    penalty: float,
    said: Callable[[Sequence[PathHit]], Mapping[str, float]],
) -> Mapping[str, float]:
    """What a path says (`said`) for its hits as if there were no `noise`, and a share of it for that."""
    if not penalty or noise.isdisjoint(hit.exchange for hit in hits):
        return said(hits)
    aloud = said(hits)
    others = said([hit for hit in hits if hit.exchange not in noise])
    return {name: (1 - penalty) * figure for name, figure in aloud.items()} | dict(others)
