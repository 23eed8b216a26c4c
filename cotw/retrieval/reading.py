"""Reading: what the voices that need texts know of the exchanges that were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cotw.retrieval.fetch import Found


@dataclass(frozen=True, slots=True)
class Read:
    """Of each exchange that was read: its texts, which of the question's words it holds (their places among
    them), and what share of them all that is, the rarer the more.
    """

    rows: Mapping[str, Found]
    held: Mapping[str, frozenset[int]]
    shares: Mapping[str, float]
