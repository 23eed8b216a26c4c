"""Literal search: exchanges that hold these characters exactly, in small letters or capitals; newest first.

For what has no meaning that could be near: an error message, the name of a file, a number. Only tables are
read; no encoder is needed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from cotw.extraction.shortening import between_characters
from cotw.index.rows import EXCHANGE_COLUMNS, exchange_of
from cotw.records.exchange import Exchange
from cotw.records.hit import RecallFilters
from cotw.retrieval.filters import resolved, where_clause
from cotw.retrieval.prefixes import utf8
from cotw.retrieval.snippet import shown

_SIDES = ("human", "agent")
_NEWEST = "ORDER BY started DESC, ord DESC, id DESC"
_ELLIPSIS = "…"


def literal(connection: Any, wanted: str, filters: RecallFilters, limit: int) -> list[Exchange]:
    """At most `limit` exchanges in which `filters.speaker`, or either side, said exactly this.

    Raises UsageError and NothingFound for filters that cannot be met.
    """
    filters = resolved(connection, filters)
    sides = [side for side in _SIDES if filters.speaker in (None, side)]
    # Whose words a unit holds is no column of exchanges: here the sides are looked into themselves.
    bounds = where_clause(replace(filters, speaker=None)) or "true"
    held = " OR ".join(f"contains(lower({side}), lower($wanted))" for side in sides)
    # Ids first: sorting whole texts takes many times as long.
    query = f"""
        SELECT {EXCHANGE_COLUMNS} FROM exchanges WHERE id IN (
            SELECT id FROM exchanges WHERE {bounds} AND branch IS NULL AND ({held}) {_NEWEST} LIMIT $most)
        {_NEWEST}
    """
    rows = connection.execute(query, {"wanted": utf8(wanted), "most": limit}).fetchall()
    return [exchange_of(row) for row in rows]


def passage_around(
    exchange: Exchange, wanted: str, limit: int, speaker: str | None = None
) -> tuple[str, str]:
    """Whose words hold it, and so many characters of them around its first place, on one line."""
    pattern = re.compile(re.escape(wanted), re.IGNORECASE)
    sides = [(side, getattr(exchange, side)) for side in _SIDES if speaker in (None, side)]
    for side, text in sides:
        if found := pattern.search(text):
            return side, _cut(text, found.start(), found.end(), limit)
    # The database knows small letters that the pattern does not: then the beginning has to do.
    side, text = next(((side, text) for side, text in sides if text.strip()), ("human", ""))
    return side, _cut(text, 0, 0, limit)


def _cut(text: str, start: int, end: int, limit: int) -> str:
    spare = max(0, limit - (end - start)) // 2
    first = between_characters(text, start - spare) if start > spare else 0
    last = between_characters(text, first + limit) if first + limit < len(text) else len(text)
    lead, tail = _ELLIPSIS * (first > 0), _ELLIPSIS * (last < len(text))
    return f"{lead}{shown(text[first:last])}{tail}"
