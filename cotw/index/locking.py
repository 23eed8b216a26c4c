"""Locking: who may open DuckDB and LanceDB, and how a resident reader is asked to let go.

A keeper reads for as long as it lives. Who wants to write asks it to close the index; it answers when it has.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Self

from cotw.errors import Locked
from cotw.files import FileLock
from cotw.home import Home
from cotw.wire.calling import NoKeeper, Refused, ask_keeper
from cotw.wire.frames import Broken

# The keeper finishes what it answers just now; asked again is anyway.
_YIELD_SECONDS = 0.4


def index_lock(home: Home, *, wait_seconds: float, shared: bool = False) -> FileLock:
    """The lock that everybody holds who opens the index: shared for reading, alone for writing."""
    if shared:
        return FileLock(home.index_lock, wait_seconds=wait_seconds, shared=True)
    return _LockAlone(home, wait_seconds)


class _LockAlone(FileLock):
    """The lock of who writes: if it is not to be had because the keeper hangs, that is what is said."""

    def __init__(self, home: Home, wait_seconds: float) -> None:
        super().__init__(home.index_lock, wait_seconds=wait_seconds, on_wait=partial(_ask_to_yield, home))
        self._home = home

    def __enter__(self) -> Self:
        try:
            return super().__enter__()
        except Locked:
            if not _hangs(self._home):
                raise
            raise Locked(
                "the keeper of this home keeps the index, and does not answer",
                hint="end it, which loses nothing, with: cotw serve --stop",
            ) from None


def _hangs(home: Home) -> bool:
    """Whether the keeper, which says at once how it is, does not."""
    try:
        ask_keeper(str(home.root), {}, "status", seconds=_YIELD_SECONDS)
    except Broken:
        return True
    except (NoKeeper, Refused):
        pass
    return False


def _ask_to_yield(home: Home) -> None:
    with suppress(NoKeeper, Refused, Broken):
        ask_keeper(str(home.root), {}, "yield", seconds=_YIELD_SECONDS)
