"""A day on disk: one record a line, in an open file of lines or a sealed JSON document.

Each record ends with its place in the file (`seq`, from 1) and a digest of all its bytes before that. A
flipped byte, a missing line and a moved line can so be told apart and named, and a damaged record does
not hide the ones around it. The sealed document is ordinary JSON that any reader of JSON takes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NewType

from cotw.files import from_json, to_json
from cotw.records.message import Message
from cotw.store.finding import Finding
from cotw.store.lines import last_line, whole_lines

VERSION = 1
_DIGEST_DIGITS = 16
_CLOSING = b"]}"
_PLACE = re.compile(rb'(,"seq":\d+)(,"digest":"([0-9a-f]{16})"\})$')

# A record as JSON bytes that has no place in a file yet.
Rendered = NewType("Rendered", bytes)


@dataclass(frozen=True, slots=True)
class Written:
    """What a sealed file turned out to be: records, bytes, SHA-256."""

    count: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a day: its number, its bytes, and its record or the reason why there is none."""

    line: int
    raw: bytes
    record: dict[str, Any] | None
    reason: str = ""


def render(message: Message) -> Rendered:
    """The record of `message` as JSON, before it has a place in a file."""
    return Rendered(to_json(message.to_record(), sort_keys=False))


def numbered(record: Rendered, seq: int) -> bytes:
    """The line of a record at place `seq`, without a newline."""
    placed = b'%s,"seq":%d' % (record[:-1], seq)
    return b'%s,"digest":"%s"}' % (placed, _digest(placed))


def unnumbered(raw: bytes) -> Rendered:
    """A line without its place, ready to be given another. Raises ValueError if it has none."""
    place = _PLACE.search(raw)
    if place is None:
        raise ValueError("a record without a place")
    return Rendered(raw[: place.start()] + b"}")


def is_unaltered(raw: bytes) -> bool:
    """Whether the bytes of a line are the ones its digest was made of."""
    place = _PLACE.search(raw)
    return place is not None and _digest(raw[: place.start(2)]) == place[3]


def _digest(placed: bytes) -> bytes:
    return hashlib.sha256(placed).hexdigest()[:_DIGEST_DIGITS].encode()


def write_sealed(stream: BinaryIO, date: str, timezone: str, records: Iterable[Rendered]) -> Written:
    """Writes a sealed day, one record at a time, and says what it has written."""
    state = hashlib.sha256()
    size = count = 0

    def put(data: bytes) -> None:
        nonlocal size
        state.update(data)
        size += len(data)
        stream.write(data)

    head = to_json({"version": VERSION, "date": date, "timezone": timezone}, sort_keys=False)
    put(head[:-1] + b',"messages":[')
    for count, record in enumerate(records, 1):
        put((b"\n" if count == 1 else b",\n") + numbered(record, count))
    put(b"\n" + _CLOSING + b"\n")
    return Written(count, size, state.hexdigest())


def read_rows(path: Path, skip_bytes: int = 0) -> Iterator[Row]:
    """The rows of an open or a sealed file; `skip_bytes` are the ones of an open file already read.

    A last line of an open file that has no newline yet is passed over. Raises OSError only.
    """
    with path.open("rb") as stream:
        stream.seek(skip_bytes)
        sealed = path.suffix == ".json"
        closed = False
        for number, raw in enumerate(stream, 1):
            if sealed:
                if number == 1 and raw.rstrip().endswith(b'"messages":['):
                    continue
                closed = raw.strip() == _CLOSING
                if closed:
                    continue
            elif not raw.endswith(b"\n"):
                continue
            yield _row(number, raw.rstrip(b"\n").removesuffix(b",") if sealed else raw[:-1])
        if sealed and not closed:
            yield Row(0, b"", None, "the end of the file is missing")


def last_seq(path: Path) -> int:
    """The number of the last record of an open file; the number of its lines if that is damaged."""
    record = _row(0, last_line(path)).record or {}
    seq = record.get("seq")
    return seq if isinstance(seq, int) else sum(1 for _ in whole_lines(path))


def _row(number: int, raw: bytes) -> Row:
    try:
        value = from_json(raw)
    except ValueError:
        return Row(number, raw, None, "is not JSON")
    return (
        Row(number, raw, value) if isinstance(value, dict) else Row(number, raw, None, "is not a JSON object")
    )


def verify_rows(name: str, rows: Iterable[Row], expected: int | None) -> Iterator[Finding]:
    """Names the altered, missing and moved records of one file of a day."""
    last = 0
    for row in rows:
        if row.record is None:
            yield Finding(name, f"line {row.line}" if row.line else None, row.reason)
            last += 1
            continue
        label = f"line {row.line}, record {row.record.get('id', '?')}"
        seq = row.record.get("seq")
        if not is_unaltered(row.raw):
            yield Finding(name, label, "was altered: its digest does not match")
        if not isinstance(seq, int):
            last += 1
        elif seq <= last:
            yield Finding(name, label, f"was moved: number {seq} stands after number {last}")
        else:
            if seq > last + 1:
                yield Finding(name, label, f"{_records(seq - last - 1)} missing before it")
            last = seq
    if expected is not None and last < expected:
        yield Finding(name, None, f"{_records(expected - last)} missing at the end")


def _records(count: int) -> str:
    return "one record is" if count == 1 else f"{count} records are"
