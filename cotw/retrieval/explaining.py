"""Explaining: what was asked for, who proposed what, why each hit was let in, and how long it took.

Nothing here names a path or a voice: whatever speaks for an exchange is told as it stands in the hit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from cotw.records.hit import RecallFilters
from cotw.retrieval.bounds import Bounds

if TYPE_CHECKING:
    from cotw.retrieval.fusion import Fused


@dataclass(frozen=True, slots=True)
class Asked:
    """What was looked for: the question's words with their weights, the bounds, the moment of asking.

    `proposed` says how many exchanges each path proposed, `bounds` what a hit needed to be let in.
    """

    words: tuple[tuple[str, float], ...]
    filters: RecallFilters
    at: datetime
    zone: tzinfo
    proposed: Mapping[str, int]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds: `search` asks all paths at once, `fetch` reads the texts and judges them.

    Some paths are on their way while the question is embedded; `search` is what the others take longer.
    """

    embed: float
    search: float
    fetch: float
    total: float


def proposals(fused: Iterable[Fused]) -> dict[str, int]:
    """How many of these exchanges each path proposed by itself."""
    found = Counter(name for item in fused for name, hit in item.paths.items() if hit.rank is not None)
    return dict(sorted(found.items()))
