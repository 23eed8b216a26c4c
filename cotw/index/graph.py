"""The graph: rows of what exchanges name, assert and are about, written and removed together with them.

Nothing else is kept: entities, aliases, triples with all their sources, the hierarchy of topics and what
occurs together are asked of these rows (`retrieval.entities`, `retrieval.topics`), so that none can drift.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from cotw.extraction.mention import key
from cotw.index.database import bound
from cotw.index.exchanges import Changes
from cotw.index.rows import strings
from cotw.records.exchange import Exchange

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

GRAPH_TABLES = ("mentions", "triple_sources", "topics")


def number_of(text: str) -> int:
    """The number under which an exchange's id or a key is looked for; two may share one."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def write_graph(database: duckdb.DuckDBPyConnection, changes: Changes) -> None:
    """Writes what changed exchanges name, assert and are about, in the place of what they did before."""
    if changes.outdated:
        numbers = sorted(map(number_of, changes.outdated))
        with bound(database, outdated=strings(changes.outdated)):
            for table in GRAPH_TABLES:
                database.execute(
                    f"DELETE FROM {table} WHERE number IN ({', '.join(map(str, numbers))})"
                    " AND exchange IN (SELECT id FROM outdated)"
                )
    if changes.written:
        for table, rows in graph_rows(changes.written).items():
            if len(rows):
                with bound(database, written=rows):
                    database.execute(f"INSERT INTO {table} BY NAME SELECT * FROM written")


def graph_rows(exchanges: Iterable[Exchange]) -> dict[str, pa.Table]:
    """The rows of all tables that these exchanges have."""
    # Who only reads the graph need not wait for the rules of grammar that make it.
    from cotw.extraction.findings import findings
    from cotw.extraction.topics import topics

    mentions: list[tuple[Any, ...]] = []
    sources: list[tuple[Any, ...]] = []
    about: list[tuple[Any, ...]] = []
    for exchange in exchanges:
        found, whose = findings(exchange), (exchange.id, number_of(exchange.id))
        for one in found.entities:
            mentions.append(
                (*whose, number_of(one.key), one.key, one.name, one.kind, one.confidence, one.count)
            )
        for said in found.statements:
            ends = [(number_of(key(name)), key(name), name) for name in (said.subject, said.object)]
            sources.append((*whose, *ends[0], said.predicate, *ends[1], said.confidence))
        for topic in topics(exchange, found.entities):
            about.append((*whose, number_of(topic.key), topic.key, topic.name, topic.weight))
    return {
        "mentions": _table(_mention_columns(), mentions),
        "triple_sources": _table(_triple_columns(), sources),
        "topics": _table(_topic_columns(), about),
    }


def _mention_columns() -> list[tuple[str, Any]]:
    import pyarrow as pa

    return [
        ("exchange", pa.string()),
        ("number", pa.uint32()),
        ("entity", pa.uint32()),
        ("key", pa.string()),
        ("name", pa.string()),
        ("kind", pa.string()),
        ("confidence", pa.float64()),
        ("count", pa.int32()),
    ]


def _triple_columns() -> list[tuple[str, Any]]:
    import pyarrow as pa

    return [
        ("exchange", pa.string()),
        ("number", pa.uint32()),
        ("subject", pa.uint32()),
        ("subject_key", pa.string()),
        ("subject_name", pa.string()),
        ("predicate", pa.string()),
        ("object", pa.uint32()),
        ("object_key", pa.string()),
        ("object_name", pa.string()),
        ("confidence", pa.float64()),
    ]


def _topic_columns() -> list[tuple[str, Any]]:
    import pyarrow as pa

    return [
        ("exchange", pa.string()),
        ("number", pa.uint32()),
        ("topic", pa.uint32()),
        ("key", pa.string()),
        ("name", pa.string()),
        ("weight", pa.float64()),
    ]


def _table(columns: Sequence[tuple[str, Any]], rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    import pyarrow as pa

    values = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = [pa.array(list(one), type) for one, (_, type) in zip(values, columns, strict=True)]
    return pa.Table.from_arrays(arrays, [name for name, _ in columns])
