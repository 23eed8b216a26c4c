"""What has been archived already, and which input files have been read how far.

A cache beside truth: deleted or out of step with the archive, it is made anew from the archive, which
only costs time. It lets an import leave out what is known without reading the whole archive.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from cotw.errors import DiskTrouble
from cotw.files import FILE_MODE, from_json, make_folder, to_json
from cotw.records.message import Message
from cotw.store.archive import OPEN_MARK, Archive, TruthFile

_SCHEMA = """
CREATE TABLE IF NOT EXISTS ids (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS archived (path TEXT PRIMARY KEY, size INTEGER, digest TEXT);
CREATE TABLE IF NOT EXISTS bookmarks (path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER,
                                      offset INTEGER, digest TEXT, importer TEXT, carry TEXT);
CREATE TABLE IF NOT EXISTS learned (tool TEXT, thread TEXT, session TEXT, first REAL, last REAL,
                                    PRIMARY KEY (tool, thread, session)) WITHOUT ROWID;
"""
_BATCH = 500

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far an input file has been read: `digest` (SHA-256) covers its first `offset` bytes."""

    path: str
    size: int
    mtime: int
    offset: int
    digest: str
    importer: str
    carry: Mapping[str, Scalar]


class Known:
    """An open cache of known ids and bookmarks."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def in_step(self, archive: Archive) -> bool:
        """Whether all that was learnt of the archive still holds; if not, bookmarks mean nothing."""
        return _agrees(self._seen(), archive.snapshot())

    def catch_up(self, archive: Archive) -> None:
        """Learns the ids of what was archived since the last time; begins anew if truth was changed."""
        snapshot = archive.snapshot()
        seen = self._seen()
        if not _agrees(seen, snapshot):
            for table in ("ids", "archived", "bookmarks", "learned"):
                self._connection.execute(f"DELETE FROM {table}")
            seen = {}
        for file in snapshot:
            if seen.get(file.path) != (file.size, file.digest):
                skip = seen[file.path][0] if file.path in seen else 0
                self._learn(archive, file, skip)
        self._note(seen, snapshot)

    def _learn(self, archive: Archive, file: TruthFile, skip: int) -> None:
        turns: list[Message] = []

        def ids() -> Iterator[str]:
            for id_, message in archive.known_of(file, skip):
                if message is not None and message.turn is not None:
                    turns.append(replace(message, text=""))
                yield id_

        self.add_ids(ids())
        self.add_turns(turns)

    def add_turns(self, messages: Iterable[Message]) -> None:
        """Notes when sessions were last spoken in, as far as they were learnt outside of transcripts."""
        self._connection.executemany(
            "INSERT INTO learned VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " first = min(first, excluded.first), last = max(last, excluded.last)",
            (
                (
                    one.tool,
                    one.thread or "",
                    one.session,
                    one.timestamp.timestamp(),
                    one.timestamp.timestamp(),
                )
                for one in messages
            ),
        )

    def session_near(self, tool: str, thread: str, instant: datetime, within: timedelta) -> str | None:
        """The session learnt of this tool and thread that is no further from `instant` than `within`."""
        seconds, gap = instant.timestamp(), within.total_seconds()
        row = self._connection.execute(
            "SELECT session FROM learned WHERE tool = ? AND thread = ? AND first - ? < ? AND last + ? > ?"
            " ORDER BY max(first - ?, ? - last), session LIMIT 1",
            (tool, thread, gap, seconds, gap, seconds, seconds, seconds),
        ).fetchone()
        return None if row is None else str(row[0])

    def _seen(self) -> dict[str, tuple[int, str]]:
        rows = self._connection.execute("SELECT path, size, digest FROM archived")
        return {path: (size, digest or "") for path, size, digest in rows}

    def note_archived(self, snapshot: Iterable[TruthFile]) -> None:
        """Remembers the state of the archive that the ids belong to."""
        self._note(self._seen(), snapshot)

    def _note(self, former: Mapping[str, tuple[int, str]], snapshot: Iterable[TruthFile]) -> None:
        now = {file.path: (file.size, file.digest) for file in snapshot}
        gone = [(path,) for path in former if path not in now]
        changed = [(path, *state) for path, state in now.items() if former.get(path) != state]
        self._connection.executemany("DELETE FROM archived WHERE path = ?", gone)
        self._connection.executemany("INSERT OR REPLACE INTO archived VALUES (?, ?, ?)", changed)

    def add_ids(self, ids: Iterable[str]) -> None:
        """Adds ids that are now archived."""
        self._connection.executemany("INSERT OR IGNORE INTO ids VALUES (?)", ((id_,) for id_ in ids))

    def archived_of(self, ids: Iterable[str]) -> set[str]:
        """Those of `ids` that are archived already."""
        if self._connection.execute("SELECT 1 FROM ids LIMIT 1").fetchone() is None:
            return set()
        wanted = list(ids)
        found: set[str] = set()
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            rows = self._connection.execute(f"SELECT id FROM ids WHERE id IN ({marks})", batch)
            found.update(row[0] for row in rows)
        return found

    def bookmark(self, path: str) -> Bookmark | None:
        """How far `path` was read, if it ever was."""
        row = self._connection.execute("SELECT * FROM bookmarks WHERE path = ?", (path,)).fetchone()
        if row is None:
            return None
        path, size, mtime, offset, digest, importer, carry = row
        return Bookmark(path, size, mtime, offset, digest, importer, from_json(carry))

    def bookmarked(self) -> list[str]:
        """The paths of all files that were read."""
        return [row[0] for row in self._connection.execute("SELECT path FROM bookmarks ORDER BY path")]

    def set_bookmarks(self, bookmarks: Iterable[Bookmark]) -> None:
        """Remembers how far files have been read, once their messages are archived."""
        rows = [
            (
                mark.path,
                mark.size,
                mark.mtime,
                mark.offset,
                mark.digest,
                mark.importer,
                to_json(dict(mark.carry)).decode(),
            )
            for mark in bookmarks
        ]
        self._connection.executemany("INSERT OR REPLACE INTO bookmarks VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


@contextmanager
def open_known(path: Path, *, wait_seconds: float) -> Iterator[Known]:
    """Opens the cache at `path`; what was changed is committed at the end. A damaged one is made anew."""
    make_folder(path.parent)
    connection = _connect(path, wait_seconds)
    try:
        with connection:
            yield Known(connection)
    except sqlite3.OperationalError as error:
        raise DiskTrouble(f"the cache {path} cannot be written: {error}", hint="check disk space") from error
    except sqlite3.DatabaseError as error:
        _remove(path)
        raise DiskTrouble(
            f"the cache {path} was damaged: {error}", hint="run the command again: it is made anew"
        ) from error
    finally:
        connection.close()


def _agrees(seen: Mapping[str, tuple[int, str]], snapshot: Iterable[TruthFile]) -> bool:
    """Whether truth only grew: sealed files are there unchanged, open days grew or were sealed."""
    now = {file.path: file for file in snapshot}
    for path, (size, digest) in seen.items():
        file = now.get(path)
        if digest.startswith(OPEN_MARK) and file is None:
            day = _day(path)
            if not any(_day(other) == day for other, file in now.items() if not file.is_open):
                return False
        elif file is None or file.digest != digest or file.size < size:
            return False
    return True


def _day(path: str) -> str:
    """The day that the name of a file of the archive begins with."""
    return path.rpartition("/")[2][:10]


def _connect(path: Path, wait_seconds: float) -> sqlite3.Connection:
    for attempt in (1, 2):
        try:
            connection = sqlite3.connect(path, timeout=wait_seconds)
        except sqlite3.OperationalError as error:
            raise DiskTrouble(
                f"the cache {path} cannot be opened: {error}", hint="check who owns the folder"
            ) from error
        try:
            # No waiting for the disk: what a power cut takes is learnt again from truth, and only from there.
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_SCHEMA)
            path.chmod(FILE_MODE)
            return connection
        except sqlite3.OperationalError as error:
            connection.close()
            raise DiskTrouble(
                f"the cache {path} cannot be opened: {error}", hint="check disk space"
            ) from error
        except sqlite3.DatabaseError:
            connection.close()
            if attempt == 2:
                raise
            _remove(path)
    raise AssertionError("unreachable")


def _remove(path: Path) -> None:
    for damaged in path.parent.glob(path.name + "*"):
        damaged.unlink(missing_ok=True)
