"""What the shelf has otherwise than the tables it was taken from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cotw.index.comparing import Drift, pieces
from cotw.index.opening import Index
from cotw.index.rows import aware, streamed
from cotw.index.shelf import number_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_EXCHANGES = """
SELECT e.id, e.session, e.thread, e.mode, coalesce(s.title, ''), e.started, e.ended, e.human, e.agent,
       e.human_sender, e.agent_sender, e.address, e.branch, e.origin, e.reported_by
FROM exchanges e LEFT JOIN sessions s ON s.id = e.session
"""


@dataclass(frozen=True, slots=True)
class ShelfDrift:
    """Ids of rows that are missing on the shelf or altered there; numbers of rows that are too many."""

    table: str
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)

    def drifts(self) -> Iterator[Drift]:
        """The same, to be told."""
        yield from Drift.of(f"{self.table} missing on the shelf", self.missing)
        yield from Drift.of(f"{self.table} altered on the shelf", self.altered)
        if self.strays:
            yield Drift(f"stray {self.table} on the shelf", len(self.strays))


def compare_shelf(index: Index) -> Iterator[Drift]:
    """What recall reads against the tables it was taken from."""
    yield from exchange_drift(index).drifts()
    yield from unit_drift(index).drifts()


def exchange_drift(index: Index) -> ShelfDrift:
    """The exchanges on the shelf, with the titles of their sessions, against those of DuckDB."""
    rows = streamed(index.database.cursor(), _EXCHANGES)
    shelved = index.shelf.exchanges
    return _drift(
        "exchanges",
        index,
        ((row[0], (*row[:5], aware(row[5]), aware(row[6]), *row[7:])) for row in rows),
        lambda ids: {row[0]: row for row in shelved(ids)},
    )


def unit_drift(index: Index) -> ShelfDrift:
    """The units on the shelf against those of DuckDB whose vectors are stored."""
    rows = streamed(index.database.cursor(), "SELECT id, text, speaker FROM units WHERE stored")
    return _drift("units", index, ((row[0], row[1:]) for row in rows), index.shelf.unit_texts)


def _drift(
    table: str,
    index: Index,
    rows: Iterable[tuple[str, tuple[Any, ...]]],
    shelved: Callable[[Iterable[str]], Mapping[str, tuple[Any, ...]]],
) -> ShelfDrift:
    """The rows of one table, by id, against what the shelf has for these ids."""
    import numpy as np

    drift = ShelfDrift(table)
    known: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    for piece in pieces(rows):
        there = shelved(id_ for id_, _ in piece)
        drift.missing.extend(id_ for id_, _ in piece if id_ not in there)
        drift.altered.extend(id_ for id_, row in piece if id_ in there and there[id_] != row)
        known.append(np.array([number_of(id_) for id_, _ in piece], np.int64))
    strays = np.setdiff1d(index.shelf.numbers(table), np.concatenate(known))
    drift.strays.extend(strays.tolist())
    return drift
