"""Staging: the messages of one import, on disk in an unnamed file, until all its files are read.

An import may be larger than memory, and its result must not depend on the order of its files: here
messages come together, each id once, in a fixed order. The file has no name and vanishes with the
process, however that ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from cotw.clock import local_day
from cotw.errors import DiskTrouble
from cotw.files import from_json
from cotw.importers.shown import Shown
from cotw.records.message import Kind, Message
from cotw.store.day_file import Rendered, render

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE staged (id TEXT, day TEXT, instant REAL, place INTEGER, inferred INTEGER,
                     session TEXT, label TEXT, record BLOB);
"""
_BATCH = 500
# A batch is written earlier if its messages are long.
_BATCH_BYTES = 1 << 18
Redact = Callable[[Message], Message]
_Row = tuple[str, str, float, int, bool, str, str, bytes]

SUBAGENT = "sub-agent"


def label_of(message: Message) -> str:
    """What a report counts a message as: its kind, or `sub-agent` for what sub-agents say and hear."""
    if message.subagent is not None and message.kind in (Kind.HUMAN, Kind.AGENT):
        return SUBAGENT
    return message.kind.value


class Staging:
    """Open for the length of one import: first `add` everything, then `settle`, then read.

    `shown` holds the receipts of what the staged messages show.
    `duplicates` counts the messages that came again, `conflicts` holds the ids of those that came
    again with other words. `redact` is done to each message before it is written anywhere.
    """

    def __init__(self, zone: ZoneInfo, redact: Redact | None = None) -> None:
        self._zone = zone
        self._redact = redact
        self._waiting: list[_Row] = []
        self._waiting_bytes = 0
        self._days: dict[int, str] = {}
        self.duplicates = 0
        self.conflicts: list[str] = []
        # An empty name is SQLite's own word for a temporary file without a name.
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript(_SCHEMA)
        self.shown = Shown(self._connection)

    def __enter__(self) -> Self:
        self._connection.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def add(self, message: Message) -> None:
        """Stages one message."""
        if self._redact is not None:
            message = self._redact(message)
        record, seconds = render(message), message.timestamp.timestamp()
        row = (
            message.id,
            self._day_of(message.timestamp, seconds),
            seconds,
            message.order,
            message.timestamp_inferred,
            message.session,
            label_of(message),
            record,
        )
        self._waiting.append(row)
        self._waiting_bytes += len(record)
        if message.attachments:
            with _enough_space():
                self.shown.add(message)
        if len(self._waiting) == _BATCH or self._waiting_bytes > _BATCH_BYTES:
            self._write()

    def _day_of(self, instant: datetime, seconds: float) -> str:
        # Messages come in runs; all zones of today, and all but a few of the past, are whole quarters
        # of an hour from UTC, so a quarter lies within one day. The few get their day each time.
        quarter = int(seconds // 900)
        day = self._days.get(quarter)
        if day is None:
            day = local_day(instant, self._zone).isoformat()
            offset = instant.astimezone(self._zone).utcoffset()
            if offset is not None and offset.total_seconds() % 900 == 0:
                self._days[quarter] = day
        return day

    def _write(self) -> None:
        with _enough_space():
            self._connection.executemany("INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._waiting)
        self._waiting.clear()
        self._waiting_bytes = 0

    def settle(self) -> None:
        """Keeps one of the messages that came several times: the same one whatever their order."""
        self._write()
        with _enough_space():
            self._connection.execute("CREATE INDEX by_id ON staged (id)")
            self._connection.execute("CREATE INDEX by_day ON staged (day, instant, place, id)")
        repeated = self._connection.execute(
            "SELECT id FROM staged GROUP BY id HAVING count(*) > 1"
        ).fetchall()
        # A known time is better than an inferred one; then the earlier place; the rest is arbitrary.
        query = "SELECT rowid, record FROM staged WHERE id = ? ORDER BY inferred, place, instant, record"
        for (id_,) in repeated:
            copies = iter(self._connection.execute(query, (id_,)))
            _, kept = next(copies)
            drop: list[tuple[int]] = []
            differs = False
            for row, record in copies:
                drop.append((row,))
                differs = differs or (record != kept and _text_of(record) != _text_of(kept))
            self.duplicates += len(drop)
            if differs:
                self.conflicts.append(id_)
            self._connection.executemany("DELETE FROM staged WHERE rowid = ?", drop)

    def ids(self) -> Iterator[str]:
        """Every staged id."""
        for row in self._connection.execute("SELECT id FROM staged ORDER BY id"):
            yield row[0]

    def remove(self, ids: Iterable[str]) -> int:
        """Takes staged messages out again; returns how many there were."""
        deleted = self._connection.executemany("DELETE FROM staged WHERE id = ?", ((id_,) for id_ in ids))
        return max(deleted.rowcount, 0)

    def days(self) -> list[date]:
        """The days of the staged messages, oldest first."""
        rows = self._connection.execute("SELECT DISTINCT day FROM staged ORDER BY day").fetchall()
        return [date.fromisoformat(day) for (day,) in rows]

    def records_of(self, day: date) -> Iterator[Rendered]:
        """The records of one day: by instant, place in their source, and id."""
        query = "SELECT record FROM staged WHERE day = ? ORDER BY instant, place, id"
        for row in self._connection.execute(query, (day.isoformat(),)):
            yield Rendered(row[0])

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


@contextmanager
def _enough_space() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise DiskTrouble(
            f"the temporary folder cannot hold this import: {error}",
            hint="free some space, or set SQLITE_TMPDIR to a folder on a larger disk",
        ) from error


def _text_of(record: bytes) -> object:
    return from_json(record)["text"]
