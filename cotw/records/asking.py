"""Asking: what it took to ask a language model, as the journal tells it.

A question takes two lines of the journal: one before anything is sent, with what it may take at most, and one
when it is over, with what it took. Whoever is killed in between counts as having taken the former. Neither
line holds a word of prompt or answer, nor where they stand: what was spent stays known when it is forgotten
for what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cotw.clock import parse_instant

KIND = "asked"
BEGUN, OVER = "begun", "over"


@dataclass(frozen=True, slots=True)
class Cost:
    """What was, or may be, spent: tokens sent and answered, and money in that of the configured prices."""

    tokens_in: int = 0
    tokens_out: int = 0
    money: float = 0.0

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.tokens_in + other.tokens_in, self.tokens_out + other.tokens_out, self.money + other.money
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a language model. `ms` is None as long as it is not over; `failure` in two words."""

    id: str
    at: datetime
    model: str
    place: str
    purpose: str
    cost: Cost
    is_counted: bool
    ms: int | None
    failure: str | None

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Asked:
        """The question of a journal line. Raises KeyError, TypeError or ValueError."""
        is_over = record["phase"] == OVER
        failure = record.get("failure")
        return cls(
            str(record["asked"]),
            parse_instant(record["at"]),
            str(record["model"]),
            str(record["place"]),
            str(record["purpose"]),
            Cost(int(record["tokens_in"]), int(record["tokens_out"]), float(record["cost"])),
            bool(record.get("counted")),
            int(record["ms"]) if is_over else None,
            None if failure is None else str(failure),
        )

    def record(self) -> dict[str, Any]:
        """The journal line that says so."""
        return {
            "kind": KIND,
            "asked": self.id,
            "phase": BEGUN if self.ms is None else OVER,
            "model": self.model,
            "place": self.place,
            "purpose": self.purpose,
            "tokens_in": self.cost.tokens_in,
            "tokens_out": self.cost.tokens_out,
            "counted": self.is_counted,
            "cost": self.cost.money,
            **({} if self.ms is None else {"ms": self.ms, "failure": self.failure}),
        }


def fold(records: Iterable[Mapping[str, Any]]) -> list[Asked]:
    """The questions that these lines tell of, in any order of lines, oldest first; others are passed over."""
    found: dict[str, Asked] = {}
    for record in records:
        if record.get("kind") != KIND:
            continue
        try:
            asked = Asked.from_record(record)
        except (KeyError, TypeError, ValueError):
            continue
        if asked.id not in found or asked.ms is not None:
            found[asked.id] = asked
    return sorted(found.values(), key=lambda one: one.at)


def spent(asked: Iterable[Asked]) -> Cost:
    """What these questions took together."""
    return sum((one.cost for one in asked), Cost())
