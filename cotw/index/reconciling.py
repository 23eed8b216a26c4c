"""Reconciling: the three stores are made to agree after a process was killed between writing two of them.

DuckDB commits last and is believed. What was added to the vector table shows in its number of rows; where
rows are removed it is noted beforehand that the stores may differ (`lance_dirty`). A change of the shelf
has a number, which DuckDB then notes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cotw.errors import IndexMissing
from cotw.index.comparing import pieces
from cotw.index.database import bound, transaction
from cotw.index.opening import Index
from cotw.index.placing import file_misfiled
from cotw.index.rows import EXCHANGE_COLUMNS, exchange_of, fetched, strings
from cotw.index.shelf import Shelf
from cotw.index.shelf_check import exchange_drift, unit_drift


def reconcile(index: Index) -> None:
    """Makes all stores agree: units that are not everywhere wait for their vectors again, other rows go.

    Nothing but counting is done when nothing hints at a difference. Raises IndexMissing when the shelf cannot
    be read or lacks something: the index has to be built anew then.
    """
    if index.shelf.written != int(index.meta("shelved", "0")):
        _mend_shelf(index)
    try:
        count = index.units.count()
        stored = fetched(index.database, "SELECT count(*) FROM units WHERE stored")[0][0]
        # Rows that were given another thread number as many as before, also when a power cut took that back.
        whole = index.units.table.version >= int(index.meta("lance_version", "0"))
        if count == stored and whole and index.meta("lance_dirty", "0") == "0":
            return
    except IndexMissing:
        index.renew_units(int(index.meta("dimension")))
    _mend_units(index)


def _mend_shelf(index: Index) -> None:
    """Gives the shelf what DuckDB has, but for vectors: units it lacks are doubtful from now on."""
    exchanges, units = exchange_drift(index), unit_drift(index)
    titles = dict(fetched(index.database, "SELECT id, title FROM sessions WHERE title <> ''"))

    def change(shelf: Shelf) -> None:
        shelf.drop("exchanges", exchanges.strays)
        shelf.drop("units", units.strays)
        shelf.clear_titles()
        shelf.put_titles(titles)
        for ids in pieces([*exchanges.missing, *exchanges.altered]):
            _put_exchanges(index, shelf, ids)

    number = index.shelve(change)
    with transaction(index.database), bound(index.database, lacking=strings(units.missing)):
        index.database.execute("UPDATE units SET stored = false WHERE id IN (SELECT id FROM lacking)")
        index.set_meta(shelved=str(number))


def _put_exchanges(index: Index, shelf: Shelf, ids: Sequence[str]) -> None:
    with bound(index.database, sought=strings(ids)):
        rows = fetched(
            index.database, f"SELECT {EXCHANGE_COLUMNS} FROM exchanges SEMI JOIN sought USING (id)"
        )
    shelf.put_exchanges(exchange_of(row) for row in rows)


def _mend_units(index: Index) -> None:
    """Compares the ids of the vector table with those that DuckDB knows."""
    rows = index.units.rows()
    copies = Counter(rows.column("id").to_pylist())
    pairs = zip(rows.column("id").to_pylist(), rows.column("encoder").to_pylist(), strict=True)
    encoder = index.meta("encoder_version")
    single = [id_ for id_, version in pairs if version == encoder and copies[id_] == 1]
    usable = strings(index.shelf.unit_texts(single))
    with bound(index.database, usable=usable):
        kept = [row[0] for row in fetched(index.database, "SELECT id FROM units SEMI JOIN usable USING (id)")]
    index.units.delete(sorted(copies.keys() - set(kept)))
    file_misfiled(index)
    with transaction(index.database), bound(index.database, kept=strings(sorted(kept))):
        index.database.execute(
            "UPDATE units SET stored = NOT stored WHERE stored <> (id IN (SELECT id FROM kept))"
        )
        index.set_meta(lance_dirty="0", lance_version=str(index.units.table.version))
