"""Exact search: the nearest vectors found by looking at every one, to compare what the vector index finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cotw.index.searching import UnitSearch

if TYPE_CHECKING:
    from cotw.models.embedding import Vectors


class ExactSearch(UnitSearch):
    """The vector table, searched without its vector index; it takes a time that grows with its rows."""

    async def nearest(self, vector: Vectors, where: str | None, count: int) -> Mapping[int, float]:
        """The `count` units nearest to `vector`, none missed: number -> how similar."""
        query = self._table.query().nearest_to(vector).column("vector").distance_type("cosine")
        found = await self._found(query.bypass_vector_index(), where, count, "_distance")
        return {number: 1.0 - distance for number, distance in found.items()}
