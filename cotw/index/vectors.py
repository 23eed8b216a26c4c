"""The vector table of the index, in LanceDB: one row per embedded unit, with what filters need.

One writer at a time, under the index lock. LanceDB never calls fsync, so this table is always the side
that is made good again from DuckDB and the vector cache, never the other way round.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cotw.errors import IndexMissing
from cotw.extraction.words import LONGEST_WORD
from cotw.index.lance import connect

if TYPE_CHECKING:
    import lancedb.table
    import pyarrow as pa

TABLE = "units"
# Old versions go at once, and with them most of the files: whoever tidies holds the index lock alone, so that
# nobody can be reading them. (Zero would warn of just that.)
_CLEANUP_AGE = timedelta(milliseconds=1)
_IDS_A_DELETE = 500


def unit_schema(dimension: int) -> pa.Schema:
    """The columns; `number` is `number_of` the id, `started` UTC, `words` what full-text search reads."""
    import pyarrow as pa

    number = pa.field("number", pa.int64(), nullable=False)
    text = [pa.field(name, pa.string(), nullable=False) for name in ("id", "exchange", "speaker", "session")]
    return pa.schema(
        [
            number,
            *text,
            pa.field("thread", pa.string(), nullable=False),
            pa.field("mode", pa.string(), nullable=False),
            pa.field("started", pa.timestamp("us", tz="UTC"), nullable=False),
            pa.field("encoder", pa.string(), nullable=False),
            pa.field("words", pa.string(), nullable=False),
            pa.field("vector", pa.list_(pa.float32(), dimension), nullable=False),
        ]
    )


class UnitTable:
    """The open vector table. `table` is LanceDB's own, for searching."""

    def __init__(self, table: lancedb.table.Table) -> None:
        self.table = table

    @classmethod
    def create(cls, folder: Path, dimension: int) -> UnitTable:
        """Makes an empty table in `folder`, in the place of one that may be there."""
        shutil.rmtree(folder / f"{TABLE}.lance", ignore_errors=True)
        database = connect(folder)
        from lancedb.index import FTS, Bitmap, BTree

        table = database.create_table(TABLE, schema=unit_schema(dimension))
        # Made while it is empty: rows that come later are found at once, by a scan of the tail.
        config = FTS(with_position=True, stem=True, max_token_length=LONGEST_WORD + 1)
        table.create_index("words", config=config)
        for column in ("id", "exchange", "session", "started"):
            table.create_index(column, config=BTree())
        for column in ("thread", "mode"):
            table.create_index(column, config=Bitmap())
        return cls(table)

    @classmethod
    def open(cls, folder: Path) -> UnitTable:
        """Opens the table in `folder`. Raises IndexMissing when it is not there or cannot be read."""
        with reading_table():
            table = connect(folder).open_table(TABLE)
            table.count_rows()
        return cls(table)

    def add(self, rows: pa.Table) -> None:
        """Adds rows in the form of `unit_schema`; the caller knows that their ids are new."""
        if len(rows):
            self.table.add(rows)

    def delete(self, ids: Sequence[str]) -> None:
        """Removes the rows of these ids, all copies of them."""
        for start in range(0, len(ids), _IDS_A_DELETE):
            self.table.delete(_listed(ids[start : start + _IDS_A_DELETE]))

    def move(self, exchanges: Sequence[str], thread: str) -> int:
        """Puts the rows of these exchanges into another thread; returns how many there are."""
        moved = 0
        for start in range(0, len(exchanges), _IDS_A_DELETE):
            some = exchanges[start : start + _IDS_A_DELETE]
            changed = self.table.update(where=_listed(some, "exchange"), values={"thread": thread})
            moved += changed.rows_updated
        return moved

    def gather(self, ids: Sequence[str]) -> None:
        """Puts the rows of these ids into one file, where each addition has made its own.

        A process that is killed in between leaves rows missing, which whoever opens the index next notices.
        """
        for start in range(0, len(ids), _IDS_A_DELETE):
            some = ids[start : start + _IDS_A_DELETE]
            rows = self.table.search().where(_listed(some)).limit(len(some)).to_arrow()
            self.delete(some)
            self.add(rows)

    def count(self) -> int:
        """How many rows there are."""
        return int(self.table.count_rows())

    def rows(self) -> pa.Table:
        """Every row without its vector and words."""
        columns = ["id", "exchange", "speaker", "session", "thread", "mode", "started", "encoder"]
        table = self.table.search().select(columns).limit(self.count() or 1).to_arrow()
        place = table.column_names.index("started")
        return table.set_column(place, "started", table.column("started").cast("timestamp[us]"))

    @property
    def has_full_text(self) -> bool:
        """Whether there is a full-text index."""
        return self._index_on("words") is not None

    @property
    def has_vector_index(self) -> bool:
        """Whether vectors are searched by an index rather than one by one."""
        return self._index_on("vector") is not None

    def unreadable_indexes(self, word: str) -> list[str]:
        """The columns that cannot be searched; `word` is one that some row has."""
        broken = []
        for column, search in self._searches(word).items():
            try:
                search()
            except (RuntimeError, OSError, ValueError):
                broken.append(column)
        return broken

    def _searches(self, word: str) -> dict[str, Callable[[], Any]]:
        from lancedb.query import MatchQuery

        match: Any = MatchQuery
        vector = [0.0] * self.table.schema.field("vector").type.list_size
        texts = ("id", "exchange", "session", "thread", "mode")
        return {
            **{column: partial(self.table.count_rows, f"{column} = '-'") for column in texts},
            "started": partial(self.table.count_rows, "started < timestamp '1970-01-01 00:00:00'"),
            "vector": lambda: self.table.search(vector).limit(1).select(["id", "_distance"]).to_arrow(),
            "words": lambda: (
                self.table.search(match(word, "words"), query_type="fts")
                .limit(1)
                .select(["id", "_score"])
                .to_arrow()
            ),
        }

    def tidy(self) -> None:
        """Merges small additions into the indexes and removes files of old versions."""
        self.table.optimize(cleanup_older_than=_CLEANUP_AGE)

    def train_vector_index(self) -> None:
        """Makes the vector index, or makes it anew over all rows.

        IVF_SQ finds 98.8 % of the ten nearest at 13,000 rows; the default, IVF_PQ, finds 62 %.
        """
        from lancedb.index import IvfSq

        self.table.create_index("vector", config=IvfSq(distance_type="cosine"), replace=True)

    def _index_on(self, column: str) -> Any:
        return next((found for found in self.table.list_indices() if list(found.columns) == [column]), None)


@contextmanager
def reading_table() -> Iterator[None]:
    """Raises IndexMissing when the block finds no table, or one that cannot be read."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise IndexMissing(
            "the vectors of the index cannot be read", hint="make them good again: cotw index refresh"
        ) from error


def _listed(ids: Iterable[str], column: str = "id") -> str:
    quoted = ("'" + id_.replace("'", "''") + "'" for id_ in ids)
    return f"{column} IN ({', '.join(quoted)})"
