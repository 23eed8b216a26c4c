"""Checking the graph: what exchanges name, assert and are about, against what the index says they do."""

from __future__ import annotations

from collections.abc import Iterator

from cotw.index.comparing import Drift, pieces
from cotw.index.database import bound
from cotw.index.graph import GRAPH_TABLES, graph_rows
from cotw.index.opening import Index
from cotw.index.rows import EXCHANGE_COLUMNS, exchange_of, fetched, streamed, strings


def compare_graph(index: Index) -> Iterator[Drift]:
    """Mentions, triples and topics against the exchanges they are of; names those where they differ."""
    rows = streamed(index.database.cursor(), f"SELECT {EXCHANGE_COLUMNS} FROM exchanges")
    differing: dict[str, set[str]] = {table: set() for table in GRAPH_TABLES}
    for piece in pieces(map(exchange_of, rows)):
        ids = strings(exchange.id for exchange in piece)
        for table, expected in graph_rows(piece).items():
            with bound(index.database, expected=expected, ids=ids):
                differing[table] |= _column(index, _difference(table, ", ".join(expected.column_names)))
    for table in GRAPH_TABLES:
        yield from Drift.of(f"exchanges with other {table} than they should have", differing[table])
        query = f"SELECT exchange FROM {table} WHERE exchange NOT IN (SELECT id FROM exchanges)"
        yield from Drift.of(f"exchanges that are gone but for their {table}", _column(index, query))


def _difference(table: str, columns: str) -> str:
    present = f"(SELECT {columns} FROM {table} SEMI JOIN ids ON ids.id = {table}.exchange)"
    expected = f"(SELECT {columns} FROM expected)"
    return f"""
        SELECT exchange FROM ({expected} EXCEPT ALL {present})
        UNION SELECT exchange FROM ({present} EXCEPT ALL {expected})
    """


def _column(index: Index, query: str) -> set[str]:
    return {str(row[0]) for row in fetched(index.database, query)}
