"""A problem: something in an input file that could not be used, named by file, line and reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be read as it should; the rest of the file was."""

    where: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}:{self.line}"
        return f"{place}: {self.reason}"
