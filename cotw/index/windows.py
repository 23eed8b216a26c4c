"""Windows: the stretch of a session that has to be paired again when messages were added to it.

It begins with the prompt before the first change and ends before the prompt after the last one. What
lies outside cannot be different, so that one more exchange costs the same in a session of any length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cotw.extraction.pairing import Position, pair_survivors, position, swallowed
from cotw.index.database import bound
from cotw.index.rows import MESSAGE_COLUMNS, fetched, message_of, naive, prompt_key, strings
from cotw.index.rules import Rules
from cotw.index.sessions import PROMPTS_READ
from cotw.records.exchange import Exchange
from cotw.records.message import Message

if TYPE_CHECKING:
    import duckdb

_OPENS = "kind = 'human' AND NOT dropped"


@dataclass(frozen=True, slots=True)
class Repaired:
    """The exchanges of a stretch of one session as they are now, and the digests of those there were.

    `opens_late`: the stretch begins after the exchanges that the session's title is made from.
    """

    session: str
    now: list[Exchange]
    before: dict[str, str]
    opens_late: bool = False


def repair(
    database: duckdb.DuckDBPyConnection, session: str, added: Sequence[Message], rules: Rules
) -> Repaired:
    """Pairs anew what `added` (messages of `session` that are in the table by now) may have changed."""
    changed = [_values(position(message)) for message in added]
    changed += _match_twins(database, session, added)
    begin = _opening(database, session, "<", min(changed), "DESC")
    end = _opening(database, session, ">", max(changed), "ASC")
    messages = _between(database, MESSAGE_COLUMNS, "messages", "NOT dropped", session, begin, end)
    before = _between(
        database, "id, digest", "(SELECT *, started AS instant FROM exchanges)", "true", session, begin, end
    )
    now = list(pair_survivors(map(message_of, messages), rules.zone))
    return Repaired(session, now, dict(before), begin is not None and _opens_late(database, session, begin))


def _opens_late(database: duckdb.DuckDBPyConnection, session: str, begin: tuple[Any, ...]) -> bool:
    query = "SELECT count(*) FROM exchanges WHERE session = ? AND started < ?"
    earlier: int = fetched(database, query, session, begin[0])[0][0]
    return earlier >= PROMPTS_READ


def _match_twins(
    database: duckdb.DuckDBPyConnection, session: str, added: Iterable[Message]
) -> list[tuple[Any, ...]]:
    """Brings `dropped` up to date for the prompts that `added` repeats; the places where it changed."""
    keys = {key for message in added if (key := prompt_key(message)) is not None}
    if not keys:
        return []
    rows = fetched(
        database,
        """
        SELECT id, prompt, queued, dropped, instant, ord FROM messages
        WHERE session = ? AND prompt IN (
            SELECT prompt FROM messages
            WHERE session = ? AND queued AND prompt IN (SELECT unnest(?::UBIGINT[])))
        ORDER BY instant, ord, id
        """,
        session,
        session,
        sorted(keys),
    )
    twins = swallowed(row[:3] for row in rows)
    flipped = [row for row in rows if row[3] != (row[0] in twins)]
    if flipped:
        with bound(database, flipped_ids=strings(row[0] for row in flipped)):
            query = "UPDATE messages SET dropped = NOT dropped WHERE id IN (SELECT id FROM flipped_ids)"
            database.execute(query)
    return [(instant, order, id_) for id_, _, _, _, instant, order in flipped]


def _opening(
    database: duckdb.DuckDBPyConnection, session: str, side: str, place: tuple[Any, ...], direction: str
) -> tuple[Any, ...] | None:
    """The nearest message on one side of `place` that opens an exchange."""
    condition, values = _beyond(side, place)
    query = f"SELECT instant, ord, id FROM messages WHERE session = ? AND {_OPENS} AND {condition}"
    query += f" ORDER BY instant {direction}, ord {direction}, id {direction} LIMIT 1"
    found = fetched(database, query, session, *values)
    return found[0] if found else None


def _between(
    database: duckdb.DuckDBPyConnection,
    columns: str,
    table: str,
    condition: str,
    session: str,
    begin: tuple[Any, ...] | None,
    end: tuple[Any, ...] | None,
) -> list[tuple[Any, ...]]:
    values: list[Any] = [session]
    for place, side in ((begin, ">="), (end, "<")):
        if place is not None:
            beyond, more = _beyond(side, place)
            condition += f" AND {beyond}"
            values += more
    query = f"SELECT {columns} FROM {table} WHERE session = ? AND {condition} ORDER BY instant, ord, id"
    return fetched(database, query, *values)


def _beyond(side: str, place: tuple[Any, ...]) -> tuple[str, list[Any]]:
    """The condition that a message stands on one `side` of `place`, and its values.

    Written out: DuckDB 2.0 joins two comparisons of tuples into a BETWEEN that it then refuses. The first
    comparison is a weaker one that lets whole blocks of rows be passed over.
    """
    instant, order, id_ = place
    strict = side.removesuffix("=")
    condition = (
        f"instant {strict}= ? AND (instant {strict} ? OR (ord {strict} ? OR (ord = ? AND id {side} ?)))"
    )
    return condition, [instant, instant, order, order, id_]


def _values(place: Position) -> tuple[Any, ...]:
    instant, order, id_ = place
    return (naive(instant), order, id_)
