"""Place: where a keeper's socket lies, and the file in the home that says so.

A path of a socket may be no longer than some hundred bytes, and not every disk knows sockets: so there are
several places, of which the first one that works is taken. None is used that others may write to.
"""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from cotw.errors import DiskTrouble
from cotw.files import atomic_write
from cotw.wire.paths import keeper_address, run_folder

# macOS takes 104 bytes, Linux 108.
_LONGEST = 100
_BACKLOG = 512


class Place:
    """A socket that listens, and its address in the home."""

    def __init__(self, root: str, listening: socket.socket, path: str) -> None:
        self.listening = listening
        self._address = Path(keeper_address(root))
        atomic_write(self._address, os.fsencode(path) + b"\n")
        self._made = [(one, _identity(one)) for one in (self._address, Path(path))]

    def stands(self) -> bool:
        """Whether the address in the home is still the one that was written, and the socket still there."""
        return all(_identity(one) == made for one, made in self._made)

    def close(self) -> None:
        """Nobody can ask any more: removes socket and address."""
        for one, made in self._made:
            with suppress(OSError):
                if _identity(one) == made:  # and not that of the next keeper, where this one lost its lock
                    one.unlink()
        self.listening.close()


def listen(root: str, environment: Mapping[str, str]) -> Place:
    """A socket for the home at `root`; what a killed keeper left there is removed. Raises DiskTrouble.

    The caller holds the keeper's lock.
    """
    with suppress(OSError):  # of a keeper that was killed: its socket may lie elsewhere
        _remove_stale(root)
    reason = "no place for a socket"
    for path in _places(root, environment):
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with suppress(FileNotFoundError):
                os.unlink(path)
            listening.bind(path)
            os.chmod(path, 0o600)
            listening.listen(_BACKLOG)
            return Place(root, listening, path)
        except OSError as error:
            listening.close()
            reason = str(error)
    raise DiskTrouble(f"the keeper cannot be called: {reason}", hint="commands work without it as well")


def _remove_stale(root: str) -> None:
    for begun in Path(run_folder(root)).glob(f".{Path(keeper_address(root)).name}.*.tmp"):
        begun.unlink()
    path = os.fsdecode(Path(keeper_address(root)).read_bytes().strip())
    facts = os.lstat(path)
    if stat.S_ISSOCK(facts.st_mode) and facts.st_uid == os.geteuid():
        os.unlink(path)


def _places(root: str, environment: Mapping[str, str]) -> Iterator[str]:
    name = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:16] + ".sock"
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    folders = [os.path.join(runtime, "cotw")] if os.path.isabs(runtime) and _is_private(runtime) else []
    folders.append(os.path.join(tempfile.gettempdir(), f"cotw-{os.geteuid()}"))
    paths = [os.path.join(folder, name) for folder in folders]
    paths.insert(len(paths) - 1, os.path.join(run_folder(root), "keeper.sock"))
    for path in paths:
        folder = os.path.dirname(path)
        if folder in folders:
            with suppress(OSError):
                os.mkdir(folder, 0o700)
        if len(os.fsencode(path)) <= _LONGEST and _is_private(folder):
            yield path


def _is_private(folder: str) -> bool:
    """Whether it is a folder of this user that nobody else may write to or look into."""
    try:
        facts = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid() and not facts.st_mode & 0o077


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
