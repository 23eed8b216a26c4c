"""The archive: everything said, verbatim, one JSON document a day and a file of lines for the open day.

This is the reading side; appending and sealing are in `truth`. A day is its parts in order, and then
its open lines. Equal ids are the same message.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cotw.files import digest_of
from cotw.home import Home
from cotw.records.message import Message
from cotw.records.problem import Problem
from cotw.store.chain import Chain
from cotw.store.day_file import Row, read_rows
from cotw.store.following import Followed
from cotw.store.lines import first_line

OPEN_MARK = "open:"
_NAMES = 20_000
_SEALED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.part(\d+))?\.json")


@dataclass(frozen=True, slots=True, order=True)
class DayFile:
    """A file of the archive: its day, its part (0: still open) and its path relative to the home."""

    day: date
    part: int
    path: str

    @property
    def is_open(self) -> bool:
        return self.part == 0


@dataclass(frozen=True, slots=True)
class TruthFile:
    """A file as it stood, and what tells it from another one of the same name.

    `digest` is the SHA-256 of a sealed file. The lines of an open day only grow: for them it is that of
    the first line, after a mark. (A day that was sealed before it was over gets a new file of lines.)
    """

    path: str
    size: int
    digest: str

    @property
    def is_open(self) -> bool:
        """Whether its day is open and the file still grows."""
        return self.digest.startswith(OPEN_MARK)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the archive: how many records its files hold, and whether it is still open."""

    date: date
    files: tuple[str, ...]
    records: int
    size: int
    is_open: bool


@lru_cache(maxsize=_NAMES)
def _sealed_file(path: str) -> DayFile | None:
    """What the name of a file says of it; the same names are read at each line that is appended."""
    name = _SEALED_NAME.fullmatch(path.rpartition("/")[2])
    return DayFile(date.fromisoformat(name[1]), int(name[2] or 1), path) if name else None


class Archive:
    """Reads the archive of a home. `problems` gathers the records that could not be read."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.manifest = Chain(home.archive, "manifest.jsonl")
        self.problems: list[Problem] = []
        self._listed = Followed(self.manifest)

    def day_files(self) -> list[DayFile]:
        """Every file of the archive, by day; within a day parts first, open lines last."""
        found = self.open_files()
        # Names rather than paths: whoever appends a line asks for all of them, and paths take longer.
        for folder in self._home.archive.glob("[0-9][0-9][0-9][0-9]"):
            below = folder.relative_to(self._home.root)
            paths = (f"{below}/{name}" for name in os.listdir(folder))
            found += [file for file in map(_sealed_file, paths) if file]
        return sorted(found, key=lambda file: (file.day, file.is_open, file.part))

    def day_files_of(self, day: date) -> list[DayFile]:
        """The files of one day: its parts in order, and then its open lines. Looks for no other day's."""
        folder = self._home.archive / f"{day:%Y}"
        names = (path.name for path in folder.glob(f"{day.isoformat()}*.json"))
        parts = filter(
            None, (_sealed_file(f"{folder.relative_to(self._home.root)}/{name}") for name in names)
        )
        lines = self._home.open_days / f"{day.isoformat()}.jsonl"
        still_open = [DayFile(day, 0, str(lines.relative_to(self._home.root)))] if lines.exists() else []
        return sorted(parts, key=lambda file: file.part) + still_open

    def open_files(self) -> list[DayFile]:
        """The files of lines of the days that are not sealed yet."""
        found = self._home.open_days.glob("????-??-??.jsonl")
        root = self._home.root
        return sorted(
            DayFile(date.fromisoformat(path.stem), 0, str(path.relative_to(root))) for path in found
        )

    def sealed(self) -> dict[str, dict[str, object]]:
        """The manifest's record of every sealed file, by path relative to the home (newest wins)."""
        return {str(record["file"]): record for record in self._listed.records() if "file" in record}

    def snapshot(self) -> tuple[TruthFile, ...]:
        """The files of the archive as they stand now, with what identifies their content."""
        sealed, root = self.sealed(), str(self._home.root)
        files: list[TruthFile] = []
        for file in self.day_files():
            try:
                size = os.stat(f"{root}/{file.path}").st_size
                first = first_line(self._home.root / file.path) if file.is_open else b""
            except FileNotFoundError:
                # Sealed since the listing: its records stand in the sealed file, which we list anew.
                return self.snapshot()
            if file.is_open:
                files.append(TruthFile(file.path, size, OPEN_MARK + digest_of(first)))
            elif file.path in sealed:
                files.append(TruthFile(file.path, size, str(sealed[file.path]["sha256"])))
        return tuple(files)

    def read_file(self, file: TruthFile, skip_bytes: int = 0) -> Iterator[Message]:
        """The messages of one file; raises FileNotFoundError when it was sealed away meanwhile."""
        for row in read_rows(self._home.root / file.path, skip_bytes):
            message = self._message(file.path, row)
            if message is not None:
                yield message

    def known_of(self, file: TruthFile, skip_bytes: int = 0) -> Iterator[tuple[str, Message | None]]:
        """The ids of one file's messages with these; None for those forgotten, which must not come again."""
        for row in read_rows(self._home.root / file.path, skip_bytes):
            if row.record and "forgotten" in row.record:
                yield str(row.record["id"]), None
            elif (message := self._message(file.path, row)) is not None:
                yield message.id, message

    def read_all(self) -> Iterator[Message]:
        """Every message once, by day and place."""
        seen: set[str] = set()
        for file in self.snapshot():
            for message in self.read_file(file):
                if message.id not in seen:
                    seen.add(message.id)
                    yield message

    def read_day(self, day: date) -> list[Message]:
        """The messages of one day once, by instant."""
        found: dict[str, Message] = {}
        for file in self.day_files_of(day):
            for row in read_rows(self._home.root / file.path):
                message = self._message(file.path, row)
                if message is not None:
                    found.setdefault(message.id, message)
        return sorted(found.values(), key=lambda message: (message.timestamp, message.order, message.id))

    def days(self) -> list[Day]:
        """Every day, oldest first. Sealed files are counted from the manifest, open ones by lines."""
        sealed = self.sealed()
        by_day: dict[date, list[DayFile]] = {}
        for file in self.day_files():
            by_day.setdefault(file.day, []).append(file)
        return [self._day(day, files, sealed) for day, files in by_day.items()]

    def _day(self, day: date, files: list[DayFile], sealed: dict[str, dict[str, object]]) -> Day:
        records = size = 0
        for file in files:
            path = self._home.root / file.path
            size += path.stat().st_size
            entry = sealed.get(file.path)
            records += int(str(entry["count"])) if entry else sum(1 for _ in read_rows(path))
        still_open = any(file.is_open for file in files)
        return Day(day, tuple(file.path for file in files), records, size, still_open)

    def _message(self, path: str, row: Row) -> Message | None:
        if row.record is None:
            self.problems.append(Problem(path, row.line, row.reason))
            return None
        if "forgotten" in row.record:
            return None
        try:
            return Message.from_record(row.record)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self.problems.append(Problem(path, row.line, f"is not a record of an archive: {error}"))
            return None
