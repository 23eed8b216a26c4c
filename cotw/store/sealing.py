"""Sealing: the lines of a day that is over, brought into order without holding the day in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Set
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cotw.clock import parse_instant
from cotw.files import from_json
from cotw.store.day_file import Rendered, Written, read_rows, unnumbered

# Where a tombstone stands, which has no time of its own.
_FIRST = datetime.min.replace(tzinfo=UTC)


def open_records_in_order(path: Path, *, without: Set[str]) -> Iterator[Rendered]:
    """The records of an open day, each id once, by instant, place in their source, and id.

    Only their places are kept in memory; the text is read again when its turn comes. A line that
    is no record raises ValueError or KeyError: sealing must not drop what it cannot read.
    """
    places: list[tuple[datetime, int, str, int]] = []
    seen = set(without)
    with path.open("rb") as stream:
        offset = 0
        for raw in stream:
            record = from_json(raw)
            if record["id"] not in seen:
                seen.add(record["id"])
                places.append((*_place(record), offset))
            offset += len(raw)
        for *_, place in sorted(places):
            stream.seek(place)
            yield unnumbered(stream.readline().rstrip(b"\n"))


def _place(record: dict[str, Any]) -> tuple[datetime, int, str]:
    if "forgotten" in record:
        return _FIRST, 0, record["id"]
    return parse_instant(record["timestamp"]), record["source"].get("order", 0), record["id"]


def sealed_facts(path: Path) -> Written:
    """Count, size and SHA-256 of a sealed file as it lies on the disk."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Written(sum(1 for _ in read_rows(path)), path.stat().st_size, sha256)
