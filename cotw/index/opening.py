"""Opening the index: under its lock, healed if a rebuild was killed between its two renames.

`index/live` holds the index, `index/next` one that is being built, `index/previous` one that was just
replaced. `next/COMPLETE` says that the build is finished and only the renames may be missing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4

from cotw.errors import IndexMissing, Locked
from cotw.files import FileLock, atomic_write, disk_errors, fsync_folder, make_folder
from cotw.home import Home
from cotw.ids import short_digest
from cotw.index.database import (
    FILE_NAME,
    PROJECTION_VERSION,
    connect,
    create_schema,
    read_facts,
    storage_errors,
)
from cotw.index.locking import index_lock
from cotw.index.shelf import Shelf
from cotw.index.shelf_file import REBUILD, create_shelf
from cotw.settings import Config

if TYPE_CHECKING:
    import duckdb

    from cotw.index.searching import UnitSearch
    from cotw.index.vectors import UnitTable

_COMPLETE = "COMPLETE"
_BUILD = "build it with: cotw index refresh"
_FIRST = "nothing was taken in so far; begin with: cotw ingest --discover"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the content of an index depends on, apart from truth. Another one means: build it anew."""

    projection: str
    settings: str
    encoder: str

    @classmethod
    def of(cls, config: Config, encoder_version: str) -> Fingerprint:
        """The fingerprint that an index of this configuration and encoder has."""
        modes = (f"{tool}={mode}" for tool, mode in sorted(config.modes.by_tool.items()))
        overlap = str(config.embedding.overlap_pieces)
        same_turn = str(config.learn.same_turn_minutes)
        settings = short_digest(config.home.timezone, overlap, same_turn, config.modes.default, *modes)
        return cls(PROJECTION_VERSION, settings, encoder_version)


@dataclass
class Index:
    """An open index. `database` is DuckDB's connection: use `database.cursor()` in other threads."""

    folder: Path
    database: duckdb.DuckDBPyConnection
    writable: bool
    _units: UnitTable | None = field(default=None, init=False, repr=False)
    _search: UnitSearch | None = field(default=None, init=False, repr=False)
    _shelf: Shelf | None = field(default=None, init=False, repr=False)
    _facts: dict[str, str] | None = field(default=None, init=False, repr=False)
    _opening: Lock = field(default_factory=Lock, init=False, repr=False)

    @property
    def units(self) -> UnitTable:
        """The vector table, opened when it is first asked for: importing LanceDB takes a second."""
        if self._units is None:
            from cotw.index.vectors import UnitTable

            with storage_errors(self.folder):
                self._units = UnitTable.open(self.folder)
        return self._units

    @property
    def search(self) -> UnitSearch:
        """The same table, opened for searching."""
        if self._search is None:
            from cotw.index.searching import UnitSearch

            with storage_errors(self.folder):
                self._search = UnitSearch.open(self.folder)
        return self._search

    @property
    def shelf(self) -> Shelf:
        """What recall reads. Raises IndexMissing when it has lost what DuckDB knows of."""
        with self._opening:
            if self._shelf is None:
                self._shelf = Shelf.open(self.folder, write=self.writable)
                if self._shelf.written < int(self.meta("shelved", "0")):
                    raise IndexMissing("the index has lost what was written last", hint=REBUILD)
            return self._shelf

    def shelve(self, change: Callable[[Shelf], None]) -> int:
        """Makes a change of the shelf, whole or not at all.

        Its number has to be kept as the fact `shelved` by the transaction that follows or is open.
        """
        number = max(self.shelf.written, int(self.meta("shelved", "0"))) + 1
        with self.shelf.changing(number):
            change(self.shelf)
        return number

    def close(self) -> None:
        """Closes both databases."""
        if self._shelf is not None:
            self._shelf.close()
        self.database.close()

    def search_exactly(self) -> None:
        """Lets `search` look at every vector from now on, and miss none."""
        from cotw.index.exact import ExactSearch

        with storage_errors(self.folder):
            self._search = ExactSearch.open(self.folder)

    def renew_units(self, dimension: int) -> UnitTable:
        """Puts an empty vector table in the place of the one there."""
        from cotw.index.vectors import UnitTable

        with storage_errors(self.folder):
            self._units = UnitTable.create(self.folder, dimension)
        self._search = None
        return self._units

    def meta(self, key: str, default: str = "") -> str:
        """A fact the index keeps about itself."""
        if self._facts is None:
            self._facts = read_facts(self.database)
        return self._facts.get(key, default)

    def set_meta(self, **facts: str) -> None:
        """Keeps facts, as part of the transaction that is open."""
        if self._facts is not None:
            self._facts |= facts
        rows = ", ".join("(?, ?)" for _ in facts)
        self.database.execute(
            f"INSERT INTO meta VALUES {rows} ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            list(chain.from_iterable(facts.items())),
        )

    @property
    def fingerprint(self) -> Fingerprint:
        """What this index was built with."""
        return Fingerprint(
            self.meta("projection_version"), self.meta("settings"), self.meta("encoder_version")
        )


@contextmanager
def open_index(home: Home, *, write: bool, wait_seconds: float) -> Iterator[Index]:
    """The index of `home`, for reading together with others or for writing alone.

    Raises IndexMissing when there is none or it belongs to another version, Locked when another
    process kept it for longer than `wait_seconds`.
    """
    with index_lock(home, wait_seconds=wait_seconds, shared=not write):
        if write:
            heal(home)
        folder = _readable_folder(home)
        with open_folder(folder, write=write) as index:
            if index.meta("projection_version") != PROJECTION_VERSION:
                raise IndexMissing("the index belongs to another version of cotw", hint=_BUILD)
            yield index


@contextmanager
def open_folder(folder: Path, *, write: bool) -> Iterator[Index]:
    """The index in one folder; the caller holds the lock."""
    index = Index(folder, connect(folder, write=write), write)
    try:
        with storage_errors(folder):
            yield index
    finally:
        index.close()


def create_index(folder: Path, fingerprint: Fingerprint, *, encoder_name: str, dimension: int) -> None:
    """Makes an empty index in `folder`, in the place of what may be there; the caller holds the lock.

    It is made under another name, so that a kill never leaves half of one.
    """
    begun = folder.with_name(f"{folder.name}.new")
    for old in (begun, folder):
        shutil.rmtree(old, ignore_errors=True)
    make_folder(begun)
    create_shelf(begun)
    facts = {
        "projection_version": fingerprint.projection,
        "settings": fingerprint.settings,
        "encoder_version": fingerprint.encoder,
        "encoder_name": encoder_name,
        "dimension": str(dimension),
        # The one fact that is no function of truth: it tells one build from the next.
        "build": uuid4().hex,
    }
    with open_folder(begun, write=True) as index:
        create_schema(index.database)
        index.renew_units(dimension)
        index.set_meta(**facts)
    with disk_errors(folder):
        begun.rename(folder)


def live_folder(home: Home) -> Path:
    """Where the index lies."""
    return home.index / "live"


def next_folder(home: Home) -> Path:
    """Where an index is built that is to take the place of the live one."""
    return home.index / "next"


def rebuild_lock(home: Home) -> Path:
    """The lock of whoever builds `next`."""
    return home.run / "rebuild.lock"


def mark_complete(home: Home) -> None:
    """Says that the index in `next` is finished."""
    atomic_write(next_folder(home) / _COMPLETE, b"")


def swap(home: Home) -> None:
    """Puts the finished `next` in the place of `live`; the caller holds the lock alone."""
    live, built, previous = live_folder(home), next_folder(home), home.index / "previous"
    shutil.rmtree(previous, ignore_errors=True)
    with disk_errors(home.index):
        if live.exists():
            live.rename(previous)
        built.rename(live)
        fsync_folder(home.index)
        (live / _COMPLETE).unlink(missing_ok=True)
    shutil.rmtree(previous, ignore_errors=True)


def heal(home: Home) -> None:
    """Finishes a swap that was killed, and clears away a build that was; the caller holds the lock alone."""
    built, previous = next_folder(home), home.index / "previous"
    if (built / _COMPLETE).exists():
        swap(home)
    elif previous.exists():
        shutil.rmtree(previous, ignore_errors=True)
    if built.exists():
        # Unless somebody is at it. The order of locks does not matter to one that does not wait.
        with suppress(Locked), FileLock(rebuild_lock(home), wait_seconds=0):
            shutil.rmtree(built, ignore_errors=True)


def exists(home: Home) -> bool:
    """Whether there is something that looks like an index."""
    return _find_folder(home) is not None


def _find_folder(home: Home) -> Path | None:
    live, built = live_folder(home), next_folder(home)
    if (live / FILE_NAME).exists():
        return live
    # A rebuild was killed between its renames; a reader may not rename, but it may read.
    return built if (built / _COMPLETE).exists() else None


def _readable_folder(home: Home) -> Path:
    folder = _find_folder(home)
    if folder is None:
        empty = not any(home.archive.rglob("[0-9]*.json*"))
        raise IndexMissing("there is no index yet", hint=_FIRST if empty else _BUILD)
    return folder
