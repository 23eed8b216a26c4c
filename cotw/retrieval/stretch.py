"""A stretch: how a session or a thread began and how it went on last, as far as certain modes may see it.

However long it is, only its two ends are read, and of a long text its beginning and its end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cotw.index.rows import EXCHANGE_COLUMNS, aware, exchange_of
from cotw.records.exchange import Exchange

_BEGINNING, _END = 8_000, 4_000
_KEYS = {"session": "session", "thread": "thread"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """The exchanges at both ends, in order, and how many there are in all."""

    exchanges: tuple[Exchange, ...]
    count: int


def stretch_of(
    connection: Any, key: str, value: str, modes: Collection[str], *, first: int, last: int
) -> Stretch:
    """The first and the last exchanges of a `session` or `thread` (`key`) that were said in one of `modes`.

    Branches that were left for another turn are not among them.
    """
    where, given = _seen(key, value, modes)
    (count,) = connection.execute(f"SELECT count(*) FROM exchanges WHERE {where}", given).fetchone()
    ends = _rows(connection, where, given, "DESC", last)[::-1]
    begins = _rows(connection, where, given, "ASC", min(first, max(0, count - len(ends))))
    return Stretch((*begins, *ends), count)


@dataclass(frozen=True, slots=True)
class Extent:
    """How many exchanges there are, and when something was said last."""

    count: int
    last_active: datetime


def extent_of(connection: Any, key: str, value: str, modes: Collection[str]) -> Extent | None:
    """The extent of what `stretch_of` would read; None if that is nothing."""
    where, given = _seen(key, value, modes)
    count, last = connection.execute(
        f"SELECT count(*), max(ended) FROM exchanges WHERE {where}", given
    ).fetchone()
    return Extent(count, aware(last)) if count else None


def _seen(key: str, value: str, modes: Collection[str]) -> tuple[str, list[Any]]:
    return f"{_KEYS[key]} = ? AND branch IS NULL AND list_contains(?, mode)", [value, sorted(modes)]


def _rows(connection: Any, where: str, given: Sequence[Any], direction: str, most: int) -> list[Exchange]:
    columns = ", ".join(map(_bounded, EXCHANGE_COLUMNS.split(", ")))
    place = f"started {direction}, ord {direction}, id {direction}"
    # Ids first: the texts are then read of few rows only.
    chosen = f"SELECT id FROM exchanges WHERE {where} ORDER BY {place} LIMIT {most}"
    query = f"SELECT {columns} FROM exchanges WHERE id IN ({chosen}) AND {where} ORDER BY {place}"
    return [exchange_of(row) for row in connection.execute(query, [*given, *given]).fetchall()]


def _bounded(column: str) -> str:
    if column not in ("human", "agent"):
        return column
    most = _BEGINNING + _END
    ends = f"left({column}, {_BEGINNING}) || chr(10) || chr(10) || right({column}, {_END})"
    return f"CASE WHEN length({column}) > {most} THEN {ends} ELSE {column} END"
