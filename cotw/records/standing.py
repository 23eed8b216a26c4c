"""Standing: four dimensions in which a person grows, and what of their own words moved them.

Courage to stay with what is uncomfortable (ground) and to speak for oneself (self), Word (honesty, following
through, setting oneself right) and Brand (constancy, the trail that is left). Each stands between 1 and 10
and begins at 5. Rules count what was said; a score is a count, not a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

LOWEST, START, HIGHEST = 1.0, 5.0, 10.0


class Dimension(StrEnum):
    """What a person grows in."""

    SELF = "courage-self"
    GROUND = "courage-ground"
    WORD = "word"
    BRAND = "brand"

    @property
    def label(self) -> str:
        """As a person reads it."""
        return _LABELS[self]


_LABELS = {
    Dimension.SELF: "Courage (self)",
    Dimension.GROUND: "Courage (ground)",
    Dimension.WORD: "Word",
    Dimension.BRAND: "Brand",
}


class Direction(StrEnum):
    """Which way something moves a dimension, and whether much."""

    MUCH_UP = "++"
    UP = "+"
    DOWN = "-"
    MUCH_DOWN = "--"

    @property
    def delta(self) -> float:
        """How far it moves at full confidence."""
        return _DELTAS[self]


_DELTAS = {
    Direction.MUCH_UP: 0.20,
    Direction.UP: 0.10,
    Direction.DOWN: -0.15,
    Direction.MUCH_DOWN: -0.25,
}


class Trajectory(StrEnum):
    """Where a dimension goes."""

    RISING = "rising"
    STABLE = "stable"
    STUCK = "stuck"
    DECLINING = "declining"


@dataclass(frozen=True, slots=True)
class Moved:
    """One piece of evidence: a pattern that was found in a message of the person, and how far it moved what.

    `source` is the address of the exchange, `said` when that began (UTC). Never the words: they are fetched
    by the address when they are shown.
    """

    pattern: str
    dimension: Dimension
    delta: float
    source: str
    said: datetime


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a dimension could grow, as far as rules can tell: what recurs, or else what was never seen."""

    recurs: str = ""
    times: int = 0
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one dimension: of how many pieces of evidence, and `net` what the last weeks moved.

    `key` are the pieces of these weeks that moved it most; if there were none, the last there was.
    """

    dimension: Dimension
    score: float
    trajectory: Trajectory
    evidence: int
    net: float
    key: tuple[Moved, ...]
    edge: Edge


@dataclass(frozen=True, slots=True)
class Night:
    """What one night made of all that was said until then.

    `day` is the day on whose evening it began, `messages` were read, `recent` moved something last, the
    latest first.
    """

    day: date
    messages: int
    standings: tuple[Standing, ...]
    recent: tuple[Moved, ...]
