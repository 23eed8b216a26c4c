"""The keyword path: exchanges that hold words of the question, by BM25 with English stemming.

Any of the content words matches. Joined with AND, a natural sentence would match nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cotw.index.searching import UnitSearch
from cotw.index.shelf import UnitRow
from cotw.retrieval.paths import Path


def path(search: UnitSearch, words: Sequence[str], where: str | None) -> Path:
    """The path to what holds `words` (of `extraction.words.query_words`, at least one)."""

    async def ask(count: int) -> Mapping[int, float]:
        return await search.matching(" ".join(words), where, count)

    def score(_: UnitRow, bm25: float) -> float:
        return bm25

    return Path(ask, score)
