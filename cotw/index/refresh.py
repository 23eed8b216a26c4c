"""Refresh and rebuild: the index brought up to date with truth, or built anew beside itself and swapped in.

After any appends to truth both give the same content. Neither asks clock, network or language model for
it: everything comes from truth, by rules and the encoder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cotw.errors import IndexMissing, TruthDamaged
from cotw.files import FileLock
from cotw.home import Home
from cotw.index import opening
from cotw.index.catching_up import OutOfStep
from cotw.index.knowledge import pending_facts
from cotw.index.locking import index_lock
from cotw.index.opening import Index
from cotw.index.projector import Projected
from cotw.index.reconciling import reconcile
from cotw.index.storing import pending_units
from cotw.index.working import Progress, RefreshReport, Work
from cotw.models.embedding import Embedder
from cotw.models.vectors import VectorCache
from cotw.settings import Config
from cotw.store.archive import Archive

_ATTEMPTS = 5


def refresh(
    home: Home,
    config: Config,
    archive: Archive,
    embedder: Embedder,
    cache: VectorCache,
    *,
    wait_seconds: float,
    progress: Progress | None = None,
) -> RefreshReport:
    """Brings the index up to date; makes it when there is none, and anew when it does not fit any more.

    Raises Locked when another process kept the index for longer than `wait_seconds`, and DiskTrouble.
    """
    work = Work(home, config, archive, embedder, cache, wait_seconds, progress)
    try:
        return work.bring_up(lambda: _live(work))
    except (IndexMissing, OutOfStep):
        return _rebuild(work, only_if_needed=True)


def rebuild(
    home: Home,
    config: Config,
    archive: Archive,
    embedder: Embedder,
    cache: VectorCache,
    *,
    wait_seconds: float,
    progress: Progress | None = None,
) -> RefreshReport:
    """Builds the index anew beside the live one, which can be searched meanwhile, and swaps them.

    A second rebuild at the same time waits for the first. Raises Locked and DiskTrouble.
    """
    return _rebuild(Work(home, config, archive, embedder, cache, wait_seconds, progress))


@contextmanager
def _live(work: Work) -> Iterator[Index]:
    """The live index, for writing; made if there is none. Raises IndexMissing when it does not fit."""
    with index_lock(work.home, wait_seconds=work.wait_seconds):
        opening.heal(work.home)
        folder = opening.live_folder(work.home)
        if not opening.exists(work.home):
            _create(work, folder)
        with opening.open_folder(folder, write=True) as index:
            if index.fingerprint != work.fingerprint:
                raise IndexMissing("the index was built with other settings", hint="run: cotw index rebuild")
            reconcile(index)
            yield index


def _rebuild(work: Work, *, only_if_needed: bool = False) -> RefreshReport:
    with FileLock(opening.rebuild_lock(work.home), wait_seconds=work.wait_seconds):
        if only_if_needed:
            try:
                # Another process may have built it while this one waited.
                return work.bring_up(lambda: _live(work))
            except (IndexMissing, OutOfStep):
                pass
        for _ in range(_ATTEMPTS):
            try:
                return replace(_build(work), rebuilt=True)
            except OutOfStep:  # truth was changed while it was read
                continue
        raise TruthDamaged("the archive changes while it is read", hint="run: cotw check")


def _build(work: Work) -> RefreshReport:
    """Builds `next` and swaps it in once nothing of truth is missing in it."""
    folder = opening.next_folder(work.home)
    with index_lock(work.home, wait_seconds=work.wait_seconds):
        opening.heal(work.home)
        _create(work, folder)
    report = RefreshReport()
    while True:
        # Nobody else opens `next` before it is complete: it is built without the index lock.
        report += work.bring_up(lambda: opening.open_folder(folder, write=True))
        with index_lock(work.home, wait_seconds=work.wait_seconds):
            if _is_complete(work, folder):
                opening.mark_complete(work.home)
                opening.swap(work.home)
                return report


def _is_complete(work: Work, folder: Path) -> bool:
    """Takes in what was said while `folder` was built; False when that has to be embedded first."""
    with opening.open_folder(folder, write=True) as index:
        complete = work.project(index, Projected())
        return complete and not pending_units(index) and not pending_facts(index)


def _create(work: Work, folder: Path) -> None:
    embedder = work.embedder
    opening.create_index(folder, work.fingerprint, encoder_name=embedder.name, dimension=embedder.dimension)
