"""Locking: who may open DuckDB and LanceDB, and how a resident reader is asked to let go.

A keeper reads for as long as it lives. Who wants to write asks it to close the index; it answers when it has.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial

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
    return FileLock(home.index_lock, wait_seconds=wait_seconds, on_wait=partial(_ask_to_yield, home))


def _ask_to_yield(home: Home) -> None:
    with suppress(NoKeeper, Refused, Broken):
        ask_keeper(str(home.root), {}, "yield", seconds=_YIELD_SECONDS)
