"""The semantic path: exchanges whose vectors lie nearest to the question's, by cosine.

Above some thousand units LanceDB compares vectors of 8 bits a number. That is enough to rank them (among
real vectors 99.4 % of the ten nearest are the same), but its distances are then off by a half and more;
having them corrected by LanceDB for every candidate costs half the search again. The cosines of what may
be shown are therefore computed here, from the full vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cotw.retrieval.filters import both, is_equal
from cotw.retrieval.paths import COLUMNS, PathHit, search_exchanges

if TYPE_CHECKING:
    from cotw.models.embedding import Vectors


def search(units: Any, vector: Vectors, encoder: str, where: str | None, limit: int) -> list[PathHit]:
    """The `limit` exchanges nearest to `vector`; the score ranks them, and is a cosine only in small tables.

    `units` is the LanceDB table; its rows of another version than `encoder` are never compared.
    """

    def nearest(count: int, condition: str | None) -> Any:
        query = units.search(vector, query_type="vector", vector_column_name="vector").distance_type("cosine")
        if condition is not None:
            query = query.where(condition)
        return query.limit(count).with_row_id(True).select([*COLUMNS, "encoder", "_distance"]).to_arrow()

    def nearest_of_encoder(count: int) -> Any:
        table = nearest(count, where)
        # Nearly always there is one encoder only; a condition that all rows meet would cost a third more.
        if set(table.column("encoder").to_pylist()) <= {encoder}:
            return table
        return nearest(count, both(where, is_equal("encoder", encoder)))

    return search_exchanges(nearest_of_encoder, _similarities, limit)


def _similarities(table: Any) -> list[float]:
    return [1.0 - distance for distance in table.column("_distance").to_pylist()]


def cosines(units: Any, vector: Vectors, encoder: str, rows: Mapping[str, int]) -> dict[str, float]:
    """The exact cosines of units (id -> row of the LanceDB table, as a search just gave it).

    A unit of another encoder has none.
    """
    if not rows:
        return {}
    table = units.take_row_ids(sorted(rows.values())).select(["id", "encoder", "vector"]).to_arrow()
    flat = table.column("vector").combine_chunks().flatten().to_numpy(zero_copy_only=False)
    found = zip(
        table.column("id").to_pylist(),
        table.column("encoder").to_pylist(),
        (flat.reshape(-1, len(vector)) @ vector).tolist(),
        strict=True,
    )
    return {unit: cosine for unit, version, cosine in found if version == encoder and unit in rows}
