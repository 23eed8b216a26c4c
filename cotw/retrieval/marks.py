"""Marks: what an index knows of units beside their words, since it read them.

Few units bear one. So all exchanges that do are known by id, and the vectors of standing instructions, which
are asked for with almost every request, are kept in memory, where nearness costs next to nothing: a search
for them alone would take half as long as all the others together. Worth keeping from question to question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from weakref import ref

from cotw.index.units import Speaker

if TYPE_CHECKING:
    from cotw.index.opening import Index
    from cotw.models.embedding import Vectors

# Some 30 MB; whoever gave more instructions is answered from these.
_MOST_KEPT = 20_000


class Marks:
    """The marked units of an index."""

    def __init__(self) -> None:
        self._index: Callable[[], Index | None] = lambda: None
        self._bearing: dict[Speaker, frozenset[str]] = {}
        self._instructions: tuple[list[int], Vectors] | None = None

    def bearing(self, index: Index, mark: Speaker) -> frozenset[str]:
        """The exchanges with a unit that is marked so."""
        self._turn_to(index)
        if mark not in self._bearing:
            self._bearing[mark] = index.shelf.marked(mark.value)
        return self._bearing[mark]

    def nearest_instructions(self, index: Index, vector: Vectors, count: int) -> Mapping[int, float]:
        """The `count` standing instructions nearest to `vector`: number -> cosine."""
        self._turn_to(index)
        if self._instructions is None:
            self._instructions = index.shelf.vectors(Speaker.STANDING.value, _MOST_KEPT)
        numbers, vectors = self._instructions
        best = sorted(zip((vectors @ vector).tolist(), numbers, strict=True), reverse=True)[:count]
        return {number: cosine for cosine, number in best}

    def _turn_to(self, index: Index) -> None:
        # Nobody writes while an index is open for reading.
        if index.writable or self._index() is not index:
            self._index, self._bearing, self._instructions = ref(index), {}, None
