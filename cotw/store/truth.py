"""Truth: the four append-only families of a home, and the only way to append to them.

`Truth.writing()` takes the truth lock, mends what a killed process may have left, and gives a
`TruthWriter`. What its methods have returned from is on the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from cotw.clock import Clock, end_of_day, format_instant
from cotw.errors import TruthDamaged
from cotw.files import FileLock, append_durable, atomic_file, disk_errors, fsync_folder, make_folder
from cotw.home import Home
from cotw.records.message import Message
from cotw.store.archive import Archive
from cotw.store.chain import MONTHLY, Chain
from cotw.store.day_file import (
    Rendered,
    Written,
    last_seq,
    numbered,
    read_rows,
    render,
    verify_rows,
    write_sealed,
)
from cotw.store.finding import Finding
from cotw.store.following import Followed
from cotw.store.forgetting import (
    BEGUN,
    DONE,
    REWRITTEN,
    Forgetting,
    Rewriting,
    refuse_damage,
    unfinished,
)
from cotw.store.forgetting import KIND as FORGET
from cotw.store.lines import cut_torn_line
from cotw.store.sealing import open_records_in_order, sealed_facts

# A day is sealed an hour after it ended: late lines of a conversation over midnight still find it open.
SEAL_DELAY = timedelta(hours=1)
_PIECE_RECORDS = 1000
_BATCH_RECORDS = 50


class Truth:
    """The archive, journal, ledger and receipts of a home."""

    def __init__(self, home: Home, zone: ZoneInfo, clock: Clock, wait_seconds: float) -> None:
        self.home = home
        self.zone = zone
        self.clock = clock
        self._wait_seconds = wait_seconds
        self.archive = Archive(home)
        self.journal = Chain(home.journal, MONTHLY)
        self.ledger = Chain(home.ledger, MONTHLY)
        self.receipts = Chain(home.receipts, MONTHLY)
        self._decisions: dict[str, Followed] = {}

    def chains(self) -> dict[str, Chain]:
        """The four chains by name."""
        return {
            "manifest": self.archive.manifest,
            "journal": self.journal,
            "ledger": self.ledger,
            "receipts": self.receipts,
        }

    def decisions(self, kind: str) -> Sequence[dict[str, Any]]:
        """The ledger's lines of one kind, oldest first: read once, and from then on what is added to them."""
        return self._decisions.setdefault(kind, Followed(self.ledger, kind)).records()

    @contextmanager
    def writing(self) -> Iterator[TruthWriter]:
        """The right to append, alone; others wait. Raises Locked when waiting took too long."""
        with FileLock(self.home.truth_lock, wait_seconds=self._wait_seconds):
            writer = TruthWriter(self)
            writer.mend()
            writer.seal_due()
            yield writer


class TruthWriter:
    """Appends to truth; made by `Truth.writing` for the holder of the lock."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth
        self._home = truth.home
        self._archive = truth.archive

    def record(self, family: Chain, record: dict[str, Any], at: str | None = None) -> None:
        """Appends one record to journal, ledger or receipts, with its instant: now, or `at`."""
        now = self._truth.clock()
        stamped = {"at": at or format_instant(now), **record}
        family.append(f"{now:%Y-%m}.jsonl", [stamped])

    def record_all(self, family: Chain, records: Iterable[dict[str, Any]]) -> None:
        """Appends many records as `record` does, but without waiting for the disk at each of them."""
        rest = iter(records)
        while batch := list(islice(rest, _BATCH_RECORDS)):
            now = self._truth.clock()
            stamped = [{"at": format_instant(now), **record} for record in batch]
            family.append(f"{now:%Y-%m}.jsonl", stamped)

    def is_open(self, day: date) -> bool:
        """Whether messages of `day` are appended to an open file rather than sealed at once."""
        return self._truth.clock() < end_of_day(day, self._truth.zone) + SEAL_DELAY

    def add_day(self, day: date, messages: Iterable[Message]) -> None:
        """Adds messages of one day, in the order given; see `add_rendered`."""
        self.add_rendered(day, map(render, messages))

    def add_rendered(self, day: date, records: Iterable[Rendered]) -> None:
        """Adds records of one day, in the order given: to its open lines, or as a sealed part."""
        if self.is_open(day):
            self._append_open(day, records)
        else:
            self._write_part(day, records)

    def forget(self, ids: frozenset[str], by: dict[str, str]) -> Forgetting:
        """Takes records out of truth for good; returns when no truth file holds them any more.

        `by` says who decided it, for the ledger. What is derived from them is the caller's: when that is
        gone too, `note_forgotten`. Raises TruthDamaged rather than rewrite, and so hide, damage.
        """
        files = [self._home.root / file.path for file in self._archive.day_files()]
        forgetting = Forgetting(uuid4().hex, format_instant(self._truth.clock()), ids)
        refuse_damage(self._home, self._rewritable_chains, forgetting.files_of(files))
        begun = {"forget": forgetting.id, "ids": sorted(ids), **by}
        self.record(self._truth.ledger, {"kind": FORGET, "phase": BEGUN, **begun}, at=forgetting.at)
        self._rewrite(forgetting)
        return forgetting

    def note_forgotten(self, forgetting: Forgetting) -> None:
        """Notes that nothing derived holds the records either."""
        self.record(self._truth.ledger, {"kind": FORGET, "phase": DONE, "forget": forgetting.id})

    def _rewrite(self, forgetting: Forgetting) -> None:
        ledger = self._truth.ledger
        rewriting = Rewriting(
            self._home, forgetting, ledger, lambda change: self.record(ledger, change), self._list_rewritten
        )
        listed = self._archive.sealed()
        for file in self._archive.day_files():
            rewriting.day(self._home.root / file.path, listed.get(file.path, {}).get("sha256"))
        rewriting.rendered(self._truth.journal)
        for family in (self._truth.journal, self._truth.receipts):
            rewriting.chain(family)
        rewriting.ledger(ledger)
        self.record(ledger, {"kind": FORGET, "phase": REWRITTEN, "forget": forgetting.id})

    @property
    def _rewritable_chains(self) -> tuple[Chain, ...]:
        """Journal and receipts may speak of a record, the ledger holds decisions."""
        return self._truth.journal, self._truth.receipts, self._truth.ledger

    def _list_rewritten(self, path: Path) -> None:
        day = next(file.day for file in self._archive.day_files() if self._home.root / file.path == path)
        self._list_in_manifest(path, day, sealed_facts(path))

    def seal_due(self) -> list[date]:
        """Seals every open day that ended more than an hour ago; one with a damaged line stays open."""
        due = [file.day for file in self._archive.open_files() if not self.is_open(file.day)]
        return [day for day in due if not self._damage(day) and self.seal(day)]

    def seal(self, day: date) -> bool:
        """Turns the open lines of `day` into a sealed part; False when it has none.

        Lines that a sealed part already holds (its writer was killed before it removed them) are
        left out. Raises TruthDamaged rather than drop a line that cannot be read.
        """
        path = self._home.open_day(day)
        if not path.exists():
            return False
        damage = self._damage(day)
        if damage:
            raise TruthDamaged(str(damage), hint="the day stays open; see: cotw check --read-data")
        sealed = self._sealed_ids(day)
        fresh = open_records_in_order(path, without=sealed)
        first = next(fresh, None)
        if first is not None:
            self._write_part(day, chain([first], fresh))
        with disk_errors(path):
            path.unlink()
            fsync_folder(path.parent)
        return True

    def mend(self) -> None:
        """Finishes or cuts off what a killed process has left half done."""
        self._archive.manifest.mend()
        folders = (self._home.journal, self._home.receipts, *self._home.archive.glob("*/"))
        for left in (left for folder in folders for left in folder.glob(".*.tmp")):
            with disk_errors(left):
                left.unlink(missing_ok=True)
        for file in self._archive.open_files():
            cut_torn_line(self._home.root / file.path)
        self._adopt_unlisted()
        for forgetting in unfinished(self._truth.decisions(FORGET), until=REWRITTEN):
            for family in self._rewritable_chains:
                family.mend()
            self._rewrite(forgetting)

    def _damage(self, day: date) -> Finding | None:
        path = self._home.open_day(day)
        return next(verify_rows(str(path.relative_to(self._home.root)), read_rows(path), None), None)

    def _sealed_ids(self, day: date) -> set[str]:
        parts = [file for file in self._archive.day_files() if file.day == day and not file.is_open]
        rows = (row for file in parts for row in read_rows(self._home.root / file.path))
        return {str(row.record["id"]) for row in rows if row.record}

    def _append_open(self, day: date, records: Iterable[Rendered]) -> None:
        path = self._home.open_day(day)
        make_folder(path.parent)
        seq = last_seq(path) if path.exists() else 0
        append_durable(path, _line_pieces(records, seq))

    def _write_part(self, day: date, records: Iterable[Rendered]) -> None:
        part = 1
        while (path := self._home.sealed_day(day, part)).exists():
            part += 1
        make_folder(path.parent)
        with disk_errors(path), atomic_file(path) as stream:
            written = write_sealed(stream, day.isoformat(), str(self._truth.zone), records)
        self._list_in_manifest(path, day, written)

    def _list_in_manifest(self, path: Path, day: date, facts: Written, *, adopted: bool = False) -> None:
        entry: dict[str, Any] = {
            "file": str(path.relative_to(self._home.root)),
            "date": day.isoformat(),
            "count": facts.count,
            "size": facts.size,
            "sha256": facts.sha256,
        }
        if adopted:
            entry["adopted"] = True
        self._archive.manifest.append("manifest.jsonl", [entry])

    def _adopt_unlisted(self) -> None:
        """Lists sealed files whose writer was killed between the rename and the manifest.

        Only a file whose every record bears its own digest is taken in, and the manifest says that
        it was adopted; any other is left alone, and `check` names it.
        """
        listed = self._archive.sealed()
        for file in self._archive.day_files():
            if file.is_open or file.path in listed:
                continue
            path = self._home.root / file.path
            if next(verify_rows(file.path, read_rows(path), None), None) is None:
                self._list_in_manifest(path, file.day, sealed_facts(path), adopted=True)


def _line_pieces(records: Iterable[Rendered], seq: int) -> Iterator[bytes]:
    lines: list[bytes] = []
    for place, record in enumerate(records, seq + 1):
        lines.append(numbered(record, place) + b"\n")
        if len(lines) == _PIECE_RECORDS:
            yield b"".join(lines)
            lines.clear()
    yield b"".join(lines)
