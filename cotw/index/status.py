"""Status: what is in the index and how fresh it is, without opening more than the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cotw.errors import IndexMissing
from cotw.home import Home
from cotw.index.behind import behind, whole_snapshot
from cotw.index.opening import Fingerprint, Index, open_index
from cotw.index.placing import unplaced
from cotw.index.rows import aware, fetched
from cotw.settings import Config
from cotw.store.archive import Archive
from cotw.store.decided import decided_in


@dataclass(frozen=True, slots=True)
class Freshness:
    """Files and bytes of the archive that the index does not have yet, and units without a vector;
    decisions about threads that it does not know of.

    `rebuild_needed` says why the next refresh will build it anew, or is empty.
    """

    files_behind: int
    bytes_behind: int
    units_pending: int
    rebuild_needed: str = ""
    decisions_behind: int = 0

    @property
    def current(self) -> bool:
        """Whether nothing is left to do."""
        return not (self.files_behind or self.units_pending or self.decisions_behind or self.rebuild_needed)


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What is in the index. `size` is in bytes on the disk; instants are UTC, None in an empty index."""

    records: int
    messages: int
    exchanges: int
    sessions: int
    threads: int
    units: int
    first: datetime | None
    last: datetime | None
    encoder_name: str
    encoder_version: str
    size: int
    freshness: Freshness


def freshness(
    home: Home, config: Config, archive: Archive, *, wait_seconds: float, encoder_version: str | None = None
) -> Freshness:
    """How far the index is behind truth; without an index, by all of it.

    Without `encoder_version` it is not judged whether the encoder is still the one of the config.
    """
    try:
        with open_index(home, write=False, wait_seconds=wait_seconds) as index:
            return _freshness(index, home, config, archive, encoder_version)
    except IndexMissing as error:
        files = whole_snapshot(home, archive)
        return Freshness(len(files), sum(file.size for file in files), 0, error.message)


def status(
    home: Home, config: Config, archive: Archive, *, wait_seconds: float, encoder_version: str | None = None
) -> IndexStatus | None:
    """Counts, sizes and freshness; None when there is no index."""
    try:
        with open_index(home, write=False, wait_seconds=wait_seconds) as index:
            return _status(index, _freshness(index, home, config, archive, encoder_version))
    except IndexMissing:
        return None


def _status(index: Index, how_fresh: Freshness) -> IndexStatus:
    tables = ("records", "messages", "exchanges", "sessions", "threads", "units")
    counts = {table: fetched(index.database, f"SELECT count(*) FROM {table}")[0][0] for table in tables}
    first, last = fetched(index.database, "SELECT min(started), max(ended) FROM exchanges")[0]
    return IndexStatus(
        **counts,
        first=first and aware(first),
        last=last and aware(last),
        encoder_name=index.meta("encoder_name"),
        encoder_version=index.meta("encoder_version"),
        size=_size(index.folder),
        freshness=how_fresh,
    )


def _freshness(
    index: Index, home: Home, config: Config, archive: Archive, encoder_version: str | None
) -> Freshness:
    late = behind(index, home, archive)
    built = index.fingerprint
    wanted = Fingerprint.of(config, encoder_version or built.encoder)
    reason = ""
    if late.broken:
        reason = f"{late.broken} did not merely grow"
    elif built.encoder != wanted.encoder:
        reason = "the encoder is another one"
    elif built != wanted:
        reason = "time zone or modes of the config have changed"
    else:
        reason = _flaw_of_the_shelf(index)
    pending = fetched(index.database, "SELECT count(*) FROM units WHERE NOT stored")[0][0]
    undone = unplaced(index, decided_in(home))
    return Freshness(len(late.paths), late.size, pending, reason, undone)


def _flaw_of_the_shelf(index: Index) -> str:
    try:
        _ = index.shelf
    except IndexMissing as error:
        return error.message
    return ""


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:  # a version of the vector table that was just cleaned up
            continue
    return total
