"""The table of facts on the shelf: every life of every fact, with vectors for those that hold now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cotw.index.shelf_file import shelf_errors
from cotw.store.following import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_VECTOR = "<f2"
_STANDING = "bound = 1 AND ended IS NULL"


class FactRow(NamedTuple):
    """One life of a fact; `title` is its headings in one line, `bound` 1 if its file is bound now."""

    id: str
    lineage: str
    path: str
    title: str
    text: str
    first: int
    last: int
    began: str
    beginning: str
    ended: str | None
    ending: str | None
    superseded_by: str | None
    bound: int
    thread: str | None

    @property
    def meaning(self) -> str:
        """What is embedded: the fact below its headings."""
        return f"{self.title}: {self.text}" if self.title else self.text


_COLUMNS = ", ".join(FactRow._fields)


class KnowledgeTable:
    """Facts on the open shelf; they are changed only within `Shelf.changing`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def changed(self) -> int:
        """A number that is another one after every change."""
        return int(self._rows("SELECT changed FROM knowledge_state")[0][0])

    def places(self) -> dict[str, Place]:
        """How far each chain was read, by the kind of line that is looked for in it."""
        rows = self._rows("SELECT kind, name, offset, length, digest FROM knowledge_places")
        return {row[0]: Place(*row[1:]) for row in rows}

    def note_places(self, places: Mapping[str, Place]) -> None:
        """Keeps how far the chains were read."""
        rows = [(kind, one.name, one.offset, one.length, one.digest) for kind, one in places.items()]
        self._connection.executemany("INSERT OR REPLACE INTO knowledge_places VALUES (?, ?, ?, ?, ?)", rows)

    def put(self, rows: Mapping[str, FactRow]) -> None:
        """Makes these all the facts there are; what has not changed keeps its vector."""
        present = {row.id: row for row in self.rows()}
        gone = [(id_,) for id_ in present if id_ not in rows]
        self._connection.executemany("DELETE FROM knowledge WHERE id = ?", gone)
        fresh = [row for row in rows.values() if row.id not in present]
        marks = ", ".join("?" * len(FactRow._fields))
        self._connection.executemany(f"INSERT INTO knowledge ({_COLUMNS}) VALUES ({marks})", fresh)
        values = ", ".join(f"{name} = ?" for name in FactRow._fields)
        altered = [(*row, row.id) for row in rows.values() if present.get(row.id, row) != row]
        self._connection.executemany(f"UPDATE knowledge SET {values} WHERE id = ?", altered)
        self._connection.execute(f"UPDATE knowledge SET vector = NULL WHERE NOT ({_STANDING})")
        self._note_change()

    def pending(self) -> dict[str, str]:
        """What is to be embedded of the facts that have no vector yet, by id."""
        rows = self._read(f"SELECT {_COLUMNS} FROM knowledge WHERE {_STANDING} AND vector IS NULL")
        return {row.id: row.meaning for row in rows}

    def put_vectors(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keeps vectors by the ids of facts; those that do not stand any more are passed over."""
        rows = ((vector.astype(_VECTOR).tobytes(), id_) for id_, vector in vectors.items())
        self._connection.executemany(f"UPDATE knowledge SET vector = ? WHERE id = ? AND {_STANDING}", rows)
        self._note_change()

    def rows(self) -> list[FactRow]:
        """Every life of every fact."""
        return self._read(f"SELECT {_COLUMNS} FROM knowledge ORDER BY id")

    def standing(self) -> tuple[list[FactRow], NDArray[np.float32]]:
        """Facts that hold now, and their vectors, of shape (facts, dimension); zeros where there is none."""
        import numpy as np

        found = self._rows(f"SELECT {_COLUMNS}, vector FROM knowledge WHERE {_STANDING} ORDER BY id")
        rows = [FactRow._make(row[:-1]) for row in found]
        size = max((len(row[-1]) for row in found if row[-1]), default=0)
        joined = b"".join(row[-1] or bytes(size) for row in found)
        matrix = np.frombuffer(joined, _VECTOR).astype(np.float32)
        return rows, matrix.reshape(len(rows), -1) if size else np.zeros((len(rows), 0), np.float32)

    def embedded_texts(self) -> Iterator[str]:
        """The texts whose vectors are used."""
        query = f"SELECT {_COLUMNS} FROM knowledge WHERE vector IS NOT NULL"
        return (row.meaning for row in self._read(query))

    def _note_change(self) -> None:
        self._connection.execute("UPDATE knowledge_state SET changed = changed + 1")

    def _read(self, query: str) -> list[FactRow]:
        return [FactRow._make(row) for row in self._rows(query)]

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with shelf_errors():
            return self._connection.execute(query, values).fetchall()
