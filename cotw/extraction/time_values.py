"""Time values: what is read of time in a question besides a window – orders, and events that tell the time.

They stand apart from the rules that read them, which take their time to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Words = tuple[int, int]


class Order(StrEnum):
    """Which comes first of what answers a question; `RECENT` is something of late, not the last of all."""

    EARLIEST = "earliest"
    LATEST = "latest"
    RECENT = "recent"


class Side(StrEnum):
    """Where what is sought lies, seen from an event."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event that tells the time of what is sought, as the asker calls it: `the fair`, `we moved`."""

    side: Side
    event: str
