"""Staging: the messages of one import, on disk in an unnamed file, each id once, in a fixed order.

An import may be larger than memory, and its result must not depend on the order of its files: messages
wait here until all files are read. The file has no name and vanishes with the process, however that ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from cotw.clock import local_day
from cotw.errors import DiskTrouble
from cotw.files import from_json, to_json
from cotw.ids import short_digest
from cotw.records.message import Kind, Message

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE staged (id TEXT PRIMARY KEY, day TEXT, instant TEXT, place INTEGER, inferred INTEGER,
                     said TEXT, session TEXT, label TEXT, record BLOB) WITHOUT ROWID;
"""
_ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?)"


SUBAGENT = "sub-agent"


def label_of(message: Message) -> str:
    """What a report counts a message as: its kind, or `sub-agent` for what sub-agents say and hear."""
    if message.subagent is not None and message.kind in (Kind.HUMAN, Kind.AGENT):
        return SUBAGENT
    return message.kind.value


class Staging:
    """Open for the length of one import."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self.duplicates = 0
        self.conflicts: list[str] = []
        # An empty name is SQLite's own word for a temporary file without a name.
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        self._connection.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def add(self, message: Message) -> None:
        """Stages one message. Of several with the same id the same one is kept, whatever their order."""
        row = (
            message.id,
            local_day(message.timestamp, self._zone).isoformat(),
            message.timestamp.isoformat(),
            message.order,
            int(message.timestamp_inferred),
            short_digest(message.text),
            message.session,
            label_of(message),
            to_json(message.to_record()),
        )
        try:
            added = self._connection.execute(f"INSERT OR IGNORE INTO staged VALUES {_ROW}", row).rowcount
        except sqlite3.OperationalError as error:
            raise DiskTrouble(
                f"the temporary folder cannot hold this import: {error}",
                hint="free some space, or set SQLITE_TMPDIR to a folder on a larger disk",
            ) from error
        if not added:
            self._settle(row)

    def _settle(self, row: tuple[str, str, str, int, int, str, str, str, bytes]) -> None:
        self.duplicates += 1
        query = "SELECT inferred, place, instant, record, said FROM staged WHERE id = ?"
        *kept, said = self._connection.execute(query, row[:1]).fetchone()
        if said != row[5]:
            self.conflicts.append(row[0])
        # A known time is better than an inferred one; then the earlier place; the rest is arbitrary
        # but always the same.
        if (row[4], row[3], row[2], row[8]) < tuple(kept):
            self._connection.execute(f"REPLACE INTO staged VALUES {_ROW}", row)

    def ids(self) -> Iterator[str]:
        """Every staged id."""
        for row in self._connection.execute("SELECT id FROM staged ORDER BY id"):
            yield row[0]

    def remove(self, ids: Iterable[str]) -> int:
        """Takes staged messages out again; returns how many there were."""
        deleted = self._connection.executemany("DELETE FROM staged WHERE id = ?", ((id_,) for id_ in ids))
        return max(deleted.rowcount, 0)

    def days(self) -> list[tuple[date, int]]:
        """The days of the staged messages, oldest first, with their numbers of messages."""
        rows = self._connection.execute(
            "SELECT day, count(*) FROM staged GROUP BY day ORDER BY day"
        ).fetchall()
        return [(date.fromisoformat(day), count) for day, count in rows]

    def messages_of(self, day: date) -> Iterator[Message]:
        """The messages of one day: by instant, place in their source, and id."""
        query = "SELECT record FROM staged WHERE day = ? ORDER BY instant, place, id"
        for row in self._connection.execute(query, (day.isoformat(),)):
            yield Message.from_record(from_json(row[0]))

    def counts(self) -> dict[str, int]:
        """How many messages are staged of each label."""
        return dict(
            self._connection.execute("SELECT label, count(*) FROM staged GROUP BY label ORDER BY label")
        )

    def speech_by_session(self) -> Iterator[tuple[str, Iterator[Message]]]:
        """The speech of each session in its order."""
        query = """
            SELECT session, record FROM staged WHERE label IN ('human', 'agent')
            ORDER BY session, instant, place, id
        """
        rows = self._connection.execute(query)
        for session, group in groupby(rows, key=lambda row: str(row[0])):
            yield session, (Message.from_record(from_json(record)) for _, record in group)
