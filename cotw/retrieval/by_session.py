"""Sessions, ranked by their best exchanges: the best counts whole, every further one half of the one before.

The best alone says less of where several things were said that a question needs; a plain sum says most of who
talked most. Measured on two sets (benchmarks/RESULTS.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

COUNTED = 5
# So many hits are asked for each session that is wanted.
HITS_PER_SESSION = 8
_SHARE = 0.5


def session_scores(ranked: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Session -> score, the highest first, of (session, score) of exchanges, the best first.

    Equal sessions stand in the order of their best exchanges.
    """
    best: defaultdict[str, list[float]] = defaultdict(list)
    for session, score in ranked:
        if len(best[session]) < COUNTED:
            best[session].append(score)
    summed = {
        session: sum(score * _SHARE**place for place, score in enumerate(scores))
        for session, scores in best.items()
    }
    return dict(sorted(summed.items(), key=lambda one: -one[1]))
