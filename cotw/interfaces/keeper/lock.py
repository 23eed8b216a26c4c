"""The keeper's lock: who has it is the keeper, for as long as the process lives.

The standard library alone: it is taken before anything is imported that takes its time. The file holds the
number of the process, for whoever has to end a keeper that does not answer.
"""

from __future__ import annotations

import fcntl
import os
import time

from cotw.wire.paths import keeper_lock, run_folder
from cotw.wire.starting import LOCK_HANDLE

# Who wonders whether a keeper lives takes the lock for an instant.
_TRIED_SECONDS = 0.2


class KeeperLock:
    """The lock on the home at `root`, as `take_lock` gives it."""

    def __init__(self, root: str, handle: int) -> None:
        self.root = root
        self._handle = handle

    def stands(self) -> bool:
        """Whether the file in the home is still the one that is locked; the home may be moved or removed."""
        try:
            there, held = os.stat(keeper_lock(self.root)), os.fstat(self._handle)
        except OSError:
            return False
        return os.path.samestat(there, held)

    def sign_off(self) -> None:
        """Takes the process's number away. The lock itself goes when the process has ended."""
        os.ftruncate(self._handle, 0)


def take_lock(root: str) -> KeeperLock | None:
    """The lock on the home at `root`; None if another process has it. Raises OSError where no home is."""
    os.stat(run_folder(root))
    handle = _handed_over(root)
    if handle is None:
        # What a link in its place leads to would lose all that stands in it.
        handle = os.open(keeper_lock(root), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + _TRIED_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(handle)
                return None
        time.sleep(0.01)
    os.ftruncate(handle, 0)
    os.pwrite(handle, b"%d\n" % os.getpid(), 0)
    return KeeperLock(root, handle)


def _handed_over(root: str) -> int | None:
    """The lock as `start_keeper` leaves it open for this process; None if it was started otherwise."""
    try:
        there, held = os.stat(keeper_lock(root)), os.fstat(LOCK_HANDLE)
    except OSError:
        return None
    if not os.path.samestat(there, held):
        return None
    os.set_inheritable(LOCK_HANDLE, False)
    return LOCK_HANDLE
