"""Sharing: one opening of the index for several who ask at once.

Each asks as if it opened the index for itself. The first one does; it is closed when nobody uses it any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Lock

from cotw.index.database import storage_errors
from cotw.index.opening import Index


class SharedIndex:
    """The index as `opened` gives it, opened once for all threads that call this."""

    def __init__(self, opened: Callable[[], AbstractContextManager[Index]]) -> None:
        self._opened = opened
        self._lock = Lock()
        self._users = 0
        self._index: Index | None = None
        self._closing = ExitStack()

    @contextmanager
    def __call__(self) -> Iterator[Index]:
        """The index. Raises what opening it raises, whoever tries."""
        with self.wanted():
            with self._lock:
                if self._index is None:
                    self._index = self._closing.enter_context(self._opened())
            with storage_errors(self._index.folder):
                yield self._index

    @contextmanager
    def wanted(self) -> Iterator[None]:
        """Keeps it open, once somebody has opened it, until the block ends."""
        with self._lock:
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._index = None
                    self._closing.close()
