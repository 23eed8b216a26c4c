"""Storing: units that have vectors go into the vector table, so that a kill at any instant is made good.

Rows are added first, then DuckDB notes that they are there; where rows are removed it is noted beforehand
that the two stores may differ (`lance_dirty`). Whoever opens the index for writing and finds that note, or
another number of rows than there should be, compares ids and mends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cotw.errors import IndexMissing
from cotw.extraction.words import searchable
from cotw.index.database import bound, transaction
from cotw.index.opening import Index
from cotw.index.rows import fetched, strings
from cotw.index.tidying import note_added
from cotw.index.units import search_text

if TYPE_CHECKING:
    import pyarrow as pa


def pending_units(index: Index) -> list[tuple[str, int]]:
    """Id and length of every unit whose vector is not stored."""
    query = "SELECT id, length(text) AS length FROM units WHERE NOT stored ORDER BY length, id"
    return fetched(index.database, query)


def unit_texts(index: Index, ids: Sequence[str]) -> dict[str, str]:
    """The texts of those of `ids` that are (still) waiting for a vector."""
    with bound(index.database, sought=strings(ids)):
        query = "SELECT id, text FROM units SEMI JOIN sought USING (id) WHERE NOT stored"
        return dict(fetched(index.database, query))


def store_vectors(index: Index, encoder_version: str, vectors: Mapping[str, Any]) -> int:
    """Stores the vectors of units, by unit id; returns how many.

    Units that another process stored or removed meanwhile are passed over.
    """
    rows = _rows(index, encoder_version, vectors)
    if not len(rows):
        return 0
    # A process that is killed between the two leaves other numbers of rows behind: `reconcile` sees that.
    index.units.add(rows)
    with transaction(index.database), bound(index.database, added=rows.select(["id"])):
        index.database.execute(
            "UPDATE units SET stored = true WHERE NOT stored AND id IN (SELECT id FROM added)"
        )
        note_added(index, len(rows))
    return len(rows)


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
        index.set_meta("lance_dirty", "0")


def _rows(index: Index, encoder_version: str, vectors: Mapping[str, Any]) -> pa.Table:
    """Rows of the vector table for those units that still wait for one."""
    import numpy as np
    import pyarrow as pa

    from cotw.index.vectors import unit_schema

    with bound(index.database, sought=strings(vectors)):
        found = index.database.execute(
            """
            SELECT units.id, units.exchange, units.speaker, session, thread, mode, started, units.text
            FROM units SEMI JOIN sought USING (id) JOIN exchanges ON exchanges.id = units.exchange
            WHERE NOT units.stored ORDER BY units.id
            """
        ).fetchall()
    schema = unit_schema(int(index.meta("dimension")))
    ids, exchanges, speakers, sessions, threads, modes, started, texts = (
        zip(*found, strict=True) if found else ((),) * 8
    )
    matrix = np.stack([vectors[id_] for id_ in ids]) if found else np.empty((0, 0))
    flat = pa.array(matrix.astype(np.float32).reshape(-1), pa.float32())
    columns = [
        *(pa.array(column, pa.string()) for column in (ids, exchanges, speakers, sessions, threads, modes)),
        pa.array(started, pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC")),
        pa.array([encoder_version] * len(ids), pa.string()),
        pa.array([searchable(search_text(text)) for text in texts], pa.string()),
        pa.FixedSizeListArray.from_arrays(flat, schema.field("vector").type.list_size),
    ]
    return pa.Table.from_arrays(columns, schema=schema)
