"""Export: what was said, taken elsewhere – as JSON Lines, as pages to read, or as daily archives.

What was chosen comes together in a staging area, as in an import, and leaves it in the same order: an
export of daily archives is, word for word, what an empty home makes of it when it takes it in again.
Secrets are masked unless the words themselves are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cotw.errors import NothingFound, UsageError
from cotw.extraction.redaction import redacted
from cotw.files import atomic_file, disk_errors, make_folder
from cotw.importers.staging import Staging
from cotw.memory import Memory
from cotw.records.message import Message
from cotw.records.problem import Problem
from cotw.records.threads import Threads
from cotw.store.day_file import write_sealed
from cotw.store.decided import decided_in

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """Which messages are meant; None means any. Session and thread are whole ids.

    `since` is the first instant inside, `until` the first one outside; both aware.
    """

    session: str | None = None
    thread: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, message: Message, threads: Threads) -> bool:
        """Whether a message is one of them; `threads` knows where it belongs."""
        return (
            (self.session is None or message.session == self.session)
            and (self.thread is None or threads.thread_of(message) == self.thread)
            and (self.since is None or message.timestamp >= self.since)
            and (self.until is None or message.timestamp < self.until)
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The messages of an export in their order, the records of the archive that could not be read, and what
    is known of threads.
    """

    staging: Staging
    messages: int
    problems: list[Problem]
    threads: Threads


@contextmanager
def chosen(memory: Memory, choice: Choice, *, raw: bool) -> Iterator[Chosen]:
    """Gathers what is meant by `choice`, with secrets masked unless `raw`. Raises NothingFound."""
    archive, threads = memory.truth.archive, decided_in(memory.home).threads
    with Staging(memory.truth.zone, None if raw else redacted) as staging:
        for _ in range(_ATTEMPTS):
            try:
                for message in archive.read_all():
                    if choice.holds(message, threads):
                        staging.add(message)
                break
            except FileNotFoundError:  # its day was sealed meanwhile: what is staged twice is kept once
                continue
        staging.settle()
        count = sum(staging.counts().values())
        if not count:
            raise NothingFound("there is nothing of that kind to export", hint="see: cotw archive list")
        yield Chosen(staging, count, archive.problems, threads)


def write_lines(found: Chosen, stream: BinaryIO) -> None:
    """Writes a record a line, oldest first; `cotw ingest` reads them back with the same ids."""
    for day in found.staging.days():
        for record in found.staging.records_of(day):
            stream.write(record + b"\n")


def write_days(memory: Memory, found: Chosen, folder: Path) -> int:
    """Writes a daily archive for each day; returns how many."""
    days = found.staging.days()
    for day in days:
        path = folder / f"{day.isoformat()}.json"
        with disk_errors(path), atomic_file(path) as stream:
            write_sealed(stream, day.isoformat(), str(memory.truth.zone), found.staging.records_of(day))
    return len(days)


def write_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Lets `write` fill the file at `path`, which appears when it is complete."""
    with disk_errors(path), atomic_file(path) as stream:
        write(stream)


def refuse_place(memory: Memory, place: Path, *, force: bool) -> None:
    """Raises UsageError for a place in the home, and for one that holds something, unless `force`."""
    if place.absolute().resolve().is_relative_to(memory.home.root.resolve()):
        raise UsageError("an export does not belong inside the home", hint="name a place outside of it")
    taken = any(place.iterdir()) if place.is_dir() else place.exists()
    if taken and not force:
        raise UsageError(
            f"{place} is there already", hint="name another place, or write over it with --force"
        )


def make_place(folder: Path) -> Path:
    """The folder of an export. Raises UsageError when a file has its name."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", hint="this form is a folder of files: name one with -o DIR")
    return make_folder(folder)
