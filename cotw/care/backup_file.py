"""The form of a backup: a zip with a manifest that states size and SHA-256 of every file in it.

A zip, because damage to one file of it leaves the others readable, and because any computer opens one.
What is read here may come from anywhere: names, sizes and kinds are looked at before a byte is unpacked.
"""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Self

from cotw.clock import format_instant, parse_instant
from cotw.errors import BackupDamaged, UsageError
from cotw.files import from_json, to_json
from cotw.store.finding import Finding

MANIFEST = "cotw-backup.json"
VERSION = 1
# What can be made again, or only means something on the machine it was made on.
LEFT_OUT = frozenset({"index", "cache", "run", "spool"})
PIECE_BYTES = 1 << 20
_FOLDER = "home/"
_LONGEST_MANIFEST = 1 << 26
# Deflate packs no tighter than that: a backup that says it does has entries that share their bytes.
_TIGHTEST = 1040
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a backup: its path relative to the home, its bytes, its SHA-256."""

    path: str
    size: int
    sha256: str

    @property
    def member(self) -> str:
        """Its name in the zip."""
        return member_name(self.path)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says about itself: of which home it is, when it was made, and what is in it."""

    created: datetime
    name: str
    timezone: str
    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """Bytes of all files, unpacked."""
        return sum(entry.size for entry in self.entries)

    def to_json(self) -> bytes:
        """The manifest as it stands in the zip."""
        files = [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in self.entries]
        facts = {"version": VERSION, "created": format_instant(self.created)}
        home = {"name": self.name, "timezone": self.timezone}
        return to_json({**facts, **home, "files": files}, sort_keys=False)

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """Reads a manifest. Raises ValueError, TypeError, KeyError or AttributeError when it is none."""
        record = from_json(data)
        if record["version"] != VERSION:
            raise ValueError(f"version {record['version']} is not known to this cotw")
        entries = tuple(_entry(one) for one in record["files"])
        return cls(parse_instant(record["created"]), str(record["name"]), str(record["timezone"]), entries)


def member_name(path: str) -> str:
    """The name in the zip of the file at `path`, relative to the home."""
    return _FOLDER + path


def _entry(record: dict[str, Any]) -> Entry:
    path, size, sha256 = record["path"], record["size"], record["sha256"]
    if not (isinstance(path, str) and isinstance(size, int) and isinstance(sha256, str)) or size < 0:
        raise ValueError("a file is not described as it should be")
    parts = path.split("/")
    climbs = PurePosixPath(path).is_absolute() or any(part in ("", ".", "..") for part in parts)
    if climbs or "\0" in path or parts[0] in LEFT_OUT:
        raise ValueError(f"it holds a file that does not belong into a home: {path!r}")
    return Entry(path, size, sha256)


@dataclass(frozen=True, slots=True)
class OpenBackup:
    """A backup whose manifest was read and whose entries are what they may be."""

    manifest: Manifest
    _zip: zipfile.ZipFile

    def copy(self, entry: Entry, write: Callable[[bytes], object]) -> str | None:
        """Unpacks one file, in pieces; says what is wrong with it, or None. Never more than its size."""
        state, left = hashlib.sha256(), entry.size
        try:
            with self._zip.open(entry.member) as stream:
                while piece := stream.read(min(PIECE_BYTES, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        return "is longer than it was"
                    state.update(piece)
                    write(piece)
        except KeyError:
            return "is missing"
        except _UNREADABLE as error:
            return f"cannot be unpacked: {error}"
        if left:
            return "is shorter than it was"
        return None if state.hexdigest() == entry.sha256 else "was altered: its digest does not match"


@contextmanager
def open_backup(path: Path) -> Iterator[OpenBackup]:
    """The backup in the file `path`. Raises BackupDamaged for what is none, or would do harm."""
    try:
        with zipfile.ZipFile(path) as opened:
            manifest = _read_manifest(opened)
            _refuse_harm(opened, manifest, path.stat().st_size)
            yield OpenBackup(manifest, opened)
    except (FileNotFoundError, IsADirectoryError):
        raise UsageError(f"there is no backup at {path}", hint="name a file that cotw backup made") from None
    except zipfile.BadZipFile as error:
        raise BackupDamaged(
            f"{path} is no whole backup: {error}", hint="copy it again, or take an older one"
        ) from error


def _read_manifest(opened: zipfile.ZipFile) -> Manifest:
    try:
        with opened.open(MANIFEST) as stream:
            data = stream.read(_LONGEST_MANIFEST + 1)
        if len(data) > _LONGEST_MANIFEST:
            raise ValueError("it is too long")
        return Manifest.from_json(data)
    except (KeyError, TypeError, AttributeError, *_UNREADABLE) as error:
        raise BackupDamaged(
            f"the file is no backup of cotw, or its manifest is damaged: {error}",
            hint="take another backup",
        ) from error


def _refuse_harm(opened: zipfile.ZipFile, manifest: Manifest, packed: int) -> None:
    """Raises BackupDamaged for entries that no backup has: links, doubles, strangers, bombs."""
    listed = {entry.member for entry in manifest.entries} | {MANIFEST}
    names = [info.filename for info in opened.infolist()]
    reason = ""
    if len(listed) != len(manifest.entries) + 1 or len(set(names)) != len(names):
        reason = "a file stands in it twice"
    elif strangers := sorted(set(names) - listed):
        reason = f"{strangers[0]!r} is not in its manifest"
    elif any(stat.S_ISLNK(info.external_attr >> 16) for info in opened.infolist()):
        reason = "it holds a link"
    elif manifest.size > _TIGHTEST * packed:
        reason = "it claims to hold more than it can"
    if reason:
        raise BackupDamaged(f"this is no backup that cotw made: {reason}", hint="nothing was unpacked")


@dataclass(frozen=True, slots=True)
class Verified:
    """A backup that was read to its last byte: its manifest, and what in it is not as it was."""

    manifest: Manifest
    findings: list[Finding]


def verify_backup(path: Path, progress: Callable[[int, int], None]) -> Verified:
    """Compares every file of a backup with its digest; `progress` is told bytes done and in all."""
    findings: list[Finding] = []
    done = 0
    with open_backup(path) as backup:
        for entry in backup.manifest.entries:
            reason = backup.copy(entry, lambda piece: None)
            if reason:
                findings.append(Finding(entry.path, None, reason))
            done += entry.size
            progress(done, backup.manifest.size)
        return Verified(backup.manifest, findings)
