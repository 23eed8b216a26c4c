"""Storing: units that have vectors go into all three stores, so that a kill at any instant is made good.

Rows are added to the shelf and to the vector table first, then DuckDB notes that they are there; see
`reconciling`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

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
