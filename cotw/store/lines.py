"""Files of lines: whole lines only; a last line without its newline was never acknowledged."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cotw.files import disk_errors, from_json

_TAIL_BYTES = 65536


def record_in(line: bytes) -> dict[str, Any] | None:
    """The JSON object that a line is; None if it is none."""
    try:
        value = from_json(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def whole_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            if raw.endswith(b"\n"):
                yield number, raw[:-1]


def first_line(path: Path) -> bytes:
    """The first whole line, without its newline; empty if there is none."""
    return next((raw for _, raw in whole_lines(path)), b"")


def last_line(path: Path) -> bytes:
    """The last whole line, without its newline; empty if there is none."""
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        reach = _TAIL_BYTES
        while True:
            stream.seek(max(0, size - reach))
            tail = stream.read()
            whole = tail[: tail.rfind(b"\n") + 1].rstrip(b"\n")
            if b"\n" in whole or reach >= size:
                return whole.rpartition(b"\n")[2]
            reach *= 8


def lines_back(path: Path) -> Iterator[bytes]:
    """The whole lines without their newlines, last one first; no more is read than is asked for."""
    with path.open("rb") as stream:
        place = stream.seek(0, os.SEEK_END)
        rest: bytes | None = None  # the beginning of a line whose end was read; nothing at the file's own end
        while place > 0:
            start = max(0, place - _TAIL_BYTES)
            stream.seek(start)
            block = stream.read(place - start)
            place = start
            if rest is not None:
                block += rest
            elif b"\n" in block:
                block = block[: block.rfind(b"\n")]
            else:
                continue
            rest, *lines = block.split(b"\n")
            yield from reversed(lines)
        if rest is not None:
            yield rest


def cut_torn_line(path: Path) -> None:
    """Cuts `path` back to its last newline; what stood after it was never acknowledged."""
    with disk_errors(path), path.open("rb+") as stream:
        size = stream.seek(0, os.SEEK_END)
        position = size
        while position > 0:
            start = max(0, position - _TAIL_BYTES)
            stream.seek(start)
            newline = stream.read(position - start).rfind(b"\n")
            if newline >= 0:
                position = start + newline + 1
                break
            position = start
        if position < size:
            stream.truncate(position)
            os.fsync(stream.fileno())
