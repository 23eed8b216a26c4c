"""The keyword path: exchanges that hold words of the question, by BM25 with English stemming.

Any of the content words matches. Joined with AND, a natural sentence would match nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cotw.retrieval.paths import COLUMNS, PathHit, search_exchanges


def search(units: Any, words: Sequence[str], where: str | None, limit: int) -> list[PathHit]:
    """The `limit` exchanges that hold most of `words`; the score is the BM25 of the best unit.

    `units` is the LanceDB table, `words` what `extraction.words.query_words` made of the question.
    """
    if not words:
        return []
    # Letters and digits only: nothing in it can be read as query syntax.
    wanted = " ".join(words)

    def matching(count: int) -> Any:
        query = units.search(wanted, query_type="fts", fts_columns="words")
        if where is not None:
            query = query.where(where)
        return query.limit(count).with_row_id(True).select([*COLUMNS, "_score"]).to_arrow()

    return search_exchanges(matching, lambda table: list(table.column("_score").to_pylist()), limit)
