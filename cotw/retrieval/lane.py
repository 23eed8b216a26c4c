"""The lane of standing instructions: their vectors, kept in memory, where nearness costs next to nothing.

They are few, and asked for with almost every request: a search for them alone would take half as long as all
the others together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from weakref import ref

from cotw.index.units import Speaker
from cotw.retrieval.filters import is_equal

if TYPE_CHECKING:
    from cotw.index.opening import Index
    from cotw.models.embedding import Vectors

WHERE = is_equal("speaker", Speaker.STANDING.value)
# Some 30 MB; whoever gave more instructions is answered from these.
_MOST_KEPT = 20_000


class Lane:
    """The instructions of an index, by row of its vector table; worth keeping from question to question."""

    def __init__(self) -> None:
        self._index: Callable[[], Index | None] = lambda: None
        self._rows: list[int] = []
        self._vectors: Any = None

    def nearest(self, index: Index, vector: Vectors, count: int) -> Mapping[int, float]:
        """The `count` instructions nearest to `vector`: row id -> cosine."""
        # Nobody writes while an index is open for reading.
        if index.writable or self._index() is not index:
            self._read(index)
            self._index = ref(index)
        cosines = (self._vectors @ vector).tolist()
        best = sorted(zip(cosines, self._rows, strict=True), reverse=True)[:count]
        return {row: cosine for cosine, row in best}

    def _read(self, index: Index) -> None:
        query = index.units.table.search().where(WHERE).select(["vector"]).with_row_id(True)
        found = query.limit(_MOST_KEPT).to_arrow()
        self._rows = found.column("_rowid").to_pylist()
        flat = found.column("vector").combine_chunks().flatten().to_numpy(zero_copy_only=False)
        self._vectors = flat.reshape(len(self._rows), int(index.meta("dimension")))
