"""Tidying the vector table: a little at once, much when it is worth it.

Every addition is a file of its own and is searched row by row until it is merged into the indexes; 300 of
them make a search eight times as long. Merging takes a time that grows with the whole table (6 s at 100,000
rows), gathering the last few additions into one file does not. So additions are gathered every few dozen,
and merged when they have become a share of the table.
"""

from __future__ import annotations

from cotw.index.database import transaction
from cotw.index.opening import Index
from cotw.index.rows import fetched
from cotw.settings import IndexSettings

# Additions of fewer rows are gathered; larger ones are no worse alone.
_SMALL = 64
# Merged once the rows that are not are 1/64 of the table: at least so many, at most so many.
_SHARE, _LEAST, _MOST = 64, 256, 4096
# The vector index is trained again when there are so many times more rows: those that came later lie in a
# second one, which makes each search a quarter longer.
_REGROWN = 1.1


def note_added(index: Index, rows: int, *, shelved: int) -> None:
    """Notes an addition of the table `added` (id), and the change of the shelf that went with it, as part of
    the transaction that is open.
    """
    index.set_meta(adds=str(int(index.meta("adds", "0")) + 1), shelved=str(shelved))
    if rows < _SMALL:
        index.database.execute("INSERT INTO young SELECT id FROM added")


def note_moved(index: Index, rows: int) -> None:
    """Notes that rows were written anew: they lie in files of their own until they are merged again."""
    index.set_meta(
        merged_rows=str(max(0, int(index.meta("merged_rows", "0")) - rows)),
        lance_version=str(index.units.table.version),
    )


def tidy(index: Index, settings: IndexSettings, *, more_to_come: bool) -> None:
    """Does what is due. While more is to come, merging waits until the table has doubled."""
    stored = fetched(index.database, "SELECT count(*) FROM units WHERE stored")[0][0]
    merged = int(index.meta("merged_rows", "0"))
    bearable = max(merged, _MOST) if more_to_come else min(max(stored // _SHARE, _LEAST), _MOST)
    if stored - merged >= bearable:
        merge(index, settings)
    elif int(index.meta("adds", "0")) >= settings.gather_every_adds:
        _gather(index)


def merge(index: Index, settings: IndexSettings) -> None:
    """Merges all additions into the indexes; trains the one on vectors when it is time."""
    units = index.units
    units.tidy()
    rows, trained = units.count(), int(index.meta("trained_rows", "0"))
    outgrown = rows >= _REGROWN * trained or not units.has_vector_index
    if rows >= settings.vector_index_rows and outgrown:
        units.train_vector_index()
        # Files can be joined now that all of them lie in the same indexes.
        units.tidy()
        index.set_meta(trained_rows=str(rows))
    _note_tidied(index, merged_rows=rows)


def _gather(index: Index) -> None:
    """Puts the rows of the last small additions into one file."""
    index.units.gather(
        [row[0] for row in fetched(index.database, "SELECT DISTINCT id FROM young ORDER BY id")]
    )
    _note_tidied(index)


def _note_tidied(index: Index, merged_rows: int | None = None) -> None:
    with transaction(index.database):
        index.database.execute("DELETE FROM young")
        index.set_meta(adds="0")
        if merged_rows is not None:
            index.set_meta(merged_rows=str(merged_rows))
