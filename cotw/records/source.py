"""A source: where something stands in truth. It prints as `archive:2026-11-20#<message id>` and parses back.

Everything derived carries at least one, so that it can be looked up and checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_WRITTEN = re.compile(r"(?P<family>[a-z]+):(?P<day>\d{4}-\d{2}-\d{2})#(?P<id>\S+)")


@dataclass(frozen=True, slots=True, order=True)
class SourceRef:
    """A record of truth: its family, the local day it stands under, and its id."""

    day: date
    id: str
    family: str = "archive"

    def __str__(self) -> str:
        return f"{self.family}:{self.day.isoformat()}#{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The source that prints as `text`. Raises ValueError for anything else."""
        written = _WRITTEN.fullmatch(text)
        if written is None:
            raise ValueError(f"not a source: {text!r} (expected archive:YYYY-MM-DD#id)")
        return cls(date.fromisoformat(written["day"]), written["id"], written["family"])
