"""Forgetting: the one exception to "written once". A record gives its place to `{id, forgotten}`.

The ledger holds the intention before anything is touched, and what every rewritten file was and became,
so that a process that is killed leaves nothing half forgotten: the next writer of this home goes on.
Tombstones hold ids, never text. Journal and receipts are chains: a line that names a forgotten id gives
its place to a tombstone, and the lines after it are chained anew. Of the ledger only the decisions go that
are meant themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from cotw.errors import TruthDamaged
from cotw.files import atomic_file, digest_of, disk_errors, from_json, to_json
from cotw.home import Home
from cotw.ids import short_digest
from cotw.store.chain import GENESIS, Chain
from cotw.store.day_file import Rendered, numbered, read_rows, verify_rows

KIND = "forget"
# `file`: a file is about to be swapped; `rewritten`: no truth file holds the records any more; `done`:
# nothing derived does either.
BEGUN, CHANGED, REWRITTEN, DONE = "begun", "file", "rewritten", "done"
# Folders of what was rendered for reading.
RENDERED = ("handoffs", "nightshift", "reports")
_ID = re.compile(rb"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])")
# What a page of ours ends with is an id of no record.
_END = re.compile(rb"<!-- [a-z ]+ [0-9a-f]{24} -->")
_BEGINNING = b'{"id":"'
_TOMBSTONE = b'","forgotten":'


@dataclass(frozen=True)
class Forgetting:
    """One decision to forget: its own id, when it was made, and the ids of the records it is about."""

    id: str
    at: str
    ids: frozenset[str]

    def names(self, data: bytes) -> bool:
        """Whether `data` names one of the records."""
        return not self._quoted.isdisjoint(_ID.findall(data)) or any(id_ in data for id_ in self._unusual)

    def is_record(self, line: bytes) -> bool:
        """Whether a line of the archive is one of the records, and not its tombstone."""
        # Every line begins with its id: parsing all of an archive would take minutes.
        if not line.startswith(_BEGINNING):
            return False
        id_ = line[len(_BEGINNING) : line.find(b'"', len(_BEGINNING))]
        return id_ in self._quoted and not line.startswith(_TOMBSTONE, len(_BEGINNING) + len(id_))

    def files_of(self, days: Iterable[Path]) -> list[Path]:
        """Those files of the archive that hold one of the records."""
        return [path for path in days if self._is_in(path)]

    def _is_in(self, path: Path) -> bool:
        with path.open("rb") as stream:
            return any(map(self.is_record, stream))

    @cached_property
    def _quoted(self) -> frozenset[bytes]:
        return frozenset(to_json(id_)[1:-1] for id_ in self.ids)

    @cached_property
    def _unusual(self) -> list[bytes]:
        """Ids of archives of other makers, which need not look like ours."""
        return [id_ for id_ in self._quoted if not _ID.fullmatch(id_)]


def decision_id(record: Mapping[str, Any]) -> str:
    """What a decision of the ledger is forgotten by: its own id, else a digest of what it says."""
    if isinstance(record.get("id"), str):
        return str(record["id"])
    said = {name: value for name, value in record.items() if name != "prev"}
    return short_digest("decision", to_json(said).decode())


def unfinished(notes: Iterable[dict[str, Any]], until: str) -> list[Forgetting]:
    """Decisions that have not come to the phase `until` yet, oldest first; `notes` is what was noted."""
    begun: dict[str, Forgetting] = {}
    for record in notes:
        if record["phase"] == BEGUN:
            begun[record["forget"]] = Forgetting(record["forget"], record["at"], frozenset(record["ids"]))
        elif record["phase"] in (until, DONE):
            begun.pop(record["forget"], None)
    return list(begun.values())


def rewritten_files(ledger: Chain) -> set[str]:
    """The truth files that any decision has changed, by path relative to the home."""
    return {note["file"] for note in ledger.of_kind(KIND) if note["phase"] == CHANGED}


class Rewriting:
    """Takes the records of one decision out of truth; every step may be repeated.

    `record` appends to `ledger`; `list_sealed` lists a sealed file in the manifest as it now is.
    """

    def __init__(
        self,
        home: Home,
        forgetting: Forgetting,
        ledger: Chain,
        record: Callable[[dict[str, Any]], None],
        list_sealed: Callable[[Path], None],
    ) -> None:
        self._home = home
        self._forgetting = forgetting
        self._record = record
        self._list_sealed = list_sealed
        mine = (note for note in ledger.of_kind(KIND) if note["forget"] == forgetting.id)
        self._announced = {note["file"]: note["new"] for note in mine if note["phase"] == CHANGED}

    def day(self, path: Path, listed_sha256: object) -> None:
        """Rewrites one file of the archive, if it holds one of the records."""
        name = str(path.relative_to(self._home.root))
        if self._forgetting.files_of([path]):
            self._swap(path, lambda: self._day_lines(path))
        # Only what this decision made of the file is listed: any other difference is for `check` to find.
        new = self._announced.get(name)
        if path.suffix == ".json" and new not in (None, listed_sha256) and new == _sha256_of_file(path):
            self._list_sealed(path)

    def chain(self, chain: Chain) -> None:
        """Rewrites the files of a chain from the first line on that names one of the records."""
        self._chain(chain, lambda line, _: self._forgetting.names(line))

    def ledger(self, ledger: Chain) -> None:
        """Rewrites the ledger from the first decision on that is to be forgotten itself."""
        # That a file is about to be swapped is noted in the ledger too: it is read again after that.
        self._chain(ledger, lambda _, record: record.get("kind") != KIND and self._is_meant(record))

    def _is_meant(self, decision: Mapping[str, Any]) -> bool:
        return decision_id(decision) in self._forgetting.ids

    def _chain(self, chain: Chain, goes: Callable[[bytes, dict[str, Any]], bool]) -> None:
        previous = GENESIS
        for path in chain.files():
            last = self._swap(path, partial(self._chain_lines, path, previous, goes))
            previous = digest_of(last[:-1]) if last else previous

    def rendered(self, journal: Chain) -> None:
        """Deletes what was rendered for reading and names one of the records, and what a killed writer left.

        A page whose header a person took away names nothing any more; then the journal knows what it was
        made of, and so is asked before it is rewritten.
        """
        made_of = set(self._pages(journal))
        for folder in RENDERED:
            for path in sorted((self._home.root / folder).rglob("*")):
                if path.is_file() and self._tells(path, made_of):
                    with disk_errors(path):
                        path.unlink()

    def _tells(self, path: Path, made_of: set[Path]) -> bool:
        if path.name.startswith(".") and path.suffix == ".tmp":
            return True
        data = path.read_bytes()
        page = path.with_name(path.name.partition(".")[0])
        return self._forgetting.names(data) or (page in made_of and not _ID.search(_END.sub(b"", data)))

    def _pages(self, journal: Chain) -> Iterator[Path]:
        """The pages that were made of the records, by their names as far as the first dot."""
        for line in journal.read():
            page = line.record.get("path")
            if isinstance(page, str) and self._forgetting.names(to_json(line.record)):
                path = self._home.root / page
                yield path.with_name(path.name.partition(".")[0])

    def _day_lines(self, path: Path) -> Iterator[bytes]:
        with path.open("rb") as stream:
            for line in stream:
                raw = line.rstrip(b"\n").removesuffix(b",")
                if self._forgetting.is_record(raw):
                    yield self._tombstone(raw) + line[len(raw) :]
                else:
                    yield line

    def _tombstone(self, raw: bytes) -> bytes:
        record = from_json(raw)
        tombstone = to_json({"id": record["id"], "forgotten": self._forgetting.at}, sort_keys=False)
        return numbered(Rendered(tombstone), record["seq"])

    def _chain_lines(
        self, path: Path, previous: str, goes: Callable[[bytes, dict[str, Any]], bool]
    ) -> Iterator[bytes]:
        with path.open("rb") as stream:
            for line in stream:
                record = from_json(line)
                if "forgotten" not in record and goes(line, record):
                    record = {"at": record.get("at"), "forgotten": self._forgetting.at}
                raw = to_json({**record, "prev": previous}, sort_keys=False)
                previous = digest_of(raw)
                yield raw + b"\n"

    def _swap(self, path: Path, lines: Callable[[], Iterator[bytes]]) -> bytes:
        """Puts `lines` in the place of what the file holds, unless that is the same; returns the last."""
        state, last = hashlib.sha256(), b""
        for last in lines():
            state.update(last)
        new, old = state.hexdigest(), _sha256_of_file(path)
        if new != old:
            name = str(path.relative_to(self._home.root))
            change = {"forget": self._forgetting.id, "file": name, "old": old, "new": new}
            self._record({"kind": KIND, "phase": CHANGED, **change})
            self._announced[name] = new
            with disk_errors(path), atomic_file(path) as stream:
                stream.writelines(lines())
        return last


def refuse_damage(home: Home, chains: Iterable[Chain], files: Iterable[Path]) -> None:
    """Raises TruthDamaged if something is wrong in what would be rewritten: that would hide it."""
    findings = [finding for chain in chains for finding in chain.verify(home.root)]
    for path in files:
        findings += verify_rows(str(path.relative_to(home.root)), read_rows(path), None)
    if findings:
        raise TruthDamaged(
            f"{findings[0]}", hint="forgetting would rewrite this file and hide the damage; see: cotw check"
        )


def _sha256_of_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
