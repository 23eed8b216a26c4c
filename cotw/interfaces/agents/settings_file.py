"""Settings files of other tools: read whole, shown as a difference, written if nobody else did meanwhile.

What was there stays beside it as a backup. Mode, owner, links, the mark of byte order and the kind of
newlines are kept; a file that cannot be read, or that somebody protected from writing, is left alone.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

from cotw.errors import Changed, CotwError, UsageError
from cotw.files import atomic_write, disk_errors

_BOM = "\ufeff"
_BACKUP = ".cotw-backup-"
_BACKUPS_KEPT = 5
_LARGEST = 8 << 20
_NEW_MODE = 0o600

Edit = Callable[[str], str]  # the text of a settings file before and after; "" for one that is not there


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of one file; None is no file. `path` may be a link, which stays one.

    Without a `backup` it is a way back, after which the backups made since then are of no more use.
    """

    path: Path
    before: bytes | None
    after: bytes | None
    backup: bool = True

    @property
    def changes(self) -> bool:
        return self.before != self.after

    def diff(self) -> str:
        """The difference as a unified diff, with the newlines of the file shown as newlines.

        Whoever made a project may have made its settings a link: it names the file that is written.
        """
        old, new = (_decoded(data, self.path).splitlines() for data in (self.before, self.after))
        target = self.path.resolve()
        name = str(self.path) if target == self.path else f"{self.path} -> {target}"
        was, will = (name if data is not None else "/dev/null" for data in (self.before, self.after))
        return "\n".join(unified_diff(old, new, was, will, lineterm=""))


def edited(path: Path, edit: Edit) -> Change:
    """What `edit` makes of the file at `path`, of which nothing is written. Raises UsageError."""
    before = read_settings(path)
    return Change(path, before, _made(edit, before, path))


def undone(path: Path, redo: Edit, remove: Edit) -> Change:
    """The file at `path` without what `redo` brings in: a backup from which `redo` makes what is there now,
    nothing if it makes it of nothing, else what `remove` leaves."""
    now = read_settings(path)
    if now is None:
        return Change(path, None, None)
    for backup in backups(path):
        before = read_settings(backup)
        if before != now and _gives(redo, before, now, path):
            return Change(path, now, before, backup=False)
    if _gives(redo, None, now, path):
        return Change(path, now, None, backup=False)
    return edited(path, remove)


def renewed(path: Path, redo: Edit, remove: Edit, edit: Edit) -> Change:
    """What `edit` makes of the file at `path` once it is `undone`."""
    back = undone(path, redo, remove)
    return Change(path, back.before, _made(edit, back.after, path))


def read_text(path: Path) -> str:
    """The text of the file at `path`; empty without one."""
    return _decoded(read_settings(path), path)


@contextmanager
def left_alone(path: Path) -> Iterator[None]:
    """Tells of a file that cannot be edited which one it is. Raises UsageError."""
    try:
        yield
    except UsageError:
        raise
    except CotwError as error:
        hint = error.hint or "mend it, and try again"
        raise UsageError(f"{path} is left as it is: {error.message}", hint=hint) from error


def _made(edit: Edit, before: bytes | None, path: Path) -> bytes | None:
    with left_alone(path):
        text = _decoded(before, path)
        after = edit(text)
        return before if after == text else _encoded(after, before)


def _gives(redo: Edit, before: bytes | None, now: bytes, path: Path) -> bool:
    with suppress(CotwError):
        return _encoded(redo(_decoded(before, path)), before) == now
    return False


def backups(path: Path) -> list[Path]:
    """What was kept of former states of the file at `path`, newest first."""
    target = path.resolve()
    found = target.parent.glob(f"{_escaped(target.name)}{_BACKUP}*") if target.parent.is_dir() else ()
    return sorted(found, key=lambda one: one.name, reverse=True)


def read_settings(path: Path) -> bytes | None:
    """All of the file at `path`; None without one. Raises UsageError if it is no file or cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        if path.is_symlink():
            raise UsageError(f"{path} is a link that leads nowhere", hint="mend or remove it") from None
        return None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise UsageError(f"{path} is no file")
    with os.fdopen(handle, "rb") as file:
        if status.st_size > _LARGEST:
            raise UsageError(f"{path} is too large for a settings file ({status.st_size:,} bytes)")
        return file.read()


def write_changes(changes: list[Change], now: datetime) -> list[Path]:
    """Writes what changes, and returns the backups made. Raises Changed if a file is not what it was when it
    was read: then that one and those after it are left alone."""
    made = []
    for change in changes:
        if change.changes:
            with _alone_with(change):
                made += _write(change, now)
    return made


@contextmanager
def _alone_with(change: Change) -> Iterator[None]:
    """Two of us at once come one after the other: the second finds the file changed."""
    folder = change.path.resolve().parent
    with disk_errors(folder):
        if change.after is not None:
            folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # a disk without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        if read_settings(change.path) != change.before:
            raise Changed(f"{change.path} was changed meanwhile; it is left as it is", hint="try again")
        yield
    finally:
        os.close(handle)


def _write(change: Change, now: datetime) -> list[Path]:
    target = change.path.resolve()
    mode, owner = _NEW_MODE, None
    if change.before is not None:
        status = target.stat()
        mode, owner = stat.S_IMODE(status.st_mode), (status.st_uid, status.st_gid)
        if not mode & 0o222:
            raise UsageError(f"{change.path} is protected from writing", hint=f"chmod u+w {change.path}")
    made = [_keep(target, change.before, mode, now)] if change.before is not None and change.backup else []
    if change.after is None:
        with disk_errors(target):
            target.unlink()
    else:
        atomic_write(target, change.after, mode)
        if owner is not None:
            with suppress(OSError):  # only root may give files away; it is for files edited as root
                os.chown(target, *owner)
    if not change.backup:
        _forget_backups(target, change.after)
    return made


def _keep(target: Path, data: bytes, mode: int, now: datetime) -> Path:
    """Writes `data` beside the file; of several of one second each has its number."""
    old = backups(target)
    stem = f"{target.name}{_BACKUP}{now:%Y%m%dT%H%M%S}Z"
    same = [one.name for one in old if one.name.startswith(stem)]
    backup = target.with_name(f"{stem}-{int(same[0].rpartition('-')[2]) + 1 if same else 0:03d}")
    atomic_write(backup, data, mode)
    for surplus in old[_BACKUPS_KEPT - 1 :]:
        surplus.unlink(missing_ok=True)
    return backup


def _forget_backups(target: Path, after: bytes | None) -> None:
    """Takes away the backup that the file is again, and those made since then."""
    for backup in backups(target):
        same = read_settings(backup) == after
        backup.unlink()
        if same:
            return


def _decoded(data: bytes | None, path: Path) -> str:
    try:
        return (data or b"").decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is left as it is: it is not UTF-8", hint="save it as UTF-8") from error


def _encoded(text: str, before: bytes | None) -> bytes:
    mark = _BOM if (before or b"").startswith(_BOM.encode()) else ""
    try:
        return (mark + text).encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            f"a path in it is not UTF-8: {text[max(0, error.start - 40) : error.end]!a}"
        ) from error


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
