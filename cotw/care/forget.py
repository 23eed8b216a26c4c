"""Forget: takes words out of a home for good – truth, index and caches – and says where else they stand.

Truth first, under its lock; a process that is killed leaves the rest to the next writer. Then everything
derived: the index is built anew, so that no old page or version keeps a word, and vectors that nobody
refers to any more are overwritten.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from cotw.care.selecting import Selection
from cotw.care.starts import forget_starts
from cotw.errors import CotwError
from cotw.files import disk_errors
from cotw.importers.inputs import InputFile, find_inputs
from cotw.importers.reading import Reader
from cotw.importers.report import IngestReport
from cotw.index import opening
from cotw.index.locking import index_lock
from cotw.index.rows import streamed
from cotw.memory import Memory
from cotw.models.vectors import VectorCache, text_digest
from cotw.records.message import Message
from cotw.store.forgetting import DONE, unfinished
from cotw.store.forgetting import KIND as FORGET
from cotw.store.known import open_known
from cotw.wire.stopping import stop_keeper

Progress = Callable[[int, int], None]
# A keeper finishes what it answers.
_LEAVING_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done: records taken out, whether the index was built anew, vectors overwritten.

    `index_removed` says why the index is gone instead, if it could not be built.
    """

    records: int
    index_rebuilt: bool
    index_removed: str
    vectors: int


def forget(memory: Memory, selection: Selection, by: Mapping[str, str], progress: Progress) -> Forgotten:
    """Forgets what was selected; `by` says who decided it. Raises TruthDamaged, Locked, DiskTrouble."""
    _dismiss_keeper(memory)
    # First what no ledger remembers: who is killed after it finds the words again, and can go on.
    for path in selection.files:
        with disk_errors(path):
            path.unlink(missing_ok=True)
    cache = memory.home.cache / "known.sqlite"
    with open_known(cache, wait_seconds=memory.wait_seconds) as known, memory.truth.writing() as writer:
        known.catch_up(memory.truth.archive)
        writer.forget(frozenset(selection.ids), dict(by))
        # The ids stay known, and so do the files that were read.
        known.note_archived(memory.truth.archive.snapshot())
    return finish(memory, progress)


def finish(memory: Memory, progress: Progress) -> Forgotten:
    """Clears what is derived from forgotten records, and notes that it is done."""
    with memory.truth.writing():
        pass  # the truth of an earlier, interrupted decision is finished by whoever opens it for writing
    pending = unfinished(memory.truth.decisions(FORGET), until=DONE)
    forget_starts(memory.home)
    removed = ""
    exists = opening.exists(memory.home)
    if exists:
        try:
            memory.rebuild(progress)
        except CotwError as error:
            removed = str(error)
            _remove_index(memory)
    vectors = _forget_vectors(memory)
    with memory.truth.writing() as writer:
        for forgetting in pending:
            writer.note_forgotten(forgetting)
    _dismiss_keeper(memory)  # one that came meanwhile
    records = sum(len(forgetting.ids) for forgetting in pending)
    return Forgotten(records, exists and not removed, removed, vectors)


def sources(memory: Memory, ids: set[str], progress: Progress) -> Iterator[Path]:
    """The transcripts of the tools themselves that still hold one of these records.

    Every file that was taken in and is still there is read once more by its importer.
    """
    with open_known(memory.home.cache / "known.sqlite", wait_seconds=memory.wait_seconds) as known:
        paths = [Path(path) for path in known.bookmarked()]
    for done, path in enumerate(paths):
        progress(done, len(paths))
        sought = _Sought(ids)
        reader = Reader(sought, IngestReport(), memory.truth.zone, memory.clock())
        for found in find_inputs([path], without=memory.home.root, named=False):
            if isinstance(found, InputFile):
                reader.read_file(found, None, lambda _: None)
        if sought.found:
            yield path
    progress(len(paths), len(paths))


class _Sought:
    """Receives what is read of a file, and notes whether some records are among it."""

    def __init__(self, ids: set[str]) -> None:
        self._ids = ids
        self.found = False

    def add(self, message: Message) -> None:
        self.found = self.found or message.id in self._ids


def _dismiss_keeper(memory: Memory) -> None:
    """Nobody answers any more out of what was read before; the next one that is started reads anew."""
    stop_keeper(str(memory.home.root), seconds=_LEAVING_SECONDS)


def _forget_vectors(memory: Memory) -> int:
    """Overwrites the cached vectors of texts that are not in the index; of all texts, if there is none."""
    with VectorCache(memory.home.cache / "vectors.sqlite") as cache:
        if not opening.exists(memory.home):
            return cache.retain("", ())
        with memory.index() as index:
            texts = streamed(index.database.cursor(), "SELECT text FROM units")
            kept = chain((text for (text,) in texts), index.shelf.knowledge.embedded_texts())
            return cache.retain(index.meta("encoder_version"), map(text_digest, kept))


def _remove_index(memory: Memory) -> None:
    with index_lock(memory.home, wait_seconds=memory.wait_seconds):
        for folder in ("live", "next", "previous"):
            shutil.rmtree(memory.home.index / folder, ignore_errors=True)
