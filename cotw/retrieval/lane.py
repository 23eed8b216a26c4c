"""The lane of standing instructions: whether there is anything in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import ref

from cotw.index.units import Speaker

if TYPE_CHECKING:
    from cotw.index.opening import Index

_COUNT = "SELECT count(*) FROM units WHERE speaker = ?"


class Lane:
    """Whether an index holds any standing instruction; worth keeping from question to question."""

    def __init__(self) -> None:
        self._index: Callable[[], Index | None] = lambda: None
        self._is_empty = True

    def is_empty(self, index: Index) -> bool:
        """Whether there is none, so that nothing need be searched for."""
        # Nobody writes while an index is open for reading.
        if index.writable or self._index() is not index:
            self._is_empty = not index.database.execute(_COUNT, [Speaker.STANDING.value]).fetchall()[0][0]
            self._index = ref(index)
        return self._is_empty
