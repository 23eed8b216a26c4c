"""Texts: everything in the index that is made of words, for checks that look at words and not at rows."""

from __future__ import annotations

from collections.abc import Iterator

from cotw.index.database import FILE_NAME
from cotw.index.opening import Index
from cotw.index.rows import fetched, streamed
from cotw.index.shelf_file import SHELF
from cotw.index.vectors import TABLE

# File in the index's folder, table and column, text.
Text = tuple[str, str, str]

_COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE data_type = 'VARCHAR' AND table_schema = 'main' ORDER BY table_name, ordinal_position
"""
_ROWS_AT_A_TIME = 2_000


def texts(index: Index) -> Iterator[Text]:
    """Every text of every column that holds texts, in all stores, a row at a time."""
    for table, column in fetched(index.database, _COLUMNS):
        rows = streamed(index.database.cursor(), f'SELECT "{column}" FROM "{table}"')
        yield from ((FILE_NAME, f"{table}.{column}", text) for (text,) in rows if text)
    yield from _unit_texts(index)
    yield from ((SHELF, column, text) for column, text in index.shelf.texts())


def _unit_texts(index: Index) -> Iterator[Text]:
    import pyarrow as pa

    table = index.units.table
    columns = [field.name for field in table.schema if pa.types.is_string(field.type)]
    rows = table.search().select(columns).limit(index.units.count() or 1)
    for batch in rows.to_batches(_ROWS_AT_A_TIME):
        for column in columns:
            values = batch.column(column).to_pylist()
            yield from ((f"{TABLE}.lance", f"{TABLE}.{column}", text) for text in values if text)
