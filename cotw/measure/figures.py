"""Figures: the means of all measures over groups of questions, each with its interval.

The groups are all questions, all but the adversarial ones where there are such, and every category.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cotw.measure.bootstrap import intervals
from cotw.measure.cases import Question
from cotw.measure.scoring import MEASURES, is_adversarial

ALL, ALL_BUT_ADVERSARIAL = "all", "all but adversarial"


@dataclass(frozen=True, slots=True)
class Scored:
    """A question with its measures."""

    question: Question
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over a group of so many questions, and the 95 % interval of each."""

    group: str
    questions: int
    means: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]]


def figures(scored: Sequence[Scored]) -> list[Figures]:
    """The figures of every group that has a question; sums follow the order of `scored`."""
    groups = {ALL: list(scored)}
    categories = sorted({one.question.category for one in scored})
    plain = [one for one in scored if not is_adversarial(one.question)]
    if len(plain) < len(scored):
        groups[ALL_BUT_ADVERSARIAL] = plain
    for category in categories:
        groups[category] = [one for one in scored if one.question.category == category]
    return [_figures(group, some) for group, some in groups.items() if some]


def _figures(group: str, scored: Sequence[Scored]) -> Figures:
    rows = [one.scores for one in scored]
    means = {name: sum(row[name] for row in rows) / len(rows) for name in MEASURES}
    return Figures(group, len(rows), means, intervals(rows))


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that at least `share` (0–1) of them do not exceed; 0 of none."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)] if values else 0.0
