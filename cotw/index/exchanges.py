"""Writing exchanges: only those whose digest changed, and only those of their units that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cotw.index.database import bound
from cotw.index.rows import exchange_table, fetched, strings, unit_table
from cotw.index.rules import Rules
from cotw.index.units import Splitter, units_of
from cotw.index.windows import Repaired
from cotw.records.exchange import Exchange

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Changes:
    """Exchanges to write, the ids among them that stand there already, and ids that are gone."""

    written: list[Exchange]
    replaced: list[str]
    removed: list[str]

    @classmethod
    def of(cls, stretches: Iterable[Repaired]) -> Changes:
        """What differs between stretches of sessions as they were and as they are."""
        written: list[Exchange] = []
        replaced: list[str] = []
        removed: list[str] = []
        for stretch in stretches:
            now = {exchange.id for exchange in stretch.now}
            removed += [id_ for id_ in stretch.before if id_ not in now]
            for exchange in stretch.now:
                former = stretch.before.get(exchange.id)
                if former != exchange.digest:
                    written.append(exchange)
                    replaced += [] if former is None else [exchange.id]
        return cls(written, replaced, removed)

    @property
    def outdated(self) -> list[str]:
        """The ids whose present rows have to go."""
        return self.replaced + self.removed


def write_exchanges(database: duckdb.DuckDBPyConnection, changes: Changes) -> set[str]:
    """Writes the changes to `exchanges`; returns the threads that they touch."""
    threads = {exchange.thread for exchange in changes.written}
    if changes.outdated:
        with bound(database, outdated=strings(changes.outdated)):
            left = fetched(database, "SELECT DISTINCT thread FROM exchanges SEMI JOIN outdated USING (id)")
            threads.update(row[0] for row in left)
            database.execute("DELETE FROM exchanges WHERE id IN (SELECT id FROM outdated)")
    if changes.written:
        with bound(database, written=exchange_table(changes.written)):
            database.execute("INSERT INTO exchanges BY NAME SELECT * FROM written")
    return threads


def write_units(
    database: duckdb.DuckDBPyConnection, changes: Changes, rules: Rules, splitter: Splitter
) -> dict[str, bool]:
    """Writes the units of changed exchanges; returns those that are gone, and whether they were stored."""
    written = changes.written
    units = [unit for exchange in written for unit in units_of(exchange, exchange.day(rules.zone), splitter)]
    stored: dict[str, bool] = {}
    if changes.outdated:
        with bound(database, outdated=strings(changes.outdated)):
            query = "SELECT id, stored FROM units WHERE exchange IN (SELECT id FROM outdated)"
            stored = dict(fetched(database, query))
    wanted = {unit.id for unit in units}
    gone = {id_: was_stored for id_, was_stored in stored.items() if id_ not in wanted}
    _delete_units(database, list(gone))
    fresh = [unit for unit in units if unit.id not in stored]
    if fresh:
        with bound(database, fresh=unit_table(fresh)):
            database.execute("INSERT INTO units BY NAME SELECT *, false AS stored FROM fresh")
    return gone


def _delete_units(database: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> None:
    if ids:
        with bound(database, stale=strings(ids)):
            database.execute("DELETE FROM units WHERE id IN (SELECT id FROM stale)")
