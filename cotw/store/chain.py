"""A chain: append-only JSON Lines in which each line carries the digest of the line before.

Journal, ledger, receipts (one file a month) and the archive's manifest (one file) are chains. A line
that is missing, altered or moved breaks the chain at a place that can be named. A last line without its
newline was never acknowledged: readers pass over it and the next writer cuts it off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cotw.clock import format_instant
from cotw.files import append_durable, digest_of, make_folder, to_json
from cotw.store.finding import Finding
from cotw.store.lines import cut_torn_line, last_line, lines_back, record_in, whole_lines

GENESIS = "0" * 64
# The names of the files of journal, ledger and receipts.
MONTHLY = "????-??.jsonl"
_MONTH = len("2026-11")
_SECONDS = len("2026-11-20T14:05:00")  # as far as instants sort like texts


def kind_mark(kind: str) -> bytes:
    """What stands in every line of this kind, and in few others."""
    return b'"kind":' + to_json(kind)


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a chain and where it stands."""

    path: Path
    number: int
    record: dict[str, Any]


class Chain:
    """The lines below `folder` whose file names match `pattern`, in the order of those names."""

    def __init__(self, folder: Path, pattern: str) -> None:
        self._folder = folder
        self._pattern = pattern

    def files(self) -> list[Path]:
        """The files of the chain, first to last."""
        return sorted(self._folder.glob(self._pattern))

    def read(self) -> Iterator[Line]:
        """Every whole record, oldest first; lines that are not JSON objects are left to `verify`."""
        for path in self.files():
            for number, raw in whole_lines(path):
                record = record_in(raw)
                if record is not None:
                    yield Line(path, number, record)

    def read_back(self, kind: str, since: datetime | None = None) -> Iterator[dict[str, Any]]:
        """The records of a kind, newest first, back to the second of `since`.

        No more is read than that; whoever stops earlier has read no more than the end.
        """
        sign = to_json(kind)
        first = format_instant(since)[:_SECONDS] if since else ""
        for path in reversed(self.files()):
            if path.stem < first[:_MONTH]:
                return
            for raw in lines_back(path):
                record = record_in(raw) if sign in raw else None
                if record is not None and record.get("kind") == kind:
                    if str(record.get("at"))[:_SECONDS] < first:
                        return
                    yield record

    def of_kind(self, kind: str, first: str = "") -> Iterator[dict[str, Any]]:
        """The records of a kind, oldest first, from the file `first` on; no other line is parsed."""
        mark = kind_mark(kind)
        for path in self.files():
            if path.name < first:
                continue
            data = path.read_bytes()
            place = data.find(mark)
            while place >= 0:
                begin, end = data.rfind(b"\n", 0, place) + 1, data.find(b"\n", place)
                record = record_in(data[begin:end]) if end > 0 else None
                if record is not None and record.get("kind") == kind:
                    yield record
                place = data.find(mark, end) if end > 0 else -1

    def extent(self) -> str:
        """How far the chain reaches: whatever is appended, or rewritten to another length, changes it."""
        return " ".join(f"{path.stem}:{path.stat().st_size}" for path in self.files())

    def head(self) -> str:
        """The digest of the last whole line: whoever keeps it elsewhere can prove the rest."""
        for path in reversed(self.files()):
            last = last_line(path)
            if last:
                return digest_of(last)
        return GENESIS

    def digests(self) -> set[str]:
        """The digest of every whole line."""
        return {digest_of(raw) for path in self.files() for _, raw in whole_lines(path)}

    def append(self, name: str, records: Sequence[dict[str, Any]]) -> None:
        """Appends `records` to the file `name`, or to the last one if that comes after it.

        (A clock that was set back must not put a line before an earlier one.) Only for the holder
        of the truth lock.
        """
        make_folder(self._folder)
        existing = self.files()
        path = max([self._folder / name, *existing[-1:]])
        self.mend()
        previous = self.head()
        lines: list[bytes] = []
        for record in records:
            line = to_json({**record, "prev": previous}, sort_keys=False)
            previous = digest_of(line)
            lines.append(line + b"\n")
        append_durable(path, [b"".join(lines)])

    def mend(self) -> None:
        """Cuts off a last line that was never finished. Only for the holder of the truth lock."""
        for path in self.files()[-1:]:
            cut_torn_line(path)

    def verify(self, root: Path) -> Iterator[Finding]:
        """Names every line that is not JSON or does not follow from the line before."""
        previous = GENESIS
        for path in self.files():
            name = str(path.relative_to(root))
            for number, raw in whole_lines(path):
                record = record_in(raw)
                if record is None:
                    yield Finding(name, f"line {number}", "is not a JSON object")
                elif record.get("prev") != previous:
                    yield Finding(name, f"line {number}", "does not follow from the line before it")
                previous = digest_of(raw)
