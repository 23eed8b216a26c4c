"""Zip files of exports, read in place: the files in them, one stream at a time, and what lies beside them.

A zip file may lie about everything. What it claims to hold is weighed against its own size before a byte
is unpacked, no more is unpacked than it claims, and nothing is written to the disk. Names in it are names.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipExtFile, ZipFile, ZipInfo

from cotw.importers.beside import evidence_of, finder
from cotw.importers.names import name_of
from cotw.importers.protocol import Beside

NAME = "zip"
_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 0x1 | 0x40 | 0x2000
# The two methods that can be undone piece by piece: one piece of the others may fill the memory.
_METHODS = frozenset({ZIP_STORED, ZIP_DEFLATED})
# Exports of chats unpack to some ten times their size. Little is let through whatever its ratio.
EXPANSION_LIMIT = 200
_UNSUSPICIOUS = 64 * 1024**2
SIZE_LIMIT = 64 * 1024**3
# The list of files is held in memory; this is room for a hundred thousand of them.
_DIRECTORY_LIMIT = 16 * 1024**2
# Of a damaged file the piece with the damage is lost.
_PIECE = 1 << 16
_DAMAGED = "is damaged; what stands before the damage is read"
# What zipfile and zlib raise for damaged files, as found by feeding them damaged files.
_DAMAGE = (BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError)


class Refused(ValueError):
    """Why a zip file is not read, in words for the person who named it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a zip file: its name, and how the zip file describes it."""

    name: str
    info: ZipInfo

    @property
    def stem(self) -> str:
        """The name without folders and ending."""
        return PurePosixPath(self.name).stem


class _Source(io.RawIOBase):
    """The zip file itself; refuses to be read in pieces that would fill the memory."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_SET and offset < 0:
            raise BadZipFile("a place in it lies before its beginning")
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(min(size, _DIRECTORY_LIMIT) if size >= 0 else _DIRECTORY_LIMIT)
        if len(piece) == _DIRECTORY_LIMIT:
            raise BadZipFile("its list of files is too long")
        return piece


class Content(io.RawIOBase):
    """The bytes of one member. They end where it is damaged, and `flaw` says so."""

    def __init__(self, archive: ZipFile, member: Member) -> None:
        self.flaw: str | None = None
        self._file: ZipExtFile | None = None
        try:
            self._file = cast(ZipExtFile, archive.open(member.info))
        except _DAMAGE:
            self.flaw = _DAMAGED

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if self._file is None:
            return 0
        self.flaw = None  # what stands before the damage can be read again
        try:
            return self._file.seek(offset, whence)
        except _DAMAGE:
            self.flaw = _DAMAGED
            return self.tell()

    def tell(self) -> int:
        return self._file.tell() if self._file else 0

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._file is None or self.flaw:
            return 0
        try:
            piece = self._file.read1(min(len(buffer), _PIECE))
        except _DAMAGE:
            self.flaw = _DAMAGED
            return 0
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


class Zipped:
    """An open zip file; `where` is its name for people. `unread` counts files in forms not read here."""

    def __init__(self, archive: ZipFile, where: str) -> None:
        self._archive = archive
        self._where = where
        files = [info for info in archive.infolist() if not info.filename.endswith("/")]
        readable = [info for info in files if info.compress_type in _METHODS]
        self.unread = len(files) - len(readable)
        self.members = [Member(name_of(info.filename) or "?", info) for info in readable]
        self.beside = finder(lambda: [member.name for member in self.members], self._evidence)

    def where(self, member: Member) -> str:
        """The name of a file in the zip file, for people."""
        return f"{self._where}/{member.name}"

    def content(self, member: Member) -> Content:
        """The bytes of a file, unpacked as they are read."""
        return Content(self._archive, member)

    def _evidence(self, number: int) -> Beside | None:
        member = self.members[number]
        content = self.content(member)
        with io.BufferedReader(content) as stream:
            evidence = evidence_of(stream, self.where(member))
            return None if content.flaw else evidence


def is_zip(stream: BinaryIO) -> bool:
    """Whether a stream begins as zip files do."""
    stream.seek(0)
    return stream.read(4) in _BEGINNINGS


@contextmanager
def opened(stream: BinaryIO, where: str) -> Iterator[Zipped]:
    """The zip file in `stream`. Raises Refused for one that is damaged, encrypted or claims too much."""
    size = stream.seek(0, io.SEEK_END)
    try:
        archive = ZipFile(_Source(stream))
    except _DAMAGE as error:
        raise Refused("is a zip file that is cut off or damaged") from error
    with closing(archive):
        claimed = sum(info.file_size for info in archive.infolist())
        if claimed > min(SIZE_LIMIT, max(_UNSUSPICIOUS, EXPANSION_LIMIT * size)):
            raise Refused(
                f"is a zip file of {size:,} bytes that claims to hold {claimed:,}; it is not unpacked"
            )
        if any(info.flag_bits & _ENCRYPTED for info in archive.infolist()):
            raise Refused("is an encrypted zip file; unpack it and ingest what was in it")
        yield Zipped(archive, where)
