"""Storing: units that have vectors go into the vector table, so that a kill at any instant is made good.

Rows are added first, then DuckDB notes that they are there; where rows are removed it is noted beforehand
that the two stores may differ (`lance_dirty`). Whoever opens the index for writing and finds that note, or
another number of rows than there should be, compares ids and mends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cotw.errors import IndexMissing
from cotw.extraction.words import searchable
from cotw.index.database import bound, transaction
from cotw.index.opening import Index
from cotw.index.rows import fetched, strings
from cotw.index.shelf import Embedded, number_of
from cotw.index.tidying import note_added
from cotw.index.units import search_text

if TYPE_CHECKING:
    import pyarrow as pa

    from cotw.models.embedding import Vectors


def pending_units(index: Index) -> list[tuple[str, int]]:
    """Id and length of every unit whose vector is not stored."""
    query = "SELECT id, length(text) AS length FROM units WHERE NOT stored ORDER BY length, id"
    return fetched(index.database, query)


def unit_texts(index: Index, ids: Sequence[str]) -> dict[str, str]:
    """The texts of those of `ids` that are (still) waiting for a vector."""
    with bound(index.database, sought=strings(ids)):
        query = "SELECT id, text FROM units SEMI JOIN sought USING (id) WHERE NOT stored"
        return dict(fetched(index.database, query))


def store_vectors(index: Index, encoder_version: str, vectors: Mapping[str, Vectors]) -> int:
    """Stores the vectors of units, by unit id; returns how many.

    Units that another process stored or removed meanwhile are passed over.
    """
    import numpy as np

    units = _waiting(index, encoder_version, vectors)
    if units:
        put_units(index, units, np.stack([vectors[unit.id] for unit in units]).astype(np.float32))
    return len(units)


def put_units(index: Index, units: Sequence[Embedded], vectors: Vectors) -> None:
    """Puts units that wait for their vectors into all stores; `vectors` has shape (units, dimension)."""
    # The shelf first: whatever a search of the vector table names can then be read.
    shelved = index.shelve(lambda shelf: shelf.put_units(units, vectors))
    rows = _rows(units, vectors)
    # A process that is killed between the two leaves other numbers of rows behind: `reconcile` sees that.
    index.units.add(rows)
    with transaction(index.database), bound(index.database, added=rows.select(["id"])):
        index.database.execute(
            "UPDATE units SET stored = true WHERE NOT stored AND id IN (SELECT id FROM added)"
        )
        note_added(index, len(rows), shelved=shelved)


def reconcile(index: Index) -> None:
    """Makes both stores agree: units whose row is not there wait for it again, other rows are removed.

    Nothing but counting is done when nothing hints at a difference.
    """
    try:
        units = index.units
        doubtful = index.meta("lance_dirty", "0") != "0"
    except IndexMissing:
        units = index.renew_units(int(index.meta("dimension")))
        doubtful = True
    stored = fetched(index.database, "SELECT count(*) FROM units WHERE stored")[0][0]
    if not doubtful and units.count() == stored:
        return
    rows = units.rows()
    copies = Counter(rows.column("id").to_pylist())
    pairs = zip(rows.column("id").to_pylist(), rows.column("encoder").to_pylist(), strict=True)
    encoder = index.meta("encoder_version")
    usable = strings(id_ for id_, version in pairs if version == encoder and copies[id_] == 1)
    with bound(index.database, usable=usable):
        wanted = fetched(index.database, "SELECT id FROM units SEMI JOIN usable USING (id)")
    kept = {row[0] for row in wanted}
    units.delete(sorted(set(copies) - kept))
    with transaction(index.database), bound(index.database, kept=strings(sorted(kept))):
        index.database.execute(
            "UPDATE units SET stored = NOT stored WHERE stored <> (id IN (SELECT id FROM kept))"
        )
        index.set_meta(lance_dirty="0")


def _waiting(index: Index, encoder_version: str, ids: Iterable[str]) -> list[Embedded]:
    """Those of these units that still wait for a vector."""
    query = "SELECT id, exchange, speaker, text FROM units SEMI JOIN sought USING (id) WHERE NOT stored"
    with bound(index.database, sought=strings(ids)):
        units = sorted(fetched(index.database, query))
    # From the shelf: to find one exchange DuckDB would read the ids of all.
    exchanges = {row[0]: row for row in index.shelf.exchanges({unit[1] for unit in units})}
    found = []
    for id_, exchange, speaker, text in units:
        _, session, thread, mode, _, started, *_ = exchanges[exchange]
        found.append(Embedded(id_, exchange, speaker, session, thread, mode, started, text, encoder_version))
    return found


def _rows(units: Sequence[Embedded], vectors: Vectors) -> pa.Table:
    """Rows of the vector table."""
    import pyarrow as pa

    from cotw.index.vectors import unit_schema

    flat = pa.array(vectors.reshape(-1), pa.float32())
    ids, exchanges, speakers, sessions, threads, modes, started, texts, encoders = zip(*units, strict=True)
    columns = [
        pa.array([number_of(id_) for id_ in ids], pa.int64()),
        *(pa.array(column, pa.string()) for column in (ids, exchanges, speakers, sessions, threads, modes)),
        pa.array(started, pa.timestamp("us", tz="UTC")),
        pa.array(encoders, pa.string()),
        pa.array([searchable(search_text(text)) for text in texts], pa.string()),
        pa.FixedSizeListArray.from_arrays(flat, vectors.shape[1]),
    ]
    return pa.Table.from_arrays(columns, schema=unit_schema(vectors.shape[1]))
