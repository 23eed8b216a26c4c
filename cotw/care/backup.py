"""Backup: one file with all of a home that could not be made again.

The truth lock is held only while the plan is made. Sealed days and the files of past months do not change
afterwards; of those that still grow, a handle and the size of the moment are kept, and that much is copied:
whatever is appended or sealed meanwhile, the backup is the home as it was at one instant.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cotw.care.backup_file import (
    LEFT_OUT,
    MANIFEST,
    PIECE_BYTES,
    Entry,
    Manifest,
    member_name,
)
from cotw.errors import Locked, UsageError
from cotw.files import FILE_MODE, atomic_file, disk_errors
from cotw.memory import Memory
from cotw.store.truth import Truth

_TRUTH = frozenset({"archive", "journal", "ledger", "receipts"})
_ATTEMPTS = 3
_FIRST_YEAR = 1980  # a zip knows no time before it
_TEMPORARY = re.compile(r"\..*\.tmp")
# How a file is known to be the one that was planned: its inode, its size and when it was written.
_Identity = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup that was written: `size` are its bytes unpacked, `packed` those of the file.

    `left_out` names what of the home cannot stand in a backup: sockets, linked folders, names that are
    no text.
    """

    path: Path
    files: int
    size: int
    packed: int
    left_out: list[str]


@dataclass(frozen=True, slots=True)
class _Planned:
    """A file to be copied: one that grows by its handle and its size of then, truth by what it must be."""

    name: str
    path: Path
    size: int
    handle: BinaryIO | None = None
    identity: _Identity | None = None


class _Exchanged(Exception):
    """Another file took the name of one that was planned: something is being forgotten."""


def create_backup(
    memory: Memory, path: Path | None, progress: Callable[[int, int], None] = lambda done, total: None
) -> MadeBackup:
    """Writes a backup of the home to `path` (by default a dated file in the current folder).

    Raises UsageError where a file is already, or inside of the home; Locked and DiskTrouble.
    """
    destination = _destination(memory, path)
    for _ in range(_ATTEMPTS):
        try:
            with disk_errors(destination), atomic_file(destination) as stream:
                manifest, left_out = _write(memory, stream, progress)
        except _Exchanged:
            continue
        packed = destination.stat().st_size
        return MadeBackup(destination, len(manifest.entries), manifest.size, packed, left_out)
    raise Locked("the home is changed while it is copied", hint="try again when `cotw forget` is done")


def _destination(memory: Memory, path: Path | None) -> Path:
    if path is None:
        slug = re.sub(r"[^a-z0-9]+", "-", memory.config.home.name.lower()).strip("-") or "agent"
        path = Path(f"cotw-{slug}-{memory.clock():%Y%m%d-%H%M%S}Z.zip")
    path = path.expanduser().absolute()
    if path.exists():
        raise UsageError(f"{path} is there already", hint="a backup is never written over: name another file")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", hint="make it first, or name another file")
    if path.parent.resolve().is_relative_to(memory.home.root.resolve()):
        raise UsageError(
            "a backup does not belong inside the home", hint="put it on another disk, if there is one"
        )
    return path


def _write(
    memory: Memory, stream: BinaryIO, progress: Callable[[int, int], None]
) -> tuple[Manifest, list[str]]:
    left_out: list[str] = []
    created = memory.clock()
    with ExitStack() as held, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as packed:
        with memory.truth.writing():
            planned = list(_plan(memory.truth, held, left_out))
        total, done = sum(one.size for one in planned), 0
        entries: list[Entry] = []
        for one in planned:
            entries.append(_pack(packed, one, created))
            done += one.size
            progress(done, total)
        settings = memory.config.home
        manifest = Manifest(created, settings.name, settings.timezone, tuple(entries))
        packed.writestr(_info(MANIFEST, created), manifest.to_json())
    return manifest, left_out


def _plan(truth: Truth, held: ExitStack, left_out: list[str]) -> Iterator[_Planned]:
    """Every file of the home that belongs into a backup, as it is now; the caller holds the truth lock."""
    root = truth.home.root
    growing = {root / file.path for file in truth.archive.open_files()}
    growing |= {path for chain in truth.chains().values() for path in chain.files()[-1:]}
    for path in _files_below(root, left_out):
        name = path.relative_to(root).as_posix()
        if path in growing:
            handle = held.enter_context(path.open("rb"))
            yield _Planned(name, path, os.fstat(handle.fileno()).st_size, handle)
        elif name.partition("/")[0] in _TRUTH:
            facts = path.stat()
            yield _Planned(name, path, facts.st_size, identity=_identity(facts))
        else:
            yield _Planned(name, path, path.stat().st_size)


def _files_below(root: Path, left_out: list[str]) -> Iterator[Path]:
    """Files in the order of their names; names of what is no file or cannot be named go to `left_out`."""
    for path in sorted(root.iterdir()):
        if path.name in LEFT_OUT:
            continue
        for found in _inside(path) if path.is_dir() else (path,):
            if _TEMPORARY.fullmatch(found.name):
                continue
            if found.is_file() and _is_text(str(found)):
                yield found
            else:
                left_out.append(str(found.relative_to(root)))


def _inside(top: Path) -> Iterator[Path]:
    """What is below a folder: files of any kind, and folders that are links, which are not followed."""
    for folder, folders, names in os.walk(top):
        folders.sort()
        place = Path(folder)
        yield from (place / name for name in sorted(names))
        yield from (place / name for name in folders if (place / name).is_symlink())


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _pack(packed: zipfile.ZipFile, planned: _Planned, created: datetime) -> Entry:
    """Copies one file into the zip and says what was copied."""
    state, size = hashlib.sha256(), 0
    with ExitStack() as opened:
        source = planned.handle or opened.enter_context(_open(planned))
        info = _info(member_name(planned.name), created, planned.size)
        target = opened.enter_context(packed.open(info, "w"))
        while piece := source.read(min(PIECE_BYTES, planned.size - size)):
            state.update(piece)
            size += len(piece)
            target.write(piece)
    return Entry(planned.name, size, state.hexdigest())


def _open(planned: _Planned) -> BinaryIO:
    try:
        stream = planned.path.open("rb")
    except FileNotFoundError:
        raise _Exchanged from None
    if planned.identity is not None and _identity(os.fstat(stream.fileno())) != planned.identity:
        stream.close()
        raise _Exchanged
    return stream


def _identity(facts: os.stat_result) -> _Identity:
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def _info(name: str, created: datetime, size: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (max(created.year, _FIRST_YEAR), *created.timetuple()[1:6]))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = FILE_MODE << 16
    info.file_size = size  # tells zipfile whether the file needs the larger headers
    return info
