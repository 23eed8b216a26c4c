"""Catching up: reads what the index is behind of truth, in bounded batches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from cotw.files import disk_trouble
from cotw.home import Home
from cotw.index.behind import Behind, Unread, behind
from cotw.index.opening import Index
from cotw.index.placing import place
from cotw.index.projector import Batch, Projected, Projector
from cotw.index.rows import fetched
from cotw.index.rules import Rules
from cotw.index.units import Splitter
from cotw.records.message import Message
from cotw.store.archive import Archive

# After this long the lock is given up for a moment, so that nobody waits for a whole history.
_TURN_SECONDS = 4.0
_RETRIES = 10


class OutOfStep(Exception):
    """Truth did not merely grow: the index has to be built anew. The text names the file."""


def catch_up(
    index: Index, home: Home, archive: Archive, rules: Rules, splitter: Splitter, projected: Projected
) -> bool:
    """Projects what the index is behind and counts it in `projected`; False when there is more to do.

    Raises OutOfStep when truth did not merely grow.
    """
    projected.exchanges += place(index, rules)
    projector = Projector(index, rules, splitter)
    deadline = time.monotonic() + _TURN_SECONDS
    for _ in range(_RETRIES):
        todo = behind(index, home, archive)
        if todo.broken:
            raise OutOfStep(todo.broken)
        try:
            for batch in _batches(archive, todo):
                projected.add(projector.project(batch))
                if batch.finished and time.monotonic() > deadline:
                    return False
        except FileNotFoundError:
            continue  # The day was sealed while it was read: it is in another file now.
        _settle_gone(index, todo, projector)
        return True
    return False


def _batches(archive: Archive, todo: Behind) -> Iterator[Batch]:
    batch = Batch()
    for unread in todo.unread:
        for message in _read(archive, unread):
            if batch.is_full:
                yield batch
                batch = Batch()
            batch.add(message, unread.file.path)
        batch.finished.append(unread.file)
    if batch.finished:
        yield batch


def _read(archive: Archive, unread: Unread) -> Iterator[Message]:
    try:
        yield from archive.read_file(unread.file, unread.skip)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise disk_trouble(error, Path(unread.file.path)) from error


def _settle_gone(index: Index, todo: Behind, projector: Projector) -> None:
    """Forgets open days that were sealed, once every record of theirs stands in another file."""
    for path in todo.gone:
        if fetched(index.database, "SELECT 1 FROM records WHERE file = ? LIMIT 1", path):
            raise OutOfStep(path)
    if todo.gone:
        projector.drop_files(todo.gone)
