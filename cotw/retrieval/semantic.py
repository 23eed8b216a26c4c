"""The semantic path: exchanges whose vectors lie nearest to the question's, by cosine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cotw.index.searching import UnitRow, UnitSearch
from cotw.retrieval.paths import Path, PathHit

if TYPE_CHECKING:
    from cotw.models.embedding import Vectors


# The last bits of a cosine depend on where its row lies among those that are read with it: texts that are
# equal must stay equal, and be put in the same order by every index.
_DECIMALS = 6


def path(search: UnitSearch, vector: Vectors, encoder: str, where: str | None) -> Path:
    """The path to what lies near `vector`; units of another version than `encoder` are never compared."""

    async def ask(count: int) -> Mapping[int, float]:
        return await search.nearest(vector, where, count)

    def score(unit: UnitRow, _: float) -> float | None:
        return round(unit.cosine, _DECIMALS) if unit.encoder == encoder else None

    return Path(ask, score)


def measured(hits: Sequence[PathHit], others: Iterable[PathHit], encoder: str) -> list[PathHit]:
    """The path's `hits`, and after them, without a rank, what only `others` propose: it has a cosine."""
    known = {hit.exchange for hit in hits}
    return [
        *hits,
        *(
            PathHit(hit.exchange, round(hit.unit.cosine, _DECIMALS), None, hit.unit)
            for hit in others
            if hit.exchange not in known and hit.unit.encoder == encoder
        ),
    ]
