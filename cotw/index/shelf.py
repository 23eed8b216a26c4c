"""The shelf: what recall reads of units and exchanges once they are found, a few hundred among millions.

DuckDB and LanceDB read columns in blocks of thousands: 40 texts took DuckDB 4 ms of 10,000 exchanges and 13
of 100,000, the facts and vectors of 350 units took LanceDB 6 and 17. SQLite finds them row by row: 0.3 and
1.5 ms, whatever the size (`python -m benchmarks.recall_speed`).

Everything here stands in the other two stores as well, but for the facts of bound files (`knowledge_table`),
which nothing else needs. It is written just before DuckDB commits, with a
number that DuckDB then notes: a shelf whose number is lower has lost what was written last, in a power cut,
and is not believed. Whatever a killed process wrote too much is written again by the next one.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cotw.errors import IndexMissing
from cotw.index.knowledge_table import KnowledgeTable
from cotw.index.shelf_file import REBUILD, SHELF, connect, shelf_errors
from cotw.records.exchange import Exchange

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_VALUES_A_QUERY = 500  # SQLite limits the number of `?`
# Vectors in 16 bits a number: cosines are exact to 0.0002.
_VECTOR = "<f2"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXCHANGE = """
SELECT e.id, e.session, e.thread, e.mode, coalesce(t.title, ''), e.started, e.ended, e.human, e.agent,
       e.human_sender, e.agent_sender, e.address, e.branch, e.origin, e.reported_by
FROM exchanges e LEFT JOIN titles t ON t.session = e.session WHERE e.number IN
"""
# The second condition lets SQLite see that the index of marks is enough.
_MARKED = "SELECT {} FROM units WHERE speaker = ? AND speaker IN ('standing', 'nothing')"


class UnitRow(NamedTuple):
    """What is kept of a unit; `started` is in microseconds since 1970, `cosine` that with the question."""

    id: str
    exchange: str
    session: str
    started: int
    encoder: str
    cosine: float


class Embedded(NamedTuple):
    """A unit that was embedded by `encoder`, with what is known of its exchange."""

    id: str
    exchange: str
    speaker: str
    session: str
    thread: str
    mode: str
    started: datetime
    text: str
    encoder: str


def number_of(id_: str) -> int:
    """The number that stands for an id, of 63 bits: two of a million share one in one of 20 million homes."""
    return int.from_bytes(hashlib.blake2b(id_.encode(), digest_size=8).digest(), "big") >> 1


class Shelf:
    """The open shelf. Raises IndexMissing when it cannot be read, DiskTrouble when it cannot be written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, folder: Path, *, write: bool) -> Shelf:
        """Opens the shelf in `folder`; the caller holds the index lock."""
        return cls(connect(folder, write=write))

    def close(self) -> None:
        """Closes the file."""
        with suppress(sqlite3.Error):  # what is in its log is not lost
            self._connection.close()

    @property
    def knowledge(self) -> KnowledgeTable:
        """The facts of bound files."""
        return KnowledgeTable(self._connection)

    # --- writing

    @property
    def written(self) -> int:
        """The number of the last change."""
        return int(self._rows("SELECT written FROM facts")[0][0])

    @contextmanager
    def changing(self, number: int) -> Iterator[None]:
        """All of the block's changes, or none; they are number `number`."""
        with shelf_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("UPDATE facts SET written = ?", (number,))
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def put_exchanges(self, exchanges: Iterable[Exchange]) -> None:
        """Keeps these exchanges, in the place of those of the same ids."""
        self._connection.executemany(
            f"INSERT OR REPLACE INTO exchanges VALUES ({', '.join('?' * 16)})",
            (
                (
                    number_of(one.id),
                    one.id,
                    one.session,
                    one.thread,
                    one.mode,
                    _microseconds(one.started),
                    _microseconds(one.ended),
                    one.order,
                    one.human,
                    one.agent,
                    one.human_sender,
                    one.agent_sender,
                    one.address,
                    one.branch,
                    one.origin.value,
                    one.reported_by,
                )
                for one in exchanges
            ),
        )

    def move_exchanges(self, threads: Mapping[str, str]) -> None:
        """Puts these exchanges, by id, into other threads."""
        self._connection.executemany(
            "UPDATE exchanges SET thread = ? WHERE number = ?",
            ((thread, number_of(id_)) for id_, thread in threads.items()),
        )

    def drop_exchanges(self, ids: Iterable[str]) -> None:
        """Takes these exchanges away."""
        self.drop("exchanges", map(number_of, ids))

    def put_titles(self, titles: Mapping[str, str]) -> None:
        """Keeps what these sessions are called."""
        self._connection.executemany("INSERT OR REPLACE INTO titles VALUES (?, ?)", titles.items())

    def clear_titles(self) -> None:
        """Forgets what sessions are called."""
        self._connection.execute("DELETE FROM titles")

    def put_units(self, units: Sequence[Embedded], vectors: NDArray[np.float32]) -> None:
        """Keeps units with their vectors, of shape (units, dimension)."""
        rows = zip(units, vectors.astype(_VECTOR), strict=True)
        self._connection.executemany(
            f"INSERT OR REPLACE INTO units VALUES ({', '.join('?' * 9)})",
            (
                (
                    number_of(unit.id),
                    unit.id,
                    unit.exchange,
                    unit.session,
                    _microseconds(unit.started),
                    unit.speaker,
                    unit.encoder,
                    unit.text,
                    vector.tobytes(),
                )
                for unit, vector in rows
            ),
        )

    def drop_units(self, ids: Iterable[str]) -> None:
        """Takes these units away."""
        self.drop("units", map(number_of, ids))

    def drop(self, table: str, numbers: Iterable[int]) -> None:
        """Takes the rows of these numbers away."""
        self._connection.executemany(
            f"DELETE FROM {table} WHERE number = ?", ((number,) for number in numbers)
        )

    # --- reading

    def units(self, numbers: Collection[int], vector: NDArray[np.float32]) -> dict[int, UnitRow]:
        """The units of these numbers that are there, with their cosines to `vector`."""
        import numpy as np

        query = "SELECT number, id, exchange, session, started, encoder, vector FROM units WHERE number IN"
        rows = list(self._found(query, sorted(numbers)))
        if not rows:
            return {}
        matrix = np.frombuffer(b"".join(row[6] for row in rows), _VECTOR).reshape(len(rows), -1)
        # Not `@`: that gives another last bit in another place, and equals would change theirs.
        cosines = np.einsum("ij,j->i", matrix.astype(np.float32), vector).tolist()
        return {row[0]: UnitRow._make((*row[1:6], cosine)) for row, cosine in zip(rows, cosines, strict=True)}

    def marked(self, speaker: str) -> frozenset[str]:
        """The exchanges with a unit of this speaker, which is one that marks."""
        return frozenset(row[0] for row in self._rows(_MARKED.format("exchange"), (speaker,)))

    def vectors(self, speaker: str, count: int) -> tuple[list[int], NDArray[np.float32]]:
        """Numbers and vectors, of shape (units, dimension), of at most `count` units that are marked so."""
        import numpy as np

        rows = self._rows(f"{_MARKED.format('number, vector')} ORDER BY number LIMIT ?", (speaker, count))
        if not rows:
            return [], np.empty((0, 0), np.float32)
        matrix = np.frombuffer(b"".join(row[1] for row in rows), _VECTOR).reshape(len(rows), -1)
        return [row[0] for row in rows], matrix.astype(np.float32)

    def unit_texts(self, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """The text and speaker of each of these units that is there."""
        query = "SELECT id, text, speaker FROM units WHERE number IN"
        return {id_: (text, speaker) for id_, text, speaker in self._found(query, map(number_of, ids))}

    def exchanges(self, ids: Iterable[str]) -> list[tuple[Any, ...]]:
        """Those of these exchanges that are there.

        Rows of id, session, thread, mode, title, started, ended (aware), human, agent, human_sender,
        agent_sender, address, branch, origin, reported_by.
        """
        rows = self._found(_EXCHANGE, map(number_of, ids))
        return [(*row[:5], _instant(row[5]), _instant(row[6]), *row[7:]) for row in rows]

    def places(self, sessions: Iterable[str]) -> dict[str, int]:
        """The number, from 0, of every exchange in its session, for all in these sessions."""
        places: dict[str, int] = {}
        query = "SELECT id FROM exchanges WHERE session = ? ORDER BY started, ord, id"
        for session in sessions:
            places |= {id_: number for number, (id_,) in enumerate(self._rows(query, (session,)))}
        return places

    def verify(self) -> None:
        """Reads all of the file. Raises IndexMissing if it is damaged anywhere."""
        with shelf_errors():
            (finding,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if finding != "ok":
            raise IndexMissing(f"{SHELF} of the index is damaged", hint=REBUILD)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text of every column that holds texts, with the name of the column."""
        columns = {
            "units": ("text", "session"),
            "exchanges": (
                "human",
                "agent",
                "human_sender",
                "agent_sender",
                "session",
                "thread",
                "mode",
                "reported_by",
            ),
            "titles": ("session", "title"),
            "knowledge": ("path", "title", "text", "thread"),
        }
        for table, names in columns.items():
            cursor = self._connection.execute(f"SELECT {', '.join(names)} FROM {table}")
            for row in cursor:
                yield from ((f"{table}.{name}", text) for name, text in zip(names, row, strict=True) if text)

    def numbers(self, table: str) -> NDArray[np.int64]:
        """The numbers of all rows of a table."""
        import numpy as np

        with shelf_errors():
            rows = self._connection.execute(f"SELECT number FROM {table}")
            return np.fromiter((row[0] for row in rows), np.int64)

    def _found(self, query: str, numbers: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        wanted = list(numbers)
        for first in range(0, len(wanted), _VALUES_A_QUERY):
            some = wanted[first : first + _VALUES_A_QUERY]
            yield from self._rows(f"{query} ({','.join('?' * len(some))})", some)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with shelf_errors():
            return self._connection.execute(query, values).fetchall()


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


def _instant(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
