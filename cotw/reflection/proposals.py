"""Proposals: sentences that might become traits, and what a person decided; folded from journal and ledger.

A proposal is a line of the journal: its words came from a thinker, its state from nowhere but a person's
decisions in the ledger, and from time: what nobody decides on lapses. What was approved stands in the
ledger with all that SOUL.md is told of it, so that it can be written, and taken out, whatever else is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from cotw.clock import parse_instant
from cotw.identity.traits import Trait

PROPOSED = "trait_proposed"
DECIDED = "trait"


class Verdict(StrEnum):
    """What a person may say to one proposal."""

    APPROVED = "approved"
    REJECTED = "rejected"
    UNDONE = "undone"


class State(StrEnum):
    """How it stands with a proposal."""

    PENDING = "pending"
    LAPSED = "lapsed"
    APPROVED = "approved"
    REJECTED = "rejected"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's decision on one proposal. `trait` is what SOUL.md is told, of one that was approved."""

    proposal: str
    verdict: Verdict
    at: datetime
    actor: str
    channel: str
    trait: Trait | None = None


@dataclass(frozen=True, slots=True)
class Aligned:
    """The principle that a direction is nearest to, its line in SOUL.md, and how near it is (cosine)."""

    text: str
    line: int
    nearness: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that a person may approve; `by` and `thinker` say whose words it is."""

    id: str
    at: datetime
    sentence: str
    because: str
    vectors: tuple[str, ...]
    principle: Aligned
    by: str
    thinker: str
    sources: tuple[str, ...]
    decided: Decided | None
    lapses: datetime

    def state(self, now: datetime) -> State:
        """How it stands with it at an instant."""
        if self.decided is not None:
            return State(self.decided.verdict.value)
        return State.LAPSED if now >= self.lapses else State.PENDING


def decisions(ledger: Iterable[Mapping[str, Any]]) -> dict[str, Decided]:
    """The decision that holds, by proposal. Each is decided once, and what was approved may be undone."""
    found: dict[str, Decided] = {}
    for record in ledger:
        if record.get("kind") != DECIDED:
            continue
        try:
            decided = _decided(record)
        except (KeyError, TypeError, ValueError):
            continue
        known = found.get(decided.proposal)
        if known is None and decided.verdict is not Verdict.UNDONE:
            found[decided.proposal] = decided
        elif known and known.verdict is Verdict.APPROVED and decided.verdict is Verdict.UNDONE:
            # What is to be taken out is what was put in.
            trait = known.trait
            found[decided.proposal] = Decided(
                decided.proposal, decided.verdict, decided.at, decided.actor, decided.channel, trait
            )
    return found


def fold(
    journal: Iterable[Mapping[str, Any]], ledger: Iterable[Mapping[str, Any]], lapse: timedelta
) -> dict[str, Proposal]:
    """The proposals by id, oldest first; other lines and broken ones are passed over."""
    decided = decisions(ledger)
    found: dict[str, Proposal] = {}
    for record in journal:
        if record.get("kind") != PROPOSED:
            continue
        try:
            proposal = _proposal(record, decided, lapse)
        except (KeyError, TypeError, ValueError):
            continue
        found.setdefault(proposal.id, proposal)
    return found


def _decided(record: Mapping[str, Any]) -> Decided:
    verdict = Verdict(record["decision"])
    trait = None
    if verdict is Verdict.APPROVED:
        sources = tuple(map(str, record["sources"]))
        trait = Trait(str(record["proposal"]), str(record["sentence"]), str(record["day"]), sources)
        if not trait.is_sound:
            raise ValueError("this is no trait that a person was shown")
    return Decided(
        str(record["proposal"]),
        verdict,
        parse_instant(record["at"]),
        str(record["actor"]),
        str(record["channel"]),
        trait,
    )


def _proposal(record: Mapping[str, Any], decided: Mapping[str, Decided], lapse: timedelta) -> Proposal:
    at, principle = parse_instant(record["at"]), record["principle"]
    return Proposal(
        id=str(record["id"]),
        at=at,
        sentence=str(record["sentence"]),
        because=str(record["because"]),
        vectors=tuple(map(str, record["vectors"])),
        principle=Aligned(str(principle["text"]), int(principle["line"]), float(principle["nearness"])),
        by=str(record["by"]),
        thinker=str(record["thinker"]),
        sources=tuple(map(str, record["sources"])),
        decided=decided.get(str(record["id"])),
        lapses=at + lapse,
    )
