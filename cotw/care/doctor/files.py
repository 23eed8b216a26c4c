"""The files of a home: who may read them, what killed processes left, and what stands in the future."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

from cotw.care.doctor.ailment import Ailment
from cotw.clock import local_day, parse_instant
from cotw.files import FILE_MODE, FOLDER_MODE
from cotw.memory import Memory

_TEMPORARY = re.compile(r"\..*\.tmp")
# Younger ones may be at work.
_OLD_SECONDS = 3600.0
_SLACK = timedelta(minutes=10)
_TO_MEND = "cotw doctor --fix"


def examine_permissions(memory: Memory) -> Iterator[Ailment]:
    """Whether nobody but the owner can read or change what is in the home."""
    exposed, foreign = [], []
    for path in _everything(memory.home.root):
        facts = path.lstat()
        if stat.S_ISDIR(facts.st_mode) or stat.S_ISREG(facts.st_mode):
            if facts.st_uid != os.geteuid():
                foreign.append(path)
            elif stat.S_IMODE(facts.st_mode) & 0o077:
                exposed.append(path)
    if exposed:
        told = f"{_named(memory, exposed)} can be read by others"
        yield Ailment("permissions", told, _TO_MEND, partial(_make_private, exposed))
    if foreign:
        told = f"{_named(memory, foreign)} belongs to another account"
        yield Ailment("permissions", told, f"sudo chown -R {os.geteuid()} {memory.home.root}")


def examine_leftovers(memory: Memory) -> Iterator[Ailment]:
    """Files that a killed process did not finish: half lines, and temporary files that are old."""
    torn = [path for path in _files_of_lines(memory) if _is_torn(path)]
    if torn:
        told = f"{_named(memory, torn)} ends with a half line, which was never acknowledged"
        yield Ailment("leftovers", told, _TO_MEND, partial(_mend_truth, memory))
    deadline = memory.clock().timestamp() - _OLD_SECONDS
    left = [
        path
        for path in _everything(memory.home.root)
        if _TEMPORARY.fullmatch(path.name) and path.is_file() and path.lstat().st_mtime < deadline
    ]
    if left:
        told = f"{_named(memory, left)} was left by a process that was killed"
        yield Ailment("leftovers", told, _TO_MEND, partial(_remove, left))


def examine_clock(memory: Memory) -> Iterator[Ailment]:
    """Whether this machine's clock agrees with what was written before."""
    now, zone = memory.clock(), memory.truth.zone
    last = max(
        (parse_instant(line.record["at"]) for line in memory.truth.journal.read() if "at" in line.record),
        default=now,
    )
    if last > now + _SLACK:
        told = (
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, and the journal was written at {last:%Y-%m-%d %H:%M}"
        )
        yield Ailment("clock", told, "set the clock of this machine")
    days = [file.day for file in memory.truth.archive.day_files()]
    if days and max(days) > local_day(now, zone) + timedelta(days=1):
        told = f"the archive holds messages of {max(days)}, which is in the future"
        yield Ailment("clock", told, f"see where they came from: cotw archive show {max(days)}")


def _everything(root: Path) -> Iterator[Path]:
    yield root
    for folder, folders, names in os.walk(root):
        yield from (Path(folder, name) for name in sorted(folders) + sorted(names))


def _files_of_lines(memory: Memory) -> Iterator[Path]:
    for chain in memory.truth.chains().values():
        yield from chain.files()
    for file in memory.truth.archive.open_files():
        yield memory.home.root / file.path


def _is_torn(path: Path) -> bool:
    with path.open("rb") as stream:
        if not stream.seek(0, os.SEEK_END):
            return False
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) != b"\n"


def _named(memory: Memory, paths: list[Path]) -> str:
    first = paths[0].relative_to(memory.home.root)
    name = "the home" if first == Path() else str(first)
    return name if len(paths) == 1 else f"{name} (and {len(paths) - 1:,} more)"


def _make_private(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(FileNotFoundError):
            path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def _mend_truth(memory: Memory) -> None:
    with memory.truth.writing():  # mends manifest and open days before anything else
        for chain in memory.truth.chains().values():
            chain.mend()


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
