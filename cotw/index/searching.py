"""Searching the vector table: the numbers of the units that lie nearest, hold words, or are newest.

What stands in them is read from the shelf. Searches are coroutines: asked side by side, two take less than
one after the other (2.6 for 3.4 ms).
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from cotw.index.lance import connect_async, run, start
from cotw.index.vectors import TABLE, reading_table

if TYPE_CHECKING:
    from cotw.models.embedding import Vectors

_Result = TypeVar("_Result")


class Begin(Protocol):
    """Begins a search."""

    def __call__(self, asking: Coroutine[Any, Any, _Result]) -> Future[_Result]:
        """The search, on its way."""
        ...


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

    @contextmanager
    def searching(self) -> Iterator[Begin]:
        """Gives a function that begins one of the searches below, and does not wait for it.

        The block ends when all of them have, also by an error: a process that ends while LanceDB's thread
        is at work aborts.
        """
        begun: list[Future[Any]] = []

        def begin(asking: Coroutine[Any, Any, _Result]) -> Future[_Result]:
            begun.append(start(asking))
            return begun[-1]

        try:
            yield begin
        finally:
            wait(begun)

    async def nearest(self, vector: Vectors, where: str | None, count: int) -> Mapping[int, float]:
        """The `count` units nearest to `vector`: number -> about how similar.

        The vector index keeps 8 bits a number: enough to find the nearest, but its distances are off by a
        half and more.
        """
        query = self._table.query().nearest_to(vector).column("vector").distance_type("cosine")
        found = await self._found(query, where, count, "_distance")
        return {number: 1.0 - distance for number, distance in found.items()}

    async def matching(self, words: str, where: str | None, count: int) -> Mapping[int, float]:
        """The `count` units that hold most of `words` (letters, digits and blanks only): number -> BM25."""
        query = self._table.query().nearest_to_text(words, columns=["words"])
        return await self._found(query, where, count, "_score")

    async def by_time(self, where: str | None, count: int, *, oldest_first: bool) -> Mapping[int, float]:
        """The `count` newest units, or oldest: number -> when it began, in microseconds since 1970."""
        from lancedb.query import ColumnOrdering

        # Of units that began together the same ones must be taken each time.
        ordering = [
            ColumnOrdering(column_name="started", ascending=oldest_first),
            ColumnOrdering(column_name="id"),
        ]
        query = self._table.query().order_by(ordering).limit(count).select(["number", "started", "id"])
        table = await (query if where is None else query.where(where)).to_arrow()
        started = table.column("started").cast("int64").to_pylist()
        return dict(zip(_list(table, "number"), started, strict=True))

    async def _found(self, query: Any, where: str | None, count: int, score: str) -> dict[int, float]:
        if where is not None:
            query = query.where(where)
        table = await query.limit(count).select(["number", score]).to_arrow()
        return dict(zip(_list(table, "number"), _list(table, score), strict=True))


def _list(table: Any, column: str) -> Sequence[Any]:
    return list(table.column(column).to_pylist())
