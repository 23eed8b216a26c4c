"""Following a chain: whether lines of a kind have come since one looked last.

Each line carries the digest of the line before: if the line one read last still stands where it stood, so
does everything before it, and reading goes on from there. If not, the chain was rewritten (`forget`) or
cut, and whoever follows it has to begin anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cotw.files import digest_of
from cotw.store.chain import Chain, kind_mark


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
