"""Marks: what an index knows of exchanges beside their words, since it read them.

Few exchanges bear one, so all that do are known by id; worth keeping from question to question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import ref

from cotw.index.units import Speaker

if TYPE_CHECKING:
    from cotw.index.opening import Index

_QUERY = "SELECT DISTINCT exchange FROM units WHERE speaker = ?"


class Marks:
    """The exchanges of an index that bear a mark."""

    def __init__(self) -> None:
        self._index: Callable[[], Index | None] = lambda: None
        self._bearing: dict[Speaker, frozenset[str]] = {}

    def bearing(self, index: Index, mark: Speaker) -> frozenset[str]:
        """The exchanges with a unit that is marked so."""
        # Nobody writes while an index is open for reading.
        if index.writable or self._index() is not index:
            self._index, self._bearing = ref(index), {}
        if mark not in self._bearing:
            rows = index.database.execute(_QUERY, [mark.value]).fetchall()
            self._bearing[mark] = frozenset(str(row[0]) for row in rows)
        return self._bearing[mark]
