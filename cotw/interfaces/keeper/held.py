"""The held index: open for as long as nobody wants to write, and let go when somebody does.

It is locked for reading: other readers go beside it. Never does this process wait for the lock a second time
while it has it: a writer that waits keeps the gate, and both would wait for each other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Condition, Event, Lock

from cotw.errors import IndexMissing, Locked
from cotw.index.database import FILE_NAME, storage_errors
from cotw.index.opening import Index

# Opens the index under its lock; is told how many seconds to wait for that.
Opening = Callable[[float], AbstractContextManager[Index]]


class HeldIndex:
    """The index that `opening` gives, opened at the first question and kept open."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._trying = Lock()  # held by whoever waits for the index: no two wait for its lock
        self._changed = Condition()  # guards everything below
        self._index: Index | None = None
        self._identity: tuple[int, int] | None = None
        self._closing = ExitStack()
        self._users = 0
        self._unwanted = False  # somebody waits for it to be closed
        self._wishes = 0  # how often that was said
        self._ended = False
        self._let_go = Event()

    @property
    def is_open(self) -> bool:
        """Whether it is held just now."""
        return self._index is not None

    @contextmanager
    def using(self, wait_seconds: float) -> Iterator[Index]:
        """The index. Raises what opening it raises, and Locked when another process keeps it too long."""
        index = self._enter(wait_seconds)
        try:
            with storage_errors(index.folder):
                yield index
        except IndexMissing:  # damaged: what takes its place is to be opened
            self._unwanted = True
            raise
        finally:
            self._leave()

    def let_go(self, wait_seconds: float) -> bool:
        """Closes it as soon as the question in flight is answered; whether that came in time.

        Needs nothing of those who open it, which may be waiting for the writer that wants it closed.
        """
        with self._changed:
            self._wishes += 1
            gone = self._index
            if gone is None:
                return True
            self._unwanted = True
            self._close_if_unused()
            return self._changed.wait_for(lambda: self._index is not gone, wait_seconds)

    def end(self, wait_seconds: float) -> None:
        """Closes it for good."""
        self._ended = True
        self.let_go(wait_seconds)

    def wait_until_let_go(self) -> None:
        """Returns once it was closed after it had been open."""
        self._let_go.wait()
        self._let_go.clear()

    def _enter(self, wait_seconds: float) -> Index:
        if (index := self._joined()) is not None:
            return index
        if not self._trying.acquire(timeout=wait_seconds):
            raise Locked("another cotw is busy with this home", hint="try again in a moment")
        try:
            return self._joined() or self._opened(wait_seconds)
        finally:
            self._trying.release()

    def _joined(self) -> Index | None:
        with self._changed:
            if self._index is not None and _identity(self._index) != self._identity:
                self._unwanted = True
                self._close_if_unused()
            if self._index is not None:
                self._users += 1
            return self._index

    def _opened(self, wait_seconds: float) -> Index:
        wishes = self._wishes
        with ExitStack() as opening:
            index = opening.enter_context(self._opening(wait_seconds))
            with self._changed:
                self._index, self._closing, self._users = index, opening.pop_all(), 1
                self._identity = _identity(index)
                # Who wished for it while it was being opened waits still, or need not: it is soon open again.
                self._unwanted = self._wishes != wishes
            return index

    def _leave(self) -> None:
        with self._changed:
            self._users -= 1
            self._close_if_unused()

    def _close_if_unused(self) -> None:
        if self._index is not None and self._unwanted and not self._users:
            self._index, self._unwanted = None, False
            try:
                self._closing.close()
            finally:
                self._changed.notify_all()
                if not self._ended:
                    self._let_go.set()


def _identity(index: Index) -> tuple[int, int] | None:
    """What tells the file of an index from another that took its place; it is not opened for that."""
    try:
        facts = os.stat(index.folder / FILE_NAME)
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
