"""Comparing: one layer of the index against the one below it. Each function yields what differs.

Everything is read in pieces; nothing is changed, so that an index on a read-only disk can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, TypeVar

from cotw.extraction.pairing import RETELLERS, pair_survivors, swallowed
from cotw.extraction.words import query_words
from cotw.index.database import bound
from cotw.index.learned import wrong_turns
from cotw.index.opening import Index
from cotw.index.rows import (
    EXCHANGE_COLUMNS,
    MESSAGE_COLUMNS,
    exchange_of,
    exchange_table,
    fetched,
    learned_table,
    message_of,
    message_table,
    record_table,
    session_table,
    streamed,
    title_table,
    unit_table,
)
from cotw.index.rules import Rules
from cotw.index.sessions import expected_threads, session_rows, session_titles
from cotw.index.units import Splitter, search_text, units_of
from cotw.records.threads import Threads
from cotw.store.archive import Archive, TruthFile

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Item = TypeVar("Item")

_PIECE = 5_000
_RETELLERS = ", ".join(f"'{tool}'" for tool in sorted(RETELLERS))
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Drift:
    """A difference: what it is, in how many rows, and the ids of some of them."""

    what: str
    count: int
    ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        named = f" ({', '.join(self.ids)}{', …' if self.count > len(self.ids) else ''})" if self.ids else ""
        return f"{self.count} {self.what}{named}"

    @classmethod
    def of(cls, what: str, ids: Iterable[str]) -> Iterator[Drift]:
        """One drift that names some of `ids`; none if there are none."""
        found = list(ids)
        if found:
            yield cls(what, len(found), tuple(sorted(found)[:_NAMED]))


class Layer:
    """One table, compared piece by piece with rows as they should be."""

    def __init__(self, database: duckdb.DuckDBPyConnection, table: str) -> None:
        self._database = database
        self._table = table
        self._seen = f"seen_{table}"
        self._differing: list[str] = []
        database.execute(f"CREATE OR REPLACE TEMP TABLE {self._seen} (id TEXT)")

    def expect(self, rows: pa.Table) -> None:
        """Compares rows with those of the same ids in the table, in the columns that are given."""
        columns = ", ".join(rows.column_names)
        present = f"SELECT {columns} FROM {self._table} WHERE id IN (SELECT id FROM expected)"
        with bound(self._database, expected=rows):
            self._database.execute(f"INSERT INTO {self._seen} SELECT id FROM expected")
            query = f"SELECT DISTINCT id FROM (SELECT {columns} FROM expected EXCEPT {present})"
            self._differing += _column(self._database, query)

    def drifts(self) -> Iterator[Drift]:
        """What is missing, altered, stray, and stands there twice; after all rows were expected."""
        table, seen = self._table, self._seen
        query = f"SELECT DISTINCT id FROM {seen} WHERE id NOT IN (SELECT id FROM {table})"
        missing = set(_column(self._database, query))
        yield from Drift.of(f"missing {table}", missing)
        yield from Drift.of(f"altered {table}", (id_ for id_ in self._differing if id_ not in missing))
        query = f"SELECT DISTINCT id FROM {table} WHERE id NOT IN (SELECT id FROM {seen})"
        yield from Drift.of(f"stray {table}", _column(self._database, query))
        query = f"SELECT id FROM {table} GROUP BY id HAVING count(*) > 1"
        yield from Drift.of(f"doubled {table}", _column(self._database, query))


def compare_truth(
    index: Index, archive: Archive, files: Iterable[TruthFile], rules: Rules
) -> Iterator[Drift]:
    """Records, messages and titles against the archive."""
    tables = ("records", "messages", "learned", "titles")
    records, messages, learned, titles = (Layer(index.database, table) for table in tables)
    read = ((file.path, message) for file in files for message in archive.read_file(file))
    for piece in pieces(read):
        firsts = {message.id: (path, message) for path, message in reversed(piece)}
        rows = [(id_, rules.session(message), path) for id_, (path, message) in firsts.items()]
        # Which of several files a record was read from does not matter here.
        records.expect(record_table(rows).drop_columns(["file"]))
        speech = [rules.speech(message) for _, message in firsts.values() if message.is_speech]
        addresses = [rules.address(message) for message in speech]
        # Whether a prompt is dropped depends on the whole session: the next layer looks at it.
        messages.expect(message_table(speech, addresses, set()).drop_columns(["dropped"]))
        learnt = [message for message in speech if message.turn is not None]
        learned.expect(learned_table(learnt).drop_columns(["echoed"]))
        summaries = [title for _, message in firsts.values() if (title := rules.summary(message)) is not None]
        titles.expect(title_table(summaries))
    for layer in (records, messages, learned, titles):
        yield from layer.drifts()


def compare_exchanges(index: Index, rules: Rules) -> Iterator[Drift]:
    """Exchanges against the messages they are made of."""
    cursor = index.database.cursor()
    prompts = streamed(
        cursor,
        "SELECT session, id, prompt, queued, dropped FROM messages"
        f" WHERE prompt IS NOT NULL AND turn IS NULL AND tool NOT IN ({_RETELLERS})"
        " ORDER BY session, instant, ord, id",
    )
    yield from Drift.of("miscounted queued prompts", _wrong_twins(prompts))
    told = f"SELECT session FROM messages WHERE turn IS NULL AND tool NOT IN ({_RETELLERS})"
    retold = f"turn IS NULL AND tool IN ({_RETELLERS})"
    wrong = f"SELECT id FROM messages WHERE {retold} AND dropped <> (session IN ({told}))"
    yield from Drift.of("miscounted retold messages", _column(index.database, wrong))
    yield from Drift.of("miscounted learnt turns", wrong_turns(index.database, rules.same_turn))
    query = f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE NOT dropped ORDER BY session, instant, ord, id"
    messages = map(rules.in_thread, map(message_of, streamed(cursor, query)))
    sessions = groupby(messages, key=lambda message: message.session)
    layer = Layer(index.database, "exchanges")
    for piece in pieces(exchange for _, group in sessions for exchange in pair_survivors(group, rules.zone)):
        layer.expect(exchange_table(piece))
    yield from layer.drifts()


def compare_units(index: Index, rules: Rules, splitter: Splitter) -> Iterator[Drift]:
    """Units against the exchanges whose words they are."""
    rows = streamed(index.database.cursor(), f"SELECT {EXCHANGE_COLUMNS} FROM exchanges")
    exchanges = map(exchange_of, rows)
    layer = Layer(index.database, "units")
    for piece in pieces(
        unit for exchange in exchanges for unit in units_of(exchange, exchange.day(rules.zone), splitter)
    ):
        layer.expect(unit_table(piece))
    yield from layer.drifts()


def compare_counts(index: Index, threads: Threads) -> Iterator[Drift]:
    """Sessions and threads against the exchanges they count."""
    database = index.database
    ids = _column(database, "SELECT DISTINCT session FROM exchanges")
    with bound(database, named=session_table(session_titles(database, ids))):
        counted = f"SELECT * FROM ({session_rows()}) JOIN named USING (id)"
        wanted = {
            "sessions": database.sql(counted).to_arrow_table(),
            "threads": expected_threads(database, threads),
        }
    for table, rows in wanted.items():
        layer = Layer(database, table)
        layer.expect(rows)
        yield from layer.drifts()


def compare_vectors(index: Index, encoder_version: str) -> Iterator[Drift]:
    """Rows of the vector table against the units they belong to."""
    database, rows = index.database, index.units.rows()
    facts = "id, exchange, speaker, session, thread, mode, started"
    units = (
        "SELECT units.id, exchange, speaker, session, thread, mode, started FROM units"
        " JOIN exchanges ON exchanges.id = units.exchange WHERE stored"
    )
    stored = "SELECT id FROM units WHERE stored"
    queries = {
        "units not embedded yet": "SELECT id FROM units WHERE NOT stored",
        "units without their vector": f"{stored} AND id NOT IN (SELECT id FROM vectors)",
        "stray vectors": f"SELECT id FROM vectors WHERE id NOT IN ({stored})",
        "doubled vectors": "SELECT id FROM vectors GROUP BY id HAVING count(*) > 1",
        "misfiled vectors": (
            f"SELECT id FROM (SELECT {facts} FROM vectors WHERE id IN ({stored}) EXCEPT ({units}))"
        ),
    }
    with bound(database, vectors=rows):
        for what, query in queries.items():
            yield from Drift.of(what, _column(database, query))
    pairs = zip(rows.column("id").to_pylist(), rows.column("encoder").to_pylist(), strict=True)
    strangers = (id_ for id_, version in pairs if version != encoder_version)
    yield from Drift.of("vectors of another encoder", strangers)
    if not index.units.has_full_text:
        yield Drift("missing full-text index", 1)
    yield from Drift.of(
        "unreadable indexes of the vector table", index.units.unreadable_indexes(_a_word(index))
    )


def _a_word(index: Index) -> str:
    texts = _column(index.database, "SELECT text FROM units WHERE stored ORDER BY id LIMIT 20")
    return next((word for text in texts for word in query_words(search_text(text))), "nothing")


def _wrong_twins(prompts: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """Ids of prompts, given as (session, id, text key, queued, dropped), whose last fact is wrong."""
    for _, group in groupby(prompts, key=lambda row: row[0]):
        of_session = list(group)
        twins = swallowed((id_, key, queued) for _, id_, key, queued, _ in of_session)
        yield from (row[1] for row in of_session if row[4] != (row[1] in twins))


def pieces(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items, as many at a time as are compared at once."""
    rest = iter(items)
    while piece := list(islice(rest, _PIECE)):
        yield piece


def _column(database: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    return [row[0] for row in fetched(database, query)]
