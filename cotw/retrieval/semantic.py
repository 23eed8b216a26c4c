"""The semantic path: exchanges whose vectors lie nearest to the question's, by cosine."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from cotw.retrieval.filters import both, is_equal, one_of
from cotw.retrieval.paths import COLUMNS, PathHit, search_exchanges

if TYPE_CHECKING:
    from cotw.models.embedding import Vectors

# An IVF_SQ index keeps 8 bits a number; the units it proposes are ranked again by their full vectors.
_REFINE = 1


def search(units: Any, vector: Vectors, encoder: str, where: str | None, limit: int) -> list[PathHit]:
    """The `limit` exchanges nearest to `vector`; the score is the cosine of the best unit.

    `units` is the LanceDB table; its rows of another version than `encoder` are never compared.
    """

    def nearest(count: int, condition: str | None) -> Any:
        query = units.search(vector, query_type="vector", vector_column_name="vector").distance_type("cosine")
        if condition is not None:
            query = query.where(condition)
        return query.limit(count).refine_factor(_REFINE).select([*COLUMNS, "encoder", "_distance"]).to_arrow()

    def nearest_of_encoder(count: int) -> Any:
        table = nearest(count, where)
        # Nearly always there is one encoder only; a condition that all rows meet would cost a third more.
        if set(table.column("encoder").to_pylist()) <= {encoder}:
            return table
        return nearest(count, both(where, is_equal("encoder", encoder)))

    return search_exchanges(nearest_of_encoder, _cosines, limit)


def _cosines(table: Any) -> list[float]:
    return [1.0 - distance for distance in table.column("_distance").to_pylist()]


def cosines(
    units: Any, vector: Vectors, encoder: str, where: str | None, exchanges: Collection[str]
) -> dict[str, float]:
    """The cosine of each of these exchanges: that of its best unit of this encoder inside `where`."""
    if not exchanges:
        return {}
    inside = both(where, both(one_of("exchange", exchanges), is_equal("encoder", encoder)))
    table = units.search().where(inside).select(["exchange", "vector"]).to_arrow()
    flat = table.column("vector").combine_chunks().flatten().to_numpy(zero_copy_only=False)
    found: dict[str, float] = {}
    rows = flat.reshape(-1, len(vector)) @ vector
    for exchange, cosine in zip(table.column("exchange").to_pylist(), rows.tolist(), strict=True):
        found[exchange] = max(cosine, found.get(exchange, -1.0))
    return found
