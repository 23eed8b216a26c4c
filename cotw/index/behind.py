"""Behind: what of truth has not been projected yet, by comparing its files with those noted in the index.

Truth only grows: days are appended to, sealed, and get further parts. Anything else (a sealed file that
changed or vanished, lines that are gone) means that it was changed on purpose or damaged, and the index
is built anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cotw.home import Home
from cotw.index.opening import Index
from cotw.index.rows import fetched
from cotw.store.archive import Archive, TruthFile

_TAIL_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of truth, and how many of its bytes have been projected."""

    file: TruthFile
    skip: int

    @property
    def size(self) -> int:
        """Bytes to read."""
        return self.file.size - self.skip


@dataclass(frozen=True, slots=True)
class Behind:
    """Files to read, and noted ones that are gone. `broken` names a file that did not merely grow."""

    unread: tuple[Unread, ...]
    gone: tuple[str, ...]
    broken: str | None = None

    @property
    def size(self) -> int:
        """Bytes to read."""
        return sum(unread.size for unread in self.unread)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that are meant."""
        named = [unread.file.path for unread in self.unread]
        return (*named, *self.gone, *(() if self.broken in (None, *named, *self.gone) else (self.broken,)))

    def __bool__(self) -> bool:
        return bool(self.unread or self.gone or self.broken)


def behind(index: Index, home: Home, archive: Archive) -> Behind:
    """What of the archive, as it stands now, is not in the index."""
    return compare(noted_files(index), whole_snapshot(home, archive))


def noted_files(index: Index) -> list[TruthFile]:
    """The files of truth that have been projected, as they stood then."""
    rows = fetched(index.database, "SELECT path, size, digest FROM truth_files ORDER BY path")
    return [TruthFile(*row) for row in rows]


def whole_snapshot(home: Home, archive: Archive) -> list[TruthFile]:
    """The archive's files; of open days only whole lines count: one being written is left for later."""
    files = []
    for file in archive.snapshot():
        if file.is_open:
            file = replace(file, size=_whole_size(home.root / file.path, file.size))
        files.append(file)
    return files


def compare(noted: Sequence[TruthFile], present: Sequence[TruthFile]) -> Behind:
    """What of the present files has not been noted."""
    known = {file.path: file for file in noted}
    unread = []
    broken = None
    for file in present:
        former = known.pop(file.path, None)
        if former is None:
            if file.size:
                unread.append(Unread(file, 0))
        elif former.digest != file.digest or file.size < former.size:
            broken = broken or file.path
        elif file.size > former.size:
            unread.append(Unread(file, former.size))
    lost = next((file.path for file in known.values() if not file.is_open), None)
    return Behind(tuple(unread), tuple(known), broken or lost)


def _whole_size(path: Path, size: int) -> int:
    """The length of the whole lines among the first `size` bytes. 0 when the file is gone meanwhile."""
    try:
        with path.open("rb") as stream:
            end = size
            while end > 0:
                begin = max(0, end - _TAIL_BYTES)
                stream.seek(begin)
                newline = stream.read(end - begin).rfind(b"\n")
                if newline >= 0:
                    return begin + newline + 1
                end = begin
    except FileNotFoundError:
        pass
    return 0
