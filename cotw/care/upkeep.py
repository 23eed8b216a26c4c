"""Upkeep: the index and its cache put in order, and told what room that gained.

Refresh does most of it by itself, every few dozen additions. What is left for this are the additions since,
the room that old versions take, and vectors of texts that nobody said or of encoders that nobody uses.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from cotw.files import FileLock, folder_size
from cotw.index.behind import behind
from cotw.index.opening import Index, live_folder, next_folder, open_index, rebuild_lock
from cotw.index.reconciling import reconcile
from cotw.index.rows import fetched, streamed
from cotw.index.tidying import merge
from cotw.memory import Memory
from cotw.models.vectors import VectorCache, text_digest


@dataclass(frozen=True, slots=True)
class UpkeepReport:
    """Bytes of `index/` and `cache/` before and after, cached vectors removed, and whether an index over
    the vectors was trained.

    `behind` says that the index does not know all of the archive yet: then no cached vector is removed.
    """

    index_before: int
    index_after: int
    cache_before: int
    cache_after: int
    vectors_removed: int
    trained: bool
    behind: bool

    @property
    def gained(self) -> int:
        """Bytes that are free now; below zero when additions were merged into the indexes of the search."""
        return self.index_before + self.cache_before - self.index_after - self.cache_after


def upkeep(memory: Memory) -> UpkeepReport:
    """Tidies the index and the vector cache; waits for a rebuild that is going on.

    Raises IndexMissing when there is no index, Locked, DiskTrouble.
    """
    home, wait = memory.home, memory.wait_seconds
    index_before, cache_before = folder_size(home.index), folder_size(home.cache)
    with (
        FileLock(rebuild_lock(home), wait_seconds=wait),
        open_index(home, write=True, wait_seconds=wait) as index,
        VectorCache(home.cache / "vectors.sqlite") as cache,
    ):
        _clear_builds(memory)
        trained = _tidy(memory, index)
        is_behind = _is_behind(memory, index)
        removed = 0 if is_behind else cache.retain(index.meta("encoder_version"), _digests(index))
    return UpkeepReport(
        index_before=index_before,
        index_after=folder_size(home.index),
        cache_before=cache_before,
        cache_after=folder_size(home.cache),
        vectors_removed=removed,
        trained=trained,
        behind=is_behind,
    )


def _clear_builds(memory: Memory) -> None:
    """Removes what killed builds have left; who holds both locks knows that nobody is building."""
    for folder in (live_folder(memory.home), next_folder(memory.home)):
        shutil.rmtree(folder.with_name(f"{folder.name}.new"), ignore_errors=True)
    shutil.rmtree(next_folder(memory.home), ignore_errors=True)


def _tidy(memory: Memory, index: Index) -> bool:
    reconcile(index)
    rows_before = index.meta("trained_rows")
    merge(index, memory.config.index)
    index.database.execute("CHECKPOINT")
    return index.meta("trained_rows") != rows_before


def _is_behind(memory: Memory, index: Index) -> bool:
    """An index that lacks texts would have their vectors thrown away, which cost hours to make."""
    late = behind(index, memory.home, memory.truth.archive)
    pending = fetched(index.database, "SELECT count(*) FROM units WHERE NOT stored")[0][0]
    return bool(late or pending)


def _digests(index: Index) -> Iterator[bytes]:
    for (text,) in streamed(index.database.cursor(), "SELECT text FROM units"):
        yield text_digest(text)
