"""Files that survive: canonical JSON, atomic replacement, durable appends, locks, private modes.

Everything COTW writes goes through here, so that a crash at any instant leaves either the old bytes or
the new ones, and nobody but the owner can read them.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from cotw.errors import DiskTrouble, Locked

FOLDER_MODE = 0o700
FILE_MODE = 0o600
# How often who waits for a lock calls whoever may hold it.
_CALL_SECONDS = 0.5
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(value: Any, *, sort_keys: bool = True) -> bytes:
    """One line of JSON: UTF-8, no spaces. With sorted keys equal values give equal bytes.

    Lone surrogates, which UTF-8 cannot hold, are written as escapes; orjson refuses them, so the
    standard library writes those few values in the same form.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS if sort_keys else None)
    except TypeError:
        text = json.dumps(value, sort_keys=sort_keys, ensure_ascii=False, separators=(",", ":"))
        return _LONE_SURROGATE.sub(lambda hit: f"\\u{ord(hit[0]):04x}", text).encode()


def from_json(data: bytes | str) -> Any:
    """The value of one JSON document. Raises ValueError when it is not JSON."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        # Lone surrogates and NaN are refused by orjson; transcripts of other tools hold both.
        try:
            return json.loads(data)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def digest_of(data: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def make_folder(path: Path) -> Path:
    """Makes `path` and its missing parents, private to the owner whatever the umask."""
    with disk_errors(path):
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        for folder in reversed(missing):
            with suppress(FileExistsError):
                folder.mkdir(mode=FOLDER_MODE)
                folder.chmod(FOLDER_MODE)
    return path


def folder_size(path: Path) -> int:
    """Bytes of all files below `path`; files that vanish meanwhile count nothing."""
    total = 0
    for root, _, names in os.walk(path):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(root, name)).st_size
    return total


def fsync_folder(path: Path) -> None:
    """Makes renames and new names inside `path` durable."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def atomic_write(path: Path, data: bytes, mode: int = FILE_MODE) -> None:
    """Replaces `path` by `data`, durably: readers see all of the old bytes or all of the new."""
    with disk_errors(path), atomic_file(path, mode) as handle:
        handle.write(data)


@contextmanager
def atomic_file(path: Path, mode: int = FILE_MODE) -> Iterator[Any]:
    """A binary file that takes the place of `path` when the block ends without an error."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    fsync_folder(path.parent)


def append_durable(path: Path, pieces: Iterable[bytes]) -> None:
    """Appends the pieces and returns when they are on the disk.

    On an error in the middle (a full disk) the file is cut back to its former length, so that a
    half line is never left for the next writer.
    """
    with disk_errors(path):
        new = not path.exists()
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, FILE_MODE)
        try:
            former = os.fstat(handle).st_size
            if new:
                os.fchmod(handle, FILE_MODE)
            try:
                for piece in pieces:
                    _write_all(handle, piece)
                os.fsync(handle)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(handle, former)
                raise
        finally:
            os.close(handle)
        if new:
            fsync_folder(path.parent)


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turns the operating system's refusals into one clear sentence."""
    try:
        yield
    except OSError as error:
        raise disk_trouble(error, path) from error


def disk_trouble(error: OSError, path: Path) -> DiskTrouble:
    """The sentence and hint for what the operating system said about `path`."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return DiskTrouble(
                f"no space left on the disk while writing {path}",
                hint="free some space and run the command again; nothing that was saved is lost",
            )
        case errno.EROFS:
            return DiskTrouble(f"{path} lies on a read-only disk", hint="choose another home with --home")
        case errno.EACCES | errno.EPERM:
            return DiskTrouble(f"no permission to write {path}", hint="check who owns the folder")
        case _:
            return DiskTrouble(f"{path}: {error.strerror or error}")


class FileLock:
    """An advisory lock on a side-car file, held by this open file until it is released.

    `flock` is bound to the open file, not to the process: unlike POSIX locks it is not dropped when
    some other code of the process opens and closes the same file. A `gate` beside it makes it fair:
    who waits for the exclusive lock keeps the gate, so that a stream of readers cannot starve it. Who has to
    wait calls `on_wait` now and then: it may ask whoever holds the lock to let go.
    """

    def __init__(
        self,
        path: Path,
        *,
        wait_seconds: float,
        shared: bool = False,
        on_wait: Callable[[], None] = lambda: None,
    ) -> None:
        self._path = path
        self._wait_seconds = wait_seconds
        self._shared = shared
        self._on_wait = on_wait
        self._handle: int | None = None

    def __enter__(self) -> Self:
        deadline = time.monotonic() + self._wait_seconds
        try:
            gate = self._open(self._path.with_suffix(".gate"))
        except OSError as error:
            if self._shared and error.errno == errno.EROFS:
                return self  # nobody can write to a read-only disk: there is nothing to wait for
            raise disk_trouble(error, self._path) from error
        try:
            self._take(gate, fcntl.LOCK_EX, deadline, lambda: None)
            self._handle = self._open(self._path)
            kind = fcntl.LOCK_SH if self._shared else fcntl.LOCK_EX
            self._take(self._handle, kind, deadline, self._on_wait)
        except BaseException:
            self._close()
            raise
        finally:
            os.close(gate)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    @staticmethod
    def _open(path: Path) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        try:
            return os.open(path, flags, FILE_MODE)
        except FileNotFoundError:  # somebody has cleared the folder of locks away, which nothing depends on
            with suppress(FileExistsError):
                path.parent.mkdir(mode=FOLDER_MODE)
            return os.open(path, flags, FILE_MODE)

    @staticmethod
    def _take(handle: int, kind: int, deadline: float, on_wait: Callable[[], None]) -> None:
        pause, call = 0.001, time.monotonic()
        while True:
            try:
                fcntl.flock(handle, kind | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() >= call:
                    on_wait()
                    call = time.monotonic() + _CALL_SECONDS
                    continue  # whoever does not want to wait at all has asked once, too
                if time.monotonic() >= deadline:
                    raise Locked(
                        "another cotw is busy with this home",
                        hint="try again in a moment, or wait longer with --wait SECONDS",
                    ) from None
            time.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(pause * 1.6, 0.05)

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
