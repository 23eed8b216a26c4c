"""Vector cache: every vector ever made, by encoder version and text digest, so that none is made twice.

One SQLite file outside the index, shared by several processes. It is a cache: whatever is wrong with the
file, it is thrown away and begun anew, and the only loss is time. Vectors tell about texts, so the file
is private and what is forgotten is overwritten.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias, TypeVar

from cotw.errors import CotwError, DiskTrouble, Locked
from cotw.files import FileLock, disk_errors, disk_trouble, make_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector: TypeAlias = NDArray[np.float32]

Result = TypeVar("Result")

BUSY_SECONDS = 30.0
_LAYOUT = 1
_SCHEMA = """
CREATE TABLE vectors (
    encoder TEXT NOT NULL,    -- version, 12 hexadecimal digits
    digest BLOB NOT NULL,     -- of the embedded text, 16 bytes
    vector BLOB NOT NULL,     -- float32, little-endian
    checksum INTEGER NOT NULL,  -- CRC-32 of the three
    PRIMARY KEY (digest, encoder)
)
"""
_VALUES_A_QUERY = 500  # SQLite limits the number of `?`
# What SQLite says of a file that is none of ours, of another layout or damaged.
_BROKEN = frozenset(
    {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA}
)


def text_digest(text: str) -> bytes:
    """The 16 bytes by which a text's vector is known."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


class VectorCache:
    """The cache in one file. A context manager; safe to use from several threads and processes.

    Raises DiskTrouble when the disk refuses and Locked when another process writes for too long.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._using = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        with self._using:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def fetch(self, encoder_version: str, digests: Iterable[bytes]) -> dict[bytes, Vector]:
        """The vectors that are there. A vector whose checksum is wrong is not."""
        import numpy as np

        wanted = list(digests)

        def read(connection: sqlite3.Connection) -> dict[bytes, Vector]:
            found: dict[bytes, Vector] = {}
            damaged = []
            for first in range(0, len(wanted), _VALUES_A_QUERY):
                some = wanted[first : first + _VALUES_A_QUERY]
                marks = ",".join("?" * len(some))
                query = (
                    f"SELECT digest, vector, checksum FROM vectors WHERE encoder = ? AND digest IN ({marks})"
                )
                for digest, data, checksum in connection.execute(query, (encoder_version, *some)):
                    if _checksum(encoder_version, digest, data) == checksum:
                        found[digest] = np.frombuffer(data, dtype="<f4")
                    else:
                        damaged.append((encoder_version, digest))
            if damaged:
                with _transaction(connection):
                    connection.executemany("DELETE FROM vectors WHERE encoder = ? AND digest = ?", damaged)
            return found

        return self._use(read)

    def store(self, encoder_version: str, rows: Mapping[bytes, Vector]) -> None:
        """Keeps the vectors, all or none of them; what is there stays."""
        records = []
        for digest, vector in rows.items():
            data = vector.astype("<f4").tobytes()
            records.append((encoder_version, digest, data, _checksum(encoder_version, digest, data)))

        def write(connection: sqlite3.Connection) -> None:
            with _transaction(connection):
                connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?, ?)", records)

        self._use(write)

    def count(self, encoder_version: str | None = None) -> int:
        """The number of vectors, of one encoder or of all."""
        condition, values = ("WHERE encoder = ?", (encoder_version,)) if encoder_version else ("", ())

        def read(connection: sqlite3.Connection) -> int:
            return int(connection.execute(f"SELECT count(*) FROM vectors {condition}", values).fetchone()[0])

        return self._use(read)

    def forget(self, digests: Iterable[bytes]) -> int:
        """Removes the vectors of these texts, whichever encoder made them; returns how many there were.

        Their bytes are overwritten, in the file and in its log.
        """
        wanted = [(digest,) for digest in digests]

        def write(connection: sqlite3.Connection) -> int:
            with _transaction(connection):
                before = connection.total_changes
                connection.executemany("DELETE FROM vectors WHERE digest = ?", wanted)
                removed = connection.total_changes - before
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return removed

        return self._use(write)

    def retain(self, encoder_version: str, digests: Iterable[bytes]) -> int:
        """Removes every vector but those of one encoder for these texts; returns how many.

        Their bytes are overwritten, and the file is made as small as it can be, which takes as much room
        again for a moment.
        """

        def write(connection: sqlite3.Connection) -> int:
            with _transaction(connection):
                connection.execute("CREATE TEMP TABLE kept (digest BLOB PRIMARY KEY) WITHOUT ROWID")
                connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((one,) for one in digests))
                before = connection.total_changes
                condition = "encoder <> ? OR digest NOT IN (SELECT digest FROM kept)"
                connection.execute(f"DELETE FROM vectors WHERE {condition}", (encoder_version,))
                removed = connection.total_changes - before
                connection.execute("DROP TABLE kept")
            if removed:
                connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return removed

        return self._use(write)

    def _use(self, operation: Callable[[sqlite3.Connection], Result]) -> Result:
        """Runs `operation`; on a broken file once more with a new one."""
        with self._using:
            try:
                return operation(self._open())
            except sqlite3.Error as error:
                if _code(error) & 0xFF not in _BROKEN:
                    self.close()
                    raise self._trouble(error) from error
            try:
                self._discard()
                return operation(self._open())
            except sqlite3.Error as error:
                self.close()
                raise self._trouble(error) from error

    def _open(self) -> sqlite3.Connection:
        """The connection to the file that has the name now: somebody may have deleted or replaced it."""
        if self._connection is not None and _identity(self._path) != self._identity:
            self.close()
        if self._connection is None:
            with disk_errors(self._path):
                make_folder(self._path.parent)
                # SQLite gives its log the permissions that the file has.
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            self._identity = _identity(self._path)
            self._connection = _connect(self._path)
            if _layout(self._connection) != _LAYOUT:
                self._prepare(self._connection)
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Makes the table in a new file. Several processes may have found it empty: one makes it."""
        with self._alone():
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            if _layout(connection) == 0:
                with _transaction(connection):
                    connection.execute(_SCHEMA)
                    connection.execute(f"PRAGMA user_version = {_LAYOUT}")
            elif _layout(connection) != _LAYOUT:
                raise sqlite3.DatabaseError("a layout of another version")

    def _discard(self) -> None:
        """Removes the broken file, unless another process has begun a new one since it was opened."""
        with self._alone(), disk_errors(self._path):
            ours = _identity(self._path) == self._identity  # asked before closing: then it cannot be reused
            self.close()
            for ending in ("", "-wal", "-shm") if ours else ():
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _alone(self) -> FileLock:
        return FileLock(self._path.with_name(self._path.name + ".lock"), wait_seconds=BUSY_SECONDS)

    def _trouble(self, error: sqlite3.Error) -> CotwError:
        match _code(error) & 0xFF:
            case sqlite3.SQLITE_FULL:
                return disk_trouble(OSError(errno.ENOSPC, ""), self._path)
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return Locked("another cotw is busy with the vector cache", hint="try again in a moment")
            case _:
                return DiskTrouble(f"{self._path}: {error}", hint="the file is a cache and may be deleted")


def _checksum(encoder_version: str, digest: bytes, data: bytes) -> int:
    """Over the key too: a damaged index of SQLite's can lead to another text's row."""
    return zlib.crc32(encoder_version.encode() + digest + data)


def _connect(path: Path) -> sqlite3.Connection:
    """A connection without implicit transactions; what it deletes it also overwrites."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON").fetchall()
    return connection


def _layout(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR))


def _identity(path: Path) -> tuple[int, int] | None:
    """Tells a file from another one that takes its name later."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
