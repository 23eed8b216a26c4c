"""Scores of standing: what evidence adds up to, where it goes, and what of it tells most.

Evidence is added in the order it was said, whenever it was read, and kept within 1 and 10 at each step: at
the top a broken word shows at once. Nothing fades with time: that nobody spoke says nothing of anybody. What
moves with time is the trajectory, which is that of the last four weeks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from cotw.records.standing import (
    HIGHEST,
    LOWEST,
    START,
    Dimension,
    Edge,
    Moved,
    Standing,
    Trajectory,
)
from cotw.reflection.standing_patterns import PATTERN_NAMED, PATTERNS

WINDOW = timedelta(days=28)
# What the window must move to be a direction: about two clear pieces of evidence more one way than the other.
TELLING = 0.20
# Much was said that moved it, to and fro, and it did not come from the spot.
_STUCK_FROM = 4
_KEY = 3
_RECURS_FROM = 2
_LACKING_NAMED = 2


def in_order(evidence: Iterable[Moved]) -> list[Moved]:
    """As it was said, whenever it was read."""
    return sorted(evidence, key=lambda one: (one.said, one.source, one.dimension))


def scores(evidence: Sequence[Moved], instants: Sequence[datetime]) -> list[float]:
    """The score of one dimension at each of these instants, which are in order; `evidence` is, too."""
    found: list[float] = []
    score, place = START, 0
    for instant in instants:
        while place < len(evidence) and evidence[place].said < instant:
            score = min(HIGHEST, max(LOWEST, score + evidence[place].delta))
            place += 1
        found.append(round(score, 4))
    return found


def standings(evidence: Iterable[Moved], until: datetime) -> tuple[Standing, ...]:
    """How it stands with each dimension, by what was said before `until`."""
    said = in_order(one for one in evidence if one.said < until)
    return tuple(
        _standing(dimension, [one for one in said if one.dimension is dimension], until)
        for dimension in Dimension
    )


def edge_told(edge: Edge) -> str:
    """A growth edge as a sentence: what recurs or was not seen yet, and nothing more."""
    if edge.recurs:
        return f"{_says(edge.recurs)}, {edge.times} times in the last {WINDOW.days} days"
    if edge.lacks:
        return f"not seen yet: {' or '.join(map(_says, edge.lacks))}"
    return ""


def _says(name: str) -> str:
    """What a pattern means; one of a version that knew others is called by its name."""
    return PATTERN_NAMED[name].says if name in PATTERN_NAMED else name


def _standing(dimension: Dimension, evidence: Sequence[Moved], until: datetime) -> Standing:
    recent = [one for one in evidence if one.said >= until - WINDOW]
    net = round(sum(one.delta for one in recent), 4)
    (score,) = scores(evidence, [until])
    return Standing(
        dimension,
        score,
        _trajectory(len(recent), net),
        len(evidence),
        net,
        _key_evidence(recent) or tuple(evidence[-1:]),
        _edge(dimension, evidence, recent),
    )


def _trajectory(count: int, net: float) -> Trajectory:
    if net >= TELLING:
        return Trajectory.RISING
    if net <= -TELLING:
        return Trajectory.DECLINING
    return Trajectory.STUCK if count >= _STUCK_FROM else Trajectory.STABLE


def _key_evidence(recent: Sequence[Moved]) -> tuple[Moved, ...]:
    """What moved most, the latest first where it moved as much; shown latest first."""
    latest = list(reversed(recent))
    most = sorted(latest, key=lambda one: -abs(one.delta))[:_KEY]
    return tuple(one for one in latest if one in most)


def _edge(dimension: Dimension, evidence: Sequence[Moved], recent: Sequence[Moved]) -> Edge:
    """What pulls down again and again; else what would lift and has never been seen."""
    down = Counter(one.pattern for one in recent if one.delta < 0)
    if down and (most := min(down.items(), key=lambda item: (-item[1], item[0])))[1] >= _RECURS_FROM:
        return Edge(recurs=most[0], times=most[1])
    if not evidence:
        return Edge()
    seen = {one.pattern for one in evidence}
    lifting = (one for one in PATTERNS if one.dimension is dimension and one.direction.delta > 0)
    return Edge(lacks=tuple(one.name for one in lifting if one.name not in seen)[:_LACKING_NAMED])
