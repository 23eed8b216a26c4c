"""Searching the vector table: which rows lie nearest, which hold words, and what stands in them.

Rows are named by LanceDB's row ids, which hold as long as nobody writes. A search that gives nothing else
takes half the time of one that reads columns; the rows of all searches are then read at once. Searches
are coroutines: asked side by side, two take less than one after the other (2.6 for 3.4 ms).
"""

from __future__ import annotations

from collections.abc import Collection, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from cotw.index.lance import connect_async, run
from cotw.index.vectors import TABLE, reading_table

if TYPE_CHECKING:
    from cotw.models.embedding import Vectors

_Result = TypeVar("_Result")
_COLUMNS = ["id", "exchange", "session", "started", "encoder", "vector"]


class UnitRow(NamedTuple):
    """A row of the vector table; `started` is in microseconds since 1970.

    `cosine` is that of its whole vector with the question's: the vector index keeps 8 bits a number,
    enough to find the nearest, but its distances are off by a half and more.
    """

    id: str
    exchange: str
    session: str
    started: int
    encoder: str
    cosine: float


class UnitSearch:
    """The vector table, open for searching; `count` says how many rows it had when it was opened."""

    def __init__(self, table: Any, count: int) -> None:
        self._table = table
        self.count = count

    @classmethod
    def open(cls, folder: Path) -> UnitSearch:
        """Opens the table in `folder`. Raises IndexMissing when it is not there or cannot be read."""

        async def opened() -> UnitSearch:
            table = await (await connect_async(folder)).open_table(TABLE)
            return cls(table, await table.count_rows())

        with reading_table():
            return run(opened())

    def run(self, asking: Coroutine[Any, Any, _Result]) -> _Result:
        """What a coroutine gives that calls the methods below."""
        return run(asking)

    async def nearest(self, vector: Vectors, where: str | None, count: int) -> Mapping[int, float]:
        """The `count` rows nearest to `vector`: row id -> about how similar."""
        query = self._table.query().nearest_to(vector).column("vector").distance_type("cosine")
        found = await self._found(query, where, count, "_distance")
        return {row: 1.0 - distance for row, distance in found.items()}

    async def matching(self, words: str, where: str | None, count: int) -> Mapping[int, float]:
        """The `count` rows that hold most of `words` (letters, digits and blanks only): row id -> BM25."""
        query = self._table.query().nearest_to_text(words, columns=["words"])
        return await self._found(query, where, count, "_score")

    async def by_time(self, where: str | None, count: int, *, oldest_first: bool) -> Mapping[int, float]:
        """The `count` newest rows, or oldest: row id -> when it began, in microseconds since 1970."""
        from lancedb.query import ColumnOrdering

        # Of rows that began together the same ones must be taken each time.
        ordering = [
            ColumnOrdering(column_name="started", ascending=oldest_first),
            ColumnOrdering(column_name="id"),
        ]
        query = self._table.query().order_by(ordering).limit(count).with_row_id().select(["started", "id"])
        table = await (query if where is None else query.where(where)).to_arrow()
        started = table.column("started").cast("int64").to_pylist()
        return dict(zip(_list(table, "_rowid"), started, strict=True))

    async def read(self, rows: Collection[int], vector: Vectors) -> dict[int, UnitRow]:
        """What stands in these rows, with their cosines to `vector`."""
        if not rows:
            return {}
        query = self._table.take_row_ids(sorted(rows)).select(_COLUMNS).with_row_id()
        table = await query.to_arrow()
        flat = table.column("vector").combine_chunks().flatten().to_numpy(zero_copy_only=False)
        units = map(
            UnitRow,
            _list(table, "id"),
            _list(table, "exchange"),
            _list(table, "session"),
            table.column("started").cast("int64").to_pylist(),  # much faster than as datetimes
            _list(table, "encoder"),
            (flat.reshape(len(table), -1) @ vector).tolist(),
        )
        return dict(zip(_list(table, "_rowid"), units, strict=True))

    async def _found(self, query: Any, where: str | None, count: int, score: str) -> dict[int, float]:
        if where is not None:
            query = query.where(where)
        table = await query.limit(count).with_row_id().select([score]).to_arrow()
        return dict(zip(_list(table, "_rowid"), _list(table, score), strict=True))


def _list(table: Any, column: str) -> Sequence[Any]:
    return list(table.column(column).to_pylist())
