"""A home with truth and an index of hashed words, and a way to see all that is in the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cotw.clock import local_day
from cotw.index.check import CheckReport, check
from cotw.index.opening import Index, open_index
from cotw.index.refresh import rebuild, refresh
from cotw.index.shelf_file import SHELF
from cotw.index.working import Progress, RefreshReport
from cotw.models.hashing import HashEmbedder
from cotw.models.vectors import VectorCache
from cotw.records.message import Message
from cotw.settings import Config, HomeSettings
from cotw.store.truth import Truth
from tests.builders import HandClock, make_truth

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
TABLES = (
    "truth_files", "records", "messages", "learned", "titles", "exchanges", "sessions", "threads", "units",
    "mentions", "triple_sources", "topics",
)  # fmt: skip
Content = dict[str, list[tuple[Any, ...]]]


def shelved(shelf: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """Every exchange on a shelf with the title of its session."""
    query = "SELECT e.*, title FROM exchanges e LEFT JOIN titles t USING (session) ORDER BY number"
    return shelf.execute(query).fetchall()


class Workshop:
    """Truth in a folder, a small encoder, and the index between them."""

    def __init__(self, folder: Path, *, now: datetime = NOW, timezone: str = "UTC", pieces: int = 24) -> None:
        truth: Truth
        clock: HandClock
        truth, clock = make_truth(folder, now, timezone)
        self.truth, self.clock, self.home = truth, clock, truth.home
        self.config = Config(home=HomeSettings(timezone=timezone))
        self.embedder = HashEmbedder(dimension=8, max_pieces=pieces)
        self.cache = VectorCache(self.home.cache / "vectors.sqlite")

    def say(self, *messages: Message) -> None:
        """Archives messages."""
        self.say_all(messages)

    def say_all(self, messages: Iterable[Message]) -> None:
        """Archives messages, those of each day together, leaving out what the archive has."""
        known = {message.id for message in self.truth.archive.read_all()}
        days: dict[Any, dict[str, Message]] = {}
        for message in messages:
            if message.id not in known:
                day = local_day(message.timestamp, self.truth.zone)
                days.setdefault(day, {}).setdefault(message.id, message)
        with self.truth.writing() as writer:
            for day, said in sorted(days.items()):
                writer.add_day(day, said.values())

    def decide(self, **decision: Any) -> None:
        """Writes a decision about a thread into the ledger."""
        with self.truth.writing() as writer:
            writer.record(self.truth.ledger, {"kind": "thread", **decision})

    def let_days_pass(self, days: int = 1) -> None:
        """Time goes on, and days that are over are sealed."""
        self.clock.instant += timedelta(days=days)
        with self.truth.writing():
            pass

    def refresh(self, progress: Progress | None = None) -> RefreshReport:
        return refresh(
            self.home,
            self.config,
            self.truth.archive,
            self.embedder,
            self.cache,
            wait_seconds=60,
            progress=progress,
        )

    def rebuild(self) -> RefreshReport:
        return rebuild(self.home, self.config, self.truth.archive, self.embedder, self.cache, wait_seconds=60)

    def check(self) -> CheckReport:
        return check(self.home, self.config, self.truth.archive, self.embedder, wait_seconds=60)

    def index(self, *, write: bool = False) -> AbstractContextManager[Index]:
        return open_index(self.home, write=write, wait_seconds=60)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with self.index() as index:
            return index.database.execute(query, list(values)).fetchall()

    def content(self) -> Content:
        """All rows of both stores, in an order that does not depend on how they came there."""
        with self.index() as index:
            found: Content = {
                table: sorted(index.database.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
                for table in TABLES
            }
            table = index.units.table
            rows = table.search().limit(table.count_rows() or 1).to_arrow().to_pylist()
            found["vectors"] = sorted((tuple(row.values()) for row in rows), key=repr)
        with closing(sqlite3.connect(self.home.index / "live" / SHELF)) as shelf:
            found["shelf"] = shelved(shelf)
            found["shelved units"] = shelf.execute("SELECT * FROM units ORDER BY number").fetchall()
        return found
