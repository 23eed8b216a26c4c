"""The file of the shelf: its tables, how it is made and opened, and what SQLite's errors mean.

A reader holds the index lock, which keeps writers out; it needs no locks of SQLite's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cotw.errors import DiskTrouble, IndexMissing
from cotw.files import FILE_MODE

SHELF = "shelf.sqlite"
REBUILD = "build it anew from the archive: cotw index rebuild"
_MAPPED_BYTES = 1 << 33
_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY})

# `number` stands for an id: SQLite finds numbers sooner than texts, and LanceDB tells them with its findings.
# It is no primary key: numbers are random, and rows in their order would each touch another page of the file.
SCHEMA = """
CREATE TABLE facts (written INTEGER NOT NULL);
INSERT INTO facts VALUES (0);
CREATE TABLE units (
    number INTEGER NOT NULL UNIQUE, id TEXT NOT NULL, exchange TEXT NOT NULL, session TEXT NOT NULL,
    started INTEGER NOT NULL, speaker TEXT NOT NULL, encoder TEXT NOT NULL, text TEXT NOT NULL,
    vector BLOB NOT NULL);
CREATE TABLE exchanges (
    number INTEGER NOT NULL UNIQUE, id TEXT NOT NULL, session TEXT NOT NULL, thread TEXT NOT NULL,
    mode TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL, ord INTEGER NOT NULL,
    human TEXT NOT NULL, agent TEXT NOT NULL, human_sender TEXT NOT NULL, agent_sender TEXT NOT NULL,
    address TEXT NOT NULL, branch TEXT, origin TEXT NOT NULL, reported_by TEXT NOT NULL);
CREATE INDEX marked ON units (speaker) WHERE speaker IN ('standing', 'nothing');
CREATE INDEX places ON exchanges (session, started, ord, id);
CREATE TABLE titles (session TEXT PRIMARY KEY, title TEXT NOT NULL) WITHOUT ROWID;
-- Facts of bound files, former ones too; only those that stand and are bound (to a thread or to none) have
-- vectors. `changed` counts what was changed of them, `knowledge_places` is how far the chains were read.
CREATE TABLE knowledge (
    id TEXT PRIMARY KEY, lineage TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, began TEXT NOT NULL, beginning TEXT NOT NULL, ended TEXT,
    ending TEXT, superseded_by TEXT, bound INTEGER NOT NULL, thread TEXT, vector BLOB);
CREATE TABLE knowledge_state (changed INTEGER NOT NULL);
INSERT INTO knowledge_state VALUES (0);
CREATE TABLE knowledge_places (
    kind TEXT PRIMARY KEY, name TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,
    digest TEXT NOT NULL) WITHOUT ROWID;
"""


def create_shelf(folder: Path) -> None:
    """Makes an empty shelf in `folder`."""
    path = folder / SHELF
    with shelf_errors():
        connection = sqlite3.connect(path, isolation_level=None)
        path.chmod(FILE_MODE)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA)
        connection.close()


def connect(folder: Path, *, write: bool) -> sqlite3.Connection:
    """Opens the shelf in `folder`, without implicit transactions; the caller holds the index lock."""
    address = _address(folder / SHELF, write=write)
    with shelf_errors():
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        if write:
            connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("SELECT written FROM facts").fetchone()
    return connection


def _address(path: Path, *, write: bool) -> str:
    """How SQLite opens it: for reading as a file that nobody changes.

    Unless a writer was killed: then what it left in its log has to be read too.
    """
    if write:
        return f"{path.absolute().as_uri()}?mode=rw"
    log = path.with_name(f"{path.name}-wal")
    killed = log.exists() and log.stat().st_size > 0
    return f"{path.absolute().as_uri()}?mode=ro{'' if killed else '&immutable=1'}"


@contextmanager
def shelf_errors() -> Iterator[None]:
    """Raises DiskTrouble when the disk refuses, and IndexMissing for whatever else is wrong with the file."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _FULL:
            raise DiskTrouble(
                f"{SHELF} of the index cannot be written: {error}",
                hint="check space and permissions and run the command again; nothing that was saved is lost",
            ) from error
        raise IndexMissing(f"{SHELF} of the index cannot be read", hint=REBUILD) from error
