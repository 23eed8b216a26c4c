"""A finding: one place where a truth file does not say what its digests say it said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`file` is relative to the home; `record` is an id or a line, where one can be named."""

    file: str
    record: str | None
    reason: str

    def __str__(self) -> str:
        place = self.file if self.record is None else f"{self.file}: {self.record}"
        return f"{place}: {self.reason}"
