"""Neighbours: one exchange by the beginning of its id, what was said before and after it, and short ids."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from cotw.index.rows import EXCHANGE_COLUMNS, exchange_of, naive
from cotw.records.exchange import Exchange
from cotw.retrieval.prefixes import SHORT_MINIMUM, full_id, shared_length, utf8


def find_exchange(connection: Any, prefix: str) -> Exchange:
    """The one exchange whose id begins with `prefix`.

    Raises UsageError when that is shorter than 4 characters or fits several, NothingFound when it fits none.
    """
    row = connection.execute(
        f"SELECT {EXCHANGE_COLUMNS} FROM exchanges WHERE id = ?", [full_id(connection, "exchanges", prefix)]
    ).fetchone()
    return exchange_of(row)


def neighbours(
    connection: Any, exchange: Exchange, count: int
) -> tuple[tuple[Exchange, ...], tuple[Exchange, ...]]:
    """At most `count` exchanges of the same session before and after this one, each in order."""
    place = [
        exchange.session,
        naive(exchange.started),
        exchange.order,
        exchange.id,
    ]
    before = connection.execute(_beside("<", "DESC"), [*place, count]).fetchall()
    after = connection.execute(_beside(">", "ASC"), [*place, count]).fetchall()
    return tuple(exchange_of(row) for row in reversed(before)), tuple(exchange_of(row) for row in after)


def _beside(comparison: str, direction: str) -> str:
    """Exchanges on one side of a place in their session, the nearest first."""
    return f"""
        SELECT {EXCHANGE_COLUMNS} FROM exchanges
        WHERE session = ? AND (started, ord, id) {comparison} (?, ?, ?)
        ORDER BY started {direction}, ord {direction}, id {direction} LIMIT ?
    """


def session_title(connection: Any, session: str) -> str:
    """What a session is called."""
    row = connection.execute("SELECT title FROM sessions WHERE id = ?", [session]).fetchone()
    return str(row[0]) if row else ""


def short_ids(connection: Any, ids: Sequence[str]) -> dict[str, str]:
    """The shortest beginning of each exchange's id that no other one shares; 8 characters or more."""
    if not ids:
        return {}
    rows = connection.execute(
        f"""
        SELECT id FROM exchanges
        WHERE left(id, {SHORT_MINIMUM}) IN (SELECT left(unnest(?), {SHORT_MINIMUM}))
        """,
        [[utf8(id) for id in ids]],
    ).fetchall()
    ordered = sorted({str(row[0]) for row in rows} | set(ids))
    length = dict.fromkeys(ordered, SHORT_MINIMUM)
    for one, other in pairwise(ordered):
        apart = shared_length(one, other) + 1
        length[one] = max(length[one], apart)
        length[other] = max(length[other], apart)
    return {id: id[: length[id]] for id in ids}
