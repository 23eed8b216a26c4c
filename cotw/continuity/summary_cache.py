"""The cache of summaries: which passages were chosen for a day of a thread, by the digest of what was said.

It holds ids and places, no word of what was said, so that forgetting needs not look into it. Whatever is
wrong with the file, it is thrown away and begun anew, and the only loss is time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from cotw.continuity.telling import Passage
from cotw.files import FILE_MODE, from_json, make_folder, to_json

_SCHEMA = "CREATE TABLE IF NOT EXISTS passages (digest TEXT PRIMARY KEY, chosen BLOB NOT NULL) WITHOUT ROWID"
_BUSY_SECONDS = 5.0


class SummaryCache:
    """The cache in one file. A context manager; several processes may use it at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()

    def fetch(self, digest: str) -> list[Passage] | None:
        """What was chosen then; None if that is not known."""
        if self._connection is None:
            return None
        try:
            query = "SELECT chosen FROM passages WHERE digest = ?"
            row = self._connection.execute(query, (digest,)).fetchone()
            return None if row is None else [Passage.of_record(one) for one in from_json(row[0])]
        except (sqlite3.Error, ValueError, TypeError):
            return None

    def store(self, digest: str, chosen: Sequence[Passage]) -> None:
        """Keeps what was chosen, if the disk lets it."""
        if self._connection is None:
            return
        record = to_json([passage.to_record() for passage in chosen])
        with suppress(sqlite3.Error):
            self._connection.execute("INSERT OR REPLACE INTO passages VALUES (?, ?)", (digest, record))

    def _open(self) -> sqlite3.Connection | None:
        """The file, or a new one in its place; None where none can be made, and all is chosen each time."""
        make_folder(self._path.parent)
        for _ in range(2):
            try:
                self._path.touch(FILE_MODE)
                connection = sqlite3.connect(self._path, isolation_level=None, timeout=_BUSY_SECONDS)
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute(_SCHEMA)
                return connection
            except sqlite3.OperationalError:
                return None
            except sqlite3.DatabaseError:
                self._path.unlink(missing_ok=True)
            except OSError:
                return None
        return None
