"""Bootstrap: how far a mean over questions could lie elsewhere had other questions of the kind been asked.

Questions are drawn with replacement as often as there are, a thousand times; the interval holds the middle
95 % of the means (the percentile method of Efron and Tibshirani, An Introduction to the Bootstrap, 1993). The
draws are seeded: equal scores give equal intervals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

RESAMPLES = 1000
SEED = 20261120


def intervals(scores: Sequence[Mapping[str, float]]) -> dict[str, tuple[float, float]]:
    """The 95 % interval of the mean of each measure; `scores` has a row a question, at least one."""
    import numpy as np

    names = list(scores[0])
    table = np.array([[row[name] for name in names] for row in scores])
    draws = np.random.default_rng(SEED)
    size = len(scores)
    means = [table[draws.integers(size, size=size)].mean(axis=0) for _ in range(RESAMPLES)]
    ranked = np.sort(np.array(means), axis=0)
    low, high = ranked[int(0.025 * RESAMPLES)], ranked[int(0.975 * RESAMPLES) - 1]
    return {name: (float(low[place]), float(high[place])) for place, name in enumerate(names)}
