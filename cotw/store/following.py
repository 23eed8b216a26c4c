"""Following a chain: whether lines of a kind have come since one looked last.

Each line carries the digest of the line before: if the line one read last still stands where it stood, so
does everything before it, and reading goes on from there. If not, the chain was rewritten (`forget`) or
cut, and whoever follows it has to begin anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from cotw.files import digest_of
from cotw.store.chain import Chain, kind_mark
from cotw.store.lines import record_in


@dataclass(frozen=True, slots=True)
class Place:
    """How far a chain was read: the first `offset` bytes of a file of this name, and all files before it.

    `digest` is that of the last line read, which is `length` bytes long without its newline.
    """

    name: str = ""
    offset: int = 0
    length: int = 0
    digest: str = ""


BEGINNING = Place()


def end_of(chain: Chain, place: Place, kind: str) -> tuple[Place, bool]:
    """The place behind the last whole line, and whether one of this kind has come since `place`."""
    mark, found = kind_mark(kind), False
    last: tuple[str, int, bytes] | None = None
    for last in _lines_after(chain, place):
        found = found or mark in last[2]
    if last is None:
        return place, False
    name, offset, raw = last
    return Place(name, offset, len(raw), digest_of(raw)), found


def still_stands(chain: Chain, place: Place) -> bool:
    """Whether all that was read up to `place` is there unchanged."""
    if place == BEGINNING:
        return True
    path = next((path for path in chain.files() if path.name == place.name), None)
    if path is None or path.stat().st_size < place.offset:
        return False
    with path.open("rb") as stream:
        stream.seek(place.offset - place.length - 1)
        return digest_of(stream.read(place.length)) == place.digest


def _lines_after(chain: Chain, place: Place) -> Iterator[tuple[str, int, bytes]]:
    """The name of the file, where in it the line ends, and the line."""
    for path in chain.files():
        if path.name >= place.name:
            offset = place.offset if path.name == place.name else 0
            with path.open("rb") as stream:
                stream.seek(offset)
                for line in stream:
                    if not line.endswith(b"\n"):  # never acknowledged
                        break
                    offset += len(line)
                    yield path.name, offset, line[:-1]


class Followed:
    """The lines of a chain that somebody asks for again and again, kept: what was read is not read again.

    With a `kind` only those of it, and only they are parsed.
    """

    def __init__(self, chain: Chain, kind: str | None = None) -> None:
        self._chain = chain
        self._mark = b"" if kind is None else kind_mark(kind)
        self._kind = kind
        self._place = BEGINNING
        self._records: tuple[dict[str, Any], ...] = ()
        self._reading = Lock()

    def records(self) -> Sequence[dict[str, Any]]:
        """What stands there now, oldest first; not to be changed by who reads it."""
        with self._reading:
            if not still_stands(self._chain, self._place):
                self._place, self._records = BEGINNING, ()
            if added := list(self._added()):
                self._records = (*self._records, *added)
            return self._records

    def _added(self) -> Iterator[dict[str, Any]]:
        for path in self._chain.files():
            if path.name < self._place.name:
                continue
            begin = self._place.offset if path.name == self._place.name else 0
            with path.open("rb") as stream:
                stream.seek(begin)
                data = stream.read()
            end = data.rfind(b"\n") + 1
            if end:
                yield from self._wanted(data[:end])
                last = data[data.rfind(b"\n", 0, end - 1) + 1 : end - 1]
                self._place = Place(path.name, begin + end, len(last), digest_of(last))

    def _wanted(self, data: bytes) -> Iterator[dict[str, Any]]:
        """The records of some whole lines. The mark is looked for in all of them at once: most hold none."""
        place = data.find(self._mark)
        while 0 <= place < len(data):
            end = data.find(b"\n", place)
            record = record_in(data[data.rfind(b"\n", 0, place) + 1 : end])
            if record is not None and self._kind in (None, record.get("kind")):
                yield record
            place = data.find(self._mark, end + 1)
