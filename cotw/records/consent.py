"""Consent: which places a person let what kinds of text go to, folded from the decisions of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cotw.clock import parse_instant

KIND = "model_consent"
ALLOWED, REVOKED = "allowed", "revoked"


class TextKind(StrEnum):
    """What may go to a language model; consent names these."""

    CONVERSATIONS = "conversations"  # quotes from what was said
    HANDOFFS = "handoffs"  # pages that tell where a session or thread was left
    IDENTITY = "identity"  # SOUL.md and the other files that guide the agent
    FINDINGS = "findings"  # what models and jobs made of the others

    @property
    def meaning(self) -> str:
        """The kind as a person is asked about it."""
        return _MEANINGS[self]


_MEANINGS = {
    TextKind.CONVERSATIONS: "quotes from what you and your agents said",
    TextKind.HANDOFFS: "pages that tell where a session or thread was left",
    TextKind.IDENTITY: "SOUL.md and the other files that guide the agent",
    TextKind.FINDINGS: "what was made of these before: summaries, inquiries, counts",
}


@dataclass(frozen=True, slots=True)
class Consent:
    """What holds about a place: the kinds of text that may go there (none: it was revoked), who said so."""

    place: str
    kinds: frozenset[str]
    at: datetime
    actor: str
    channel: str

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Consent:
        """The decision of a ledger line. Raises KeyError, TypeError or ValueError."""
        kinds = record["kinds"]
        if record["decision"] not in (ALLOWED, REVOKED) or not isinstance(kinds, list):
            raise ValueError("not a decision about a place")
        return cls(
            str(record["place"]),
            frozenset(map(str, kinds)) if record["decision"] == ALLOWED else frozenset(),
            parse_instant(record["at"]),
            str(record["actor"]),
            str(record["channel"]),
        )


def fold(records: Iterable[Mapping[str, Any]]) -> dict[str, Consent]:
    """What holds, by place: the last decision. Other lines and broken ones are passed over."""
    holding: dict[str, Consent] = {}
    for record in records:
        if record.get("kind") != KIND:
            continue
        try:
            consent = Consent.from_record(record)
        except (KeyError, TypeError, ValueError):
            continue
        holding[consent.place] = consent
    return holding
