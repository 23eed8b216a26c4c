"""Reading: what the voices that need texts know of the exchanges that were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cotw.retrieval.fetch import Found


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of the best exchanges: their texts, which of the question's words each holds (their places
    among them), and the share of all those words that makes.
    """

    rows: Mapping[str, Found]
    held: Mapping[str, frozenset[int]]
    shares: Mapping[str, float]
