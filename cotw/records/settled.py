"""Something settled in a conversation: what was decided or promised, by whom, and where it was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Settlement(StrEnum):
    """What was done by saying it."""

    DECISION = "decision"
    COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class Settled:
    """A decision or a promise in the words it was made in.

    `speaker` is `human` or `agent`, `at` the instant its exchange began (UTC), `source` its address. It was
    found by rules: it may lead to a quote, and is never stated as a fact.
    """

    text: str
    kind: Settlement
    speaker: str
    at: datetime
    source: str
