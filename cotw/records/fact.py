"""A fact: one statement of a Markdown file that a person bound, with its former selves.

A line that is edited goes on as the same *lineage*; each form it had is a *life*, with a beginning, an end,
and the reason for both. What stands in the file now is the life that has not ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Span = tuple[int, int]
"""The first and the last line, counted from 1."""


class Turn(StrEnum):
    """What happened to a fact."""

    NEW = "new"
    EDITED = "edited"
    MOVED = "moved"
    REMOVED = "removed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it stands in a file, below its headings, outermost first."""

    heading: tuple[str, ...]
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Life:
    """One form of a fact, from `began` until `ended` (None: it stands there now).

    `superseded_by` is the id of the form that took its place, None if none did.
    """

    id: str
    lineage: str
    path: str
    statement: Statement
    began: datetime
    beginning: Turn
    ended: datetime | None = None
    ending: Turn | None = None
    superseded_by: str | None = None

    @property
    def text(self) -> str:
        """What it says."""
        return self.statement.text

    @property
    def source(self) -> str:
        """Where it stands: `file:<path>#L<first>-L<last>`."""
        first, last = self.statement.span
        return f"file:{self.path}#L{first}-L{last}"

    @property
    def title(self) -> str:
        """Its headings in one line."""
        return " › ".join(self.statement.heading)


@dataclass(frozen=True, slots=True)
class Binding:
    """A file or folder whose Markdown a person declared to be facts, everywhere or in one thread."""

    path: str
    thread: str | None
    bound: datetime

    def holds(self, path: str) -> bool:
        """Whether `path` is the bound file, or lies in the bound folder."""
        return path == self.path or path.startswith(self.path.rstrip("/") + "/")


def binding_of(path: str, bindings: tuple[Binding, ...]) -> Binding | None:
    """The nearest binding that holds `path`."""
    return max((one for one in bindings if one.holds(path)), key=lambda one: len(one.path), default=None)
