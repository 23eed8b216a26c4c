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


@dataclass(slots=True)
class ReadContext:
    """What a reader must know about its file, and what it remembers of it for the next time.

    `where` is the file's name for people, `file_stem` its name without ending, `zone` the zone of
    times without an offset. `fallback_instant` dates a file that holds no time at all;
    `fallback_session` (the stem, unless given) names the session of messages that name none.

    `offset` and `carry` are for files that grow: hand in those of the last reading and the next one
    begins where it ended. They are final once the iteration has ended.
    """

    where: str
    file_stem: str
    fallback_instant: datetime
    zone: tzinfo = UTC
    fallback_session: str = ""
    offset: int = 0
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
