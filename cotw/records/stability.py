"""Stability: how much an exchange moved, and the words that say so.

Entropy is a sum of nine terms, each with a fixed weight. Rules read it off the words; it says where to look,
never how somebody feels.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Term(StrEnum):
    """What can make an exchange count."""

    CORRECTION = "correction"
    NOVEL_CONCEPT = "novel-concept"
    EMOTION = "emotion"
    PARADOX = "paradox"
    METACOGNITION = "metacognition"
    PLAN_MISMATCH = "plan-mismatch"
    QUALITY_DECAY = "quality-decay"
    RECURSIVE_META = "recursive-meta"
    RELATIONAL = "relational"


class Level(StrEnum):
    """What an entropy amounts to."""

    NOMINAL = "nominal"
    ACTIVE = "active"
    ELEVATED = "elevated"
    CRITICAL = "critical"

    @classmethod
    def of(cls, entropy: float) -> Level:
        """The level of an entropy."""
        return max((begin, level) for begin, level in _BEGINS if entropy >= begin)[1]


# From which entropy on each level holds.
_BEGINS = ((0.0, Level.NOMINAL), (0.4, Level.ACTIVE), (0.8, Level.ELEVATED), (1.0, Level.CRITICAL))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that made a term.

    `speaker` is `human` or `agent`, `begin` the place of `words` among the characters of what they said,
    `quote` the sentence in which they stand, on one line.
    """

    speaker: str
    words: str
    begin: int
    quote: str


@dataclass(frozen=True, slots=True)
class Weight:
    """A term that was found, what it adds, and why."""

    term: Term
    amount: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Entropy:
    """The entropy of one exchange.

    `sustained` counts the exchanges in a row, this one included, whose terms alone come to `active` or more;
    from the fourth on `share` of the terms is left.
    """

    exchange: str
    weights: tuple[Weight, ...]
    sustained: int = 0
    share: float = 1.0

    @property
    def value(self) -> float:
        """The sum of the terms, as much of it as is left."""
        return round(self.share * sum(weight.amount for weight in self.weights), 4)

    @property
    def level(self) -> Level:
        """What it amounts to."""
        return Level.of(self.value)


class Circling(StrEnum):
    """What goes in circles."""

    CALL = "same call"
    READ = "same file read"
    OUTPUT = "same output"


@dataclass(frozen=True, slots=True)
class Loop:
    """Something an agent did again and again within its last calls.

    `tool` and `target` are those of the last time, `sources` the addresses of the records, oldest first.
    """

    kind: Circling
    tool: str
    target: str
    sources: tuple[str, ...]

    @property
    def times(self) -> int:
        """How often."""
        return len(self.sources)


class Pulling(StrEnum):
    """Why two things that were said pull in two directions."""

    TAKEN_BACK = "decided, and taken back"
    CONTRARY = "two instructions that look contrary"
    CORRECTED_AGAIN = "corrected, and corrected again"


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, whose it is, when the exchange began in which it was said (UTC), and its address."""

    text: str
    speaker: str
    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Tension:
    """Two sentences that do not go together, in the order they were said."""

    kind: Pulling
    first: Quote
    second: Quote
