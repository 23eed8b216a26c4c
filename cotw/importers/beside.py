"""What an export holds beside its transcripts: images and sounds, found by the name a message gives them.

The services put an ending, or a dash and the old name, behind that name. A file is hashed only when it is
asked for, and once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from cotw.importers.protocol import Beside

_AFTER_NAMES = ("", ".", "-")
_PIECE = 1 << 20

Finder = Callable[[str], Beside | None]


def finder(names: Callable[[], Sequence[str]], evidence: Callable[[int], Beside | None]) -> Finder:
    """Finds a file by its name, or by what stands before a dot or dash in it.

    `names` are asked for once, and only if anything is; `evidence` is that of the file with this number.
    """

    @cache
    def ordered() -> list[tuple[str, int]]:
        return sorted((PurePosixPath(name).name, number) for number, name in enumerate(names()))

    @cache
    def evidence_once(number: int) -> Beside | None:
        return evidence(number)

    def find(name: str) -> Beside | None:
        for end in _AFTER_NAMES:
            # Names that begin alike stand together: the first that is not before this one will do.
            place = bisect_left(ordered(), (name + end,))
            for found, number in ordered()[place : place + 1]:
                if found == name or (end and found.startswith(name + end)):
                    return evidence_once(number)
        return None

    return find


def in_folder(folder: Path) -> Finder:
    """Finds the files that lie in `folder` itself: exports that were unpacked."""

    @cache
    def files() -> list[Path]:
        try:
            return sorted(path for path in folder.iterdir() if path.is_file())
        except OSError:
            return []

    def evidence(number: int) -> Beside | None:
        path = files()[number]
        try:
            with path.open("rb") as stream:
                return evidence_of(stream, str(path))
        except OSError:
            return None

    return finder(lambda: [path.name for path in files()], evidence)


def evidence_of(stream: BinaryIO, where: str) -> Beside:
    """Size and digest of what a stream holds."""
    state = sha256()
    size = 0
    while piece := stream.read(_PIECE):
        state.update(piece)
        size += len(piece)
    return Beside(where, size, state.hexdigest())
