"""The tables of the index, in DuckDB: what was said, paired into exchanges, with sessions and threads.

Only a process that holds the index lock may connect: DuckDB 2.0.0 reads a file's header before it locks
the file, and loses commits that another process acknowledged in between. For the same reason nobody
may open the file by other means: closing it would drop the lock of the process that owns it.

Large tables have no primary keys. The one writer leaves out what is there already; an index on 24-digit
ids would be four times the size of `records` itself and would be read at every opening.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cotw.errors import CotwError, DiskTrouble, IndexMissing, Locked
from cotw.files import FILE_MODE

if TYPE_CHECKING:
    import duckdb

# Raised whenever the same truth would give other rows: an index of another version is built anew.
PROJECTION_VERSION = "6"
FILE_NAME = "cotw.duckdb"
_THREADS = "2"
# A quarter of the default: each column of each table takes a block, and a small home is a third of the size.
_BLOCK_BYTES = "65536"
# Changes stay in the log until it is so large, also when the database is closed: writing them into the
# file takes 48 ms at 100,000 exchanges. Not longer: reading the log again at each opening takes 17 ms for
# every 100 KB, of which one more exchange makes 6.
_LOG_BYTES = "256KB"
_FULL = ("No space left on device", "Disk quota exceeded")
_FORBIDDEN = ("Read-only file system", "Permission denied", "Operation not permitted")
_DAMAGED = (
    "Corrupt database",
    "database has been invalidated",
    "lance error:",
    "LanceError(",
    "a Lance file",
)
_IN_USE = "Could not set lock on file"

# Instants are UTC without a zone: DuckDB's zoned type cannot be read without another package.
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE truth_files (path TEXT PRIMARY KEY, size BIGINT NOT NULL, digest TEXT);
-- Every archived record of any kind, so that a summary finds the session of the message it names.
-- `key` is the CRC-32 of the id: looking for a few ids among millions reads these numbers alone.
CREATE TABLE records (id TEXT NOT NULL, key UINTEGER NOT NULL, session TEXT NOT NULL, file TEXT NOT NULL);
-- Speech only. `prompt` hashes the stripped text of a human message, `words` those of either side; `dropped`
-- marks a queued prompt that came again as an ordinary line, what was retold, and what was learnt and is
-- told by a transcript as well. `turn` joins what was learnt together; it is NULL for transcripts.
-- `thread` is the one that the message itself names.
CREATE TABLE messages (
    id TEXT NOT NULL, session TEXT NOT NULL, instant TIMESTAMP NOT NULL, ord BIGINT NOT NULL,
    kind TEXT NOT NULL, sender TEXT NOT NULL, text TEXT NOT NULL, queued BOOLEAN NOT NULL,
    dropped BOOLEAN NOT NULL, prompt UBIGINT, thread TEXT, mode TEXT NOT NULL, project TEXT,
    tool TEXT NOT NULL, origin TEXT NOT NULL, address TEXT NOT NULL, branch TEXT,
    words UBIGINT, reported_by TEXT, turn TEXT);
-- What was learnt outside of transcripts: messages with words again, so that few are asked for among many.
-- `telling`: too long to be said twice by chance. `echoed`: a transcript has the same words.
CREATE TABLE learned (
    id TEXT NOT NULL, turn TEXT NOT NULL, session TEXT NOT NULL, instant TIMESTAMP NOT NULL,
    ord BIGINT NOT NULL, words UBIGINT NOT NULL, telling BOOLEAN NOT NULL, echoed BOOLEAN NOT NULL);
CREATE TABLE titles (id TEXT NOT NULL, session TEXT NOT NULL, about TEXT NOT NULL, title TEXT NOT NULL,
    instant TIMESTAMP NOT NULL);
-- `started`, `ord` and `id` are the position of the opening message.
CREATE TABLE exchanges (
    id TEXT NOT NULL, session TEXT NOT NULL, thread TEXT NOT NULL, mode TEXT NOT NULL,
    started TIMESTAMP NOT NULL, ended TIMESTAMP NOT NULL, ord BIGINT NOT NULL, human TEXT NOT NULL,
    agent TEXT NOT NULL, human_sender TEXT NOT NULL, agent_sender TEXT NOT NULL, address TEXT NOT NULL,
    tool TEXT NOT NULL, project TEXT, message_count INTEGER NOT NULL, digest TEXT NOT NULL, branch TEXT,
    origin TEXT NOT NULL, reported_by TEXT NOT NULL);
CREATE TABLE sessions (
    id TEXT PRIMARY KEY, thread TEXT NOT NULL, mode TEXT NOT NULL, project TEXT, tool TEXT NOT NULL,
    title TEXT NOT NULL, started TIMESTAMP NOT NULL, ended TIMESTAMP NOT NULL, exchanges BIGINT NOT NULL,
    messages BIGINT NOT NULL);
-- Those that somebody spoke in or that were made; `state` is open or archived.
CREATE TABLE threads (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, state TEXT NOT NULL, compactions BIGINT NOT NULL,
    last_active TIMESTAMP, exchanges BIGINT NOT NULL);
-- One embedded unit each. `stored`: its row is in the vector table.
CREATE TABLE units (
    id TEXT NOT NULL, exchange TEXT NOT NULL, ordinal INTEGER NOT NULL, speaker TEXT NOT NULL,
    text TEXT NOT NULL, stored BOOLEAN NOT NULL);
-- What each exchange names, what is asserted in it, and what it is about. `number`, `entity`, `subject`,
-- `object` and `topic` are the CRC-32 of the exchange's id and of the keys: a few among millions are found
-- by numbers alone.
CREATE TABLE mentions (
    exchange TEXT NOT NULL, number UINTEGER NOT NULL, entity UINTEGER NOT NULL, key TEXT NOT NULL,
    name TEXT NOT NULL, kind TEXT NOT NULL, confidence DOUBLE NOT NULL, count INTEGER NOT NULL);
CREATE TABLE triple_sources (
    exchange TEXT NOT NULL, number UINTEGER NOT NULL, subject UINTEGER NOT NULL, subject_key TEXT NOT NULL,
    subject_name TEXT NOT NULL, predicate TEXT NOT NULL, object UINTEGER NOT NULL, object_key TEXT NOT NULL,
    object_name TEXT NOT NULL, confidence DOUBLE NOT NULL);
CREATE TABLE topics (
    exchange TEXT NOT NULL, number UINTEGER NOT NULL, topic UINTEGER NOT NULL, key TEXT NOT NULL,
    name TEXT NOT NULL, weight DOUBLE NOT NULL);
-- Units whose rows lie in small files of the vector table.
CREATE TABLE young (id TEXT NOT NULL);
"""


def connect(folder: Path, *, write: bool) -> duckdb.DuckDBPyConnection:
    """Opens the database of an index in `folder`. The caller holds the index lock."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        # A query that names an unknown function would otherwise try a download for seconds.
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": _THREADS,
        "default_block_size": _BLOCK_BYTES,
        "checkpoint_threshold": _LOG_BYTES,
    }
    path = folder / FILE_NAME
    try:
        with storage_errors(folder):
            connection = duckdb.connect(str(path), read_only=not write, config=config)
    except duckdb.Error as error:
        if _IN_USE in str(error):
            raise Locked(f"another program has {path} open", hint="close it and try again") from error
        raise IndexMissing(
            "the index cannot be read by this version of cotw",
            hint="build it anew from the archive: cotw index rebuild",
        ) from error
    if write:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        if path.stat().st_mode & 0o077:
            path.chmod(FILE_MODE)
    return connection


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the empty tables."""
    with transaction(connection):
        connection.execute(_SCHEMA)


def read_facts(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What the index says about itself. Raises IndexMissing for a database that is none."""
    import duckdb

    try:
        # A cursor, for whoever shares the connection may be asking something else meanwhile.
        return dict(connection.cursor().execute("SELECT key, value FROM meta").fetchall())
    except duckdb.CatalogException as error:
        raise IndexMissing("the index is empty", hint="build it with: cotw index refresh") from error


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of the block's changes, or none."""
    connection.execute("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def bound(connection: duckdb.DuckDBPyConnection, **tables: Any) -> Iterator[None]:
    """Arrow tables as tables of queries, for the time of the block."""
    for name, table in tables.items():
        connection.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            connection.unregister(name)


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turns what DuckDB and LanceDB say about a full disk or damaged files into one clear sentence.

    Both wrap the operating system's refusal in errors of their own; only its words are left of it.
    """
    try:
        yield
    except (CotwError, AssertionError, KeyboardInterrupt):
        raise
    except Exception as error:
        words = str(error)
        if any(refusal in words for refusal in _FULL):
            raise DiskTrouble(
                f"no space left on the disk while writing {folder}",
                hint="free some space and run the command again; nothing that was saved is lost",
            ) from error
        if any(refusal in words for refusal in _FORBIDDEN):
            raise DiskTrouble(
                f"{folder} cannot be written",
                hint="check who owns the folder, or choose another home with --home",
            ) from error
        if any(sign in words for sign in _DAMAGED):
            raise IndexMissing(
                "the index is damaged", hint="build it anew from the archive: cotw index rebuild"
            ) from error
        raise
