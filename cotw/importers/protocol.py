"""What every importer is: a name, a test for its own files, and a reader that yields messages.

A reader never raises for what it reads: what cannot be used becomes a `Problem`, and the reading goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import BinaryIO

from cotw.records.message import Message
from cotw.records.problem import Problem

Scalar = str | int | float | bool | None
Found = Iterator[Message | Problem]

# What a reader leaves in `carry` when the end of its file may still be growing and was not taken.
WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that an export holds beside its transcript: where it lies, its size in bytes, its SHA-256."""

    where: str
    size: int
    digest: str


def nothing_beside(name: str) -> Beside | None:
    """What lies beside a transcript that came alone."""
    return None


@dataclass(slots=True)
class ReadContext:
    """What a reader must know about its file, and what it remembers of it for the next time.

    `where` is the file's name for people, `file_stem` its name without ending, `zone` the zone of
    times without an offset. `fallback_instant` dates a file that holds no time at all;
    `fallback_session` (the stem, unless given) names the session of messages that name none. `beside`
    finds a file of the same export by its name or the beginning of it, up to a dot or dash.

    `offset` and `carry` are for files that grow: hand in those of the last reading and the next one
    begins where it ended. They are final once the iteration has ended. `at_rest` says that nobody is
    writing to the file: what stands at its end is all there will be.
    """

    where: str
    file_stem: str
    fallback_instant: datetime
    zone: tzinfo = UTC
    fallback_session: str = ""
    beside: Callable[[str], Beside | None] = nothing_beside
    offset: int = 0
    at_rest: bool = True
    carry: dict[str, Scalar] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fallback_session = self.fallback_session or self.file_stem

    def problem(self, line: int | None, reason: str) -> Problem:
        """Something in this file that could not be used."""
        return Problem(self.where, line, reason)

    def carried_number(self, name: str) -> int:
        """A counter of the last reading; 0 where there is none."""
        value = self.carry.get(name)
        return value if isinstance(value, int) else 0

    def carried_text(self, name: str) -> str | None:
        """A text of the last reading; None where there is none."""
        value = self.carry.get(name)
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Importer:
    """One transcript family.

    `recognises(head, complete)` judges by content alone: `head` is the beginning of the file (64 KiB
    are enough), `complete` says that it is all of it. A `resumable` importer begins at
    `context.offset` and leaves there the place after the last whole line; the others read the whole
    file each time. A `catch_all` takes what no other importer recognises.
    """

    name: str
    describe: str
    recognises: Callable[[bytes, bool], bool]
    read: Callable[[BinaryIO, ReadContext], Found]
    resumable: bool = False
    catch_all: bool = False
