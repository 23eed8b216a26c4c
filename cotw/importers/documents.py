"""One JSON document, read piece by piece: its members, or the items of its lists one at a time.

A document of any size needs memory for its longest item only, and a flawed item does not end the
reading. The pieces are cut out by their brackets and decoded one by one, so that every value comes out
as `from_json` gives it: ijson's C parser turns lone surrogates into question marks (seen in 3.6.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any, BinaryIO

from cotw.importers.lines import decode

PIECE_LIMIT = 256 * 1024 * 1024
_CHUNK = 1 << 18
_NOT_BLANK = re.compile(rb"[^ \t\r\n\0\xef\xbb\xbf]")
_STRING_BODY = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_BRACKET_OR_QUOTE = re.compile(rb'["{}\[\]]')
_SCALAR = re.compile(rb"[^,:{}\[\]\s\"]+")


class CutOff(ValueError):
    """The document ends, or stops being JSON, before it is closed."""


class Source:
    """The bytes of a document from the current place on; more are read when they are asked for."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._data = b""
        self._at = 0

    def _grow(self) -> bool:
        """Reads more, as much again as there is: what must be scanned twice is then never much."""
        if len(self._data) - self._at > PIECE_LIMIT:
            raise CutOff(f"an item is longer than {PIECE_LIMIT // 1024**2} MiB")
        more = self._stream.read(max(_CHUNK, len(self._data) - self._at))
        self._data = self._data[self._at :] + more
        self._at = 0
        return bool(more)

    def peek(self) -> bytes:
        """The next byte that is not blank; empty at the end."""
        while True:
            hit = _NOT_BLANK.search(self._data, self._at)
            if hit:
                self._at = hit.start()
                return hit[0]
            self._at = len(self._data)
            if not self._grow():
                return b""

    def take(self, mark: bytes) -> None:
        """Steps over `mark`, which must come next."""
        if self.peek() != mark:
            raise CutOff("the document is cut off or is not JSON")
        self._at += 1

    def value(self) -> bytes:
        """The bytes of the value that comes next."""
        first = self.peek()
        length = 0
        if first == b'"':
            length = self._string_end(1)
        elif first in (b"{", b"["):
            length = self._bracket_end()
        elif first:
            length = self._scalar_end()
        if not length:
            raise CutOff("the document is cut off or is not JSON")
        piece = self._data[self._at : self._at + length]
        self._at += length
        return piece

    # The lengths below count from the current place, which stays while more is read.

    def _string_end(self, length: int) -> int:
        """Where the string ends whose text begins at `length`; 0 if it does not end."""
        while True:
            hit = _STRING_BODY.match(self._data, self._at + length)
            end = hit.end() if hit else len(self._data)
            if end < len(self._data) and self._data[end : end + 1] == b'"':
                return end + 1 - self._at
            if not self._grow():
                return 0

    def _bracket_end(self) -> int:
        depth = 0
        length = 0
        while True:
            hit = _BRACKET_OR_QUOTE.search(self._data, self._at + length)
            if hit is None:
                length = len(self._data) - self._at
                if not self._grow():
                    return 0
                continue
            length = hit.end() - self._at
            if hit[0] == b'"':
                length = self._string_end(length)
                if not length:
                    return 0
            else:
                depth += 1 if hit[0] in b"{[" else -1
                if depth == 0:
                    return length

    def _scalar_end(self) -> int:
        while True:
            hit = _SCALAR.match(self._data, self._at)
            if hit is None or hit.end() < len(self._data) or not self._grow():
                return hit.end() - self._at if hit else 0


def members(stream: BinaryIO, listed: str) -> Iterator[tuple[str, Any, str | None]]:
    """The members of the object in `stream`: (name, value, flaw); the list `listed` item by item.

    A value that cannot be decoded is None and has a flaw. Raises CutOff where the document breaks off.
    """
    source = Source(stream)
    source.take(b"{")
    while source.peek() != b"}":
        name = str(decoded(source.value())[0])
        source.take(b":")
        if name == listed and source.peek() == b"[":
            for piece in _items(source):
                yield (name, *decoded(piece))
        else:
            yield (name, *decoded(source.value()))
        if source.peek() != b"}":
            source.take(b",")
    source.take(b"}")
    end(source)


def items(stream: BinaryIO) -> Iterator[tuple[Any, str | None]]:
    """The items of the list in `stream`, one at a time: (value, flaw); any other document is one item.

    A value that cannot be decoded is None and has a flaw. Raises CutOff where the document breaks off.
    """
    source = Source(stream)
    if source.peek() == b"[":
        for piece in _items(source):
            yield decoded(piece)
    else:
        yield decoded(source.value())
    end(source)


def end(source: Source) -> None:
    """Raises CutOff if anything but blanks is left."""
    if source.peek():
        raise CutOff("something stands after the end of the document")


def _items(source: Source) -> Iterator[bytes]:
    source.take(b"[")
    while source.peek() != b"]":
        yield source.value()
        if source.peek() != b"]":
            source.take(b",")
    source.take(b"]")


def decoded(piece: bytes) -> tuple[Any, str | None]:
    """The value that a piece holds, and what is wrong with it."""
    values, flaw = decode(piece)
    if len(values) == 1:
        return values[0], flaw
    return None, flaw or "not one JSON value"


def outline(head: bytes, listed: str) -> tuple[dict[str, Any], list[Any]]:
    """What the beginning of a document shows of it: its members so far, and the items of `listed`.

    A member that is not complete is None.
    """
    return _outline(Source(BytesIO(head)), listed)


def outlines(head: bytes, listed: str) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """The outline of each object in the list that `head` begins; of the document itself if it is an object.

    The last one is shown as far as it goes, so a list whose first item is longer than the head has one.
    """
    source = Source(BytesIO(head))
    if source.peek() != b"[":
        yield _outline(source, listed)
        return
    with suppress(CutOff):
        source.take(b"[")
        while source.peek() not in (b"", b"]"):
            if source.peek() == b"{":
                yield _outline(source, listed)
            else:
                source.value()
            source.take(b",")


def _outline(source: Source, listed: str) -> tuple[dict[str, Any], list[Any]]:
    found: dict[str, Any] = {}
    shown: list[Any] = []
    with suppress(CutOff):
        source.take(b"{")
        while source.peek() == b'"':
            name = str(decoded(source.value())[0])
            found[name] = None
            source.take(b":")
            if name == listed and source.peek() == b"[":
                found[name] = shown
                shown.extend(decoded(piece)[0] for piece in _items(source))
            else:
                found[name] = decoded(source.value())[0]
            if source.peek() != b"}":
                source.take(b",")
        source.take(b"}")
    return found, shown
