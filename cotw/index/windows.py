"""Windows: the stretch of a session that has to be paired again when messages were added to it.

It begins with the prompt before the first change and ends before the prompt after the last one. What
lies outside cannot be different, so that one more exchange costs the same in a session of any length. Turns
that were learnt outside of transcripts have no part in this: see `learned`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from cotw.extraction.pairing import RETELLERS, Position, pair_survivors, position, swallowed
from cotw.index.database import bound
from cotw.index.rows import MESSAGE_COLUMNS, fetched, message_of, naive, prompt_key, strings
from cotw.index.rules import Rules
from cotw.index.sessions import PROMPTS_READ
from cotw.records.exchange import Exchange
from cotw.records.message import Message

if TYPE_CHECKING:
    import duckdb

_OPENS = "kind = 'human' AND NOT dropped AND turn IS NULL"
_TOLD = "(SELECT *, started AS instant FROM exchanges WHERE origin = 'transcript')"


@dataclass(frozen=True, slots=True)
class Repaired:
    """The exchanges of a stretch of one session as they are now, and the digests of those there were.

    `opens_late`: the stretch begins after the exchanges that the session's title is made from.
    """

    session: str
    now: list[Exchange]
    before: dict[str, str]
    opens_late: bool = False


class Settled(NamedTuple):
    """A message that counts from now on, or does not any more: its branch and place, the key of its words."""

    branch: str | None
    instant: datetime
    order: int
    id: str
    words: int | None


def settle(database: duckdb.DuckDBPyConnection, session: str, added: Sequence[Message]) -> list[Settled]:
    """Says anew which messages count, once `added` are in the table; returns those it changed."""
    return [*_drop_retold(database, session, added), *_match_twins(database, session, added)]


def repair(
    database: duckdb.DuckDBPyConnection,
    session: str,
    added: Sequence[Message],
    settled: Iterable[Settled],
    rules: Rules,
) -> Repaired:
    """Pairs anew what `added` (messages of `session` that are in the table by now) may have changed.

    `settled` are those of the session that count otherwise than before.
    """
    changed: defaultdict[str | None, list[tuple[Any, ...]]] = defaultdict(list)
    for message in added:
        changed[message.branch].append(_values(position(message)))
    for one in settled:
        changed[one.branch].append((one.instant, one.order, one.id))
    now: list[Exchange] = []
    before: dict[str, str] = {}
    late = True
    for branch, places in changed.items():
        stream = _Stream(database, session, branch)
        begin = stream.opening("<", min(places), "DESC")
        end = stream.opening(">", max(places), "ASC")
        messages = stream.between(MESSAGE_COLUMNS, "messages", "NOT dropped AND turn IS NULL", begin, end)
        before |= dict(stream.between("id, digest", _TOLD, "true", begin, end))
        now += pair_survivors(map(rules.in_thread, map(message_of, messages)), rules.zone)
        late = late and begin is not None and opens_late(database, session, begin[0])
    return Repaired(session, now, before, late)


def opens_late(database: duckdb.DuckDBPyConnection, session: str, began: datetime) -> bool:
    """Whether what began then (UTC, without saying so) comes after what a session's title is made from."""
    query = "SELECT count(*) FROM exchanges WHERE session = ? AND started < ?"
    earlier: int = fetched(database, query, session, began)[0][0]
    return earlier >= PROMPTS_READ


def _drop_retold(
    database: duckdb.DuckDBPyConnection, session: str, added: Iterable[Message]
) -> list[Settled]:
    """Drops what was retold once a session is told by its own tool too; returns what changed."""
    tools = {message.tool for message in added}
    tools |= {row[0] for row in fetched(database, "SELECT tool FROM sessions WHERE id = ?", session)}
    if not tools & RETELLERS:
        return []
    retellers = sorted(RETELLERS)
    told = (
        "SELECT 1 FROM messages WHERE session = ? AND turn IS NULL AND tool NOT IN (SELECT unnest(?)) LIMIT 1"
    )
    if not fetched(database, told, session, retellers):
        return []
    retold = "session = ? AND turn IS NULL AND tool IN (SELECT unnest(?)) AND NOT dropped"
    rows = fetched(
        database, f"SELECT branch, instant, ord, id, words FROM messages WHERE {retold}", session, retellers
    )
    if rows:
        database.execute(f"UPDATE messages SET dropped = true WHERE {retold}", [session, retellers])
    return list(map(Settled._make, rows))


def _match_twins(
    database: duckdb.DuckDBPyConnection, session: str, added: Iterable[Message]
) -> list[Settled]:
    """Brings `dropped` up to date for the prompts that `added` repeats; returns what changed."""
    keys = {key for message in added if (key := prompt_key(message)) is not None}
    if not keys:
        return []
    rows = fetched(
        database,
        """
        SELECT id, prompt, queued, dropped, branch, instant, ord, words FROM messages
        WHERE session = ? AND turn IS NULL AND tool NOT IN (SELECT unnest(?)) AND prompt IN (
            SELECT prompt FROM messages
            WHERE session = ? AND turn IS NULL AND queued AND prompt IN (SELECT unnest(?::UBIGINT[])))
        ORDER BY instant, ord, id
        """,
        session,
        sorted(RETELLERS),
        session,
        sorted(keys),
    )
    twins = swallowed(row[:3] for row in rows)
    flipped = [row for row in rows if row[3] != (row[0] in twins)]
    if flipped:
        with bound(database, flipped_ids=strings(row[0] for row in flipped)):
            query = "UPDATE messages SET dropped = NOT dropped WHERE id IN (SELECT id FROM flipped_ids)"
            database.execute(query)
    return [Settled(branch, instant, order, id_, words) for id_, *_, branch, instant, order, words in flipped]


@dataclass(frozen=True, slots=True)
class _Stream:
    """One branch of a session, or the conversation as it went on (None)."""

    database: duckdb.DuckDBPyConnection
    session: str
    branch: str | None

    def opening(self, side: str, place: tuple[Any, ...], direction: str) -> tuple[Any, ...] | None:
        """The nearest message on one side of `place` that opens an exchange."""
        condition, values = _beyond(side, place)
        order = f"ORDER BY instant {direction}, ord {direction}, id {direction} LIMIT 1"
        found = self._rows("instant, ord, id", "messages", f"{_OPENS} AND {condition}", values, order)
        return found[0] if found else None

    def between(
        self,
        columns: str,
        table: str,
        condition: str,
        begin: tuple[Any, ...] | None,
        end: tuple[Any, ...] | None,
    ) -> list[tuple[Any, ...]]:
        """The rows from `begin` on and before `end`; None: from the first, to the last."""
        values: list[Any] = []
        for place, side in ((begin, ">="), (end, "<")):
            if place is not None:
                beyond, more = _beyond(side, place)
                condition += f" AND {beyond}"
                values += more
        return self._rows(columns, table, condition, values, "ORDER BY instant, ord, id")

    def _rows(
        self, columns: str, table: str, condition: str, values: Sequence[Any], order: str
    ) -> list[tuple[Any, ...]]:
        query = f"SELECT {columns} FROM {table} WHERE session = ? AND branch IS NOT DISTINCT FROM ?"
        return fetched(self.database, f"{query} AND {condition} {order}", self.session, self.branch, *values)


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
