"""Restoring: a home out of a backup, in a folder that was not there or is empty.

Everything is unpacked beside the place and compared with its digests on the way; the finished home takes
its name by one rename. A restore that is killed leaves a folder that the next one removes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cotw.care.backup_file import Entry, Manifest, OpenBackup, open_backup
from cotw.errors import BackupDamaged, DiskTrouble, UsageError
from cotw.files import FILE_MODE, FileLock, disk_errors, fsync_folder, make_folder
from cotw.founding import default_home, init_home
from cotw.home import Home


@dataclass(frozen=True, slots=True)
class Restored:
    """A home that was made from a backup."""

    home: Home
    manifest: Manifest


def restore_backup(
    path: Path,
    root: Path | None,
    *,
    wait_seconds: float,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Restored:
    """Makes the home at `root` (default: where a home is when nobody says) from the backup `path`.

    Raises UsageError when something is there, BackupDamaged, DiskTrouble, and Locked while another
    process restores to the same place.
    """
    target = (root or default_home()).expanduser().absolute()
    _refuse_occupied(target)
    with open_backup(path) as backup:
        make_folder(target.parent)
        beside = target.with_name(f".{target.name}.restoring")
        lock = beside.with_name(f"{beside.name}.lock")
        with FileLock(lock, wait_seconds=wait_seconds), disk_errors(target):
            shutil.rmtree(beside, ignore_errors=True)
            try:
                _refuse_too_large(backup.manifest, target.parent)
                _unpack(backup, beside, progress)
                _settle(beside, target)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
                for left in (lock, lock.with_suffix(".gate")):
                    left.unlink(missing_ok=True)
    return Restored(Home(target), backup.manifest)


def _refuse_occupied(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"{target} is no folder", hint="name a folder that is not there yet")
    if target.is_dir() and any(target.iterdir()):
        raise UsageError(
            f"{target} is not empty; a restore never writes over anything",
            hint="name a new folder: cotw backup restore FILE --home DIR",
        )


def _refuse_too_large(manifest: Manifest, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if manifest.size > free:
        raise DiskTrouble(
            f"the backup holds {manifest.size:,} bytes and there are {free:,} free in {folder}",
            hint="free some space, or restore to another disk with --home DIR",
        )


def _unpack(backup: OpenBackup, folder: Path, progress: Callable[[int, int], None]) -> None:
    manifest = backup.manifest
    make_folder(folder / "archive")
    done = 0
    for entry in manifest.entries:
        _write_file(backup, entry, folder / entry.path)
        done += entry.size
        progress(done, manifest.size)
    init_home(folder, name=manifest.name, timezone=manifest.timezone)  # adds the folders a backup leaves out


def _write_file(backup: OpenBackup, entry: Entry, path: Path) -> None:
    make_folder(path.parent)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(handle, "wb") as stream:
        os.fchmod(stream.fileno(), FILE_MODE)
        reason = backup.copy(entry, stream.write)
        if reason:
            raise BackupDamaged(
                f"the backup is damaged: {entry.path} {reason}",
                hint="nothing was restored; see all of it with: cotw backup verify FILE",
            )
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: Path, target: Path) -> None:
    """Makes the folders durable and gives the home its name; only an empty folder may have it already."""
    for inside, _, _ in os.walk(folder, topdown=False):
        fsync_folder(Path(inside))
    try:
        folder.rename(target)
    except OSError:
        _refuse_occupied(target)
        raise
    with suppress(OSError):  # the home is there; some file systems do not sync folders
        fsync_folder(target.parent)
