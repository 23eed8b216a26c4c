"""Sealing: the lines of a day that is over, brought into order without holding the day in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cotw.files import from_json
from cotw.records.message import Message
from cotw.store.day_file import Written, read_rows


def open_messages_in_order(path: Path) -> Iterator[Message]:
    """The messages of an open day, each id once, by instant, place in their source, and id.

    Only their places are kept in memory; the text is read again when its turn comes. A line that
    is no record raises ValueError or KeyError: sealing must not drop what it cannot read.
    """
    places: list[tuple[datetime, int, str, int]] = []
    seen: set[str] = set()
    with path.open("rb") as stream:
        offset = 0
        for raw in stream:
            message = Message.from_record(from_json(raw))
            if message.id not in seen:
                seen.add(message.id)
                places.append((message.timestamp, message.order, message.id, offset))
            offset += len(raw)
        for *_, place in sorted(places):
            stream.seek(place)
            yield Message.from_record(from_json(stream.readline()))


def sealed_facts(path: Path) -> Written:
    """Count, size and SHA-256 of a sealed file as it lies on the disk."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Written(sum(1 for _ in read_rows(path)), path.stat().st_size, sha256)
