"""Starting a keeper: detached, so that it belongs to nobody who might end, and never twice."""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Mapping

from cotw.wire.paths import HOOKS_SWITCH, keeper_lock, run_folder

# As which number a keeper that is started so finds its lock open, and taken.
LOCK_HANDLE = 3
# Where the clock stands for one command, and what one command is told to print, is not the keeper's.
_NOT_PASSED_ON = ("COTW_NOW", "COTW_DEBUG")
_PAUSE_SECONDS = 0.001


def is_kept(root: str) -> bool:
    """Whether a keeper lives or is about to: it has its lock from the moment it is started."""
    try:
        # A pipe in its place must not be waited for.
        handle = os.open(keeper_lock(root), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _taken(handle, fcntl.LOCK_SH)  # so that of many who wonder nobody sees another
    finally:
        os.close(handle)


def start_keeper(root: str, environment: Mapping[str, str]) -> bool:
    """Starts a keeper for the home at `root` unless there is one; whether it did. Returns at once.

    It has its own session, and nothing of this process's files but the lock, which is taken here: of a
    hundred that start one at the same instant ninety-nine start no process. Raises OSError if it cannot be
    started.
    """
    handle = _lock_for_keeper(root)
    if handle is None:
        return False
    try:
        os.ftruncate(handle, 0)  # the number in it is that of a keeper that was killed
        _spawn(handle, root, environment)
    finally:
        os.close(handle)
    return True


def _lock_for_keeper(root: str) -> int | None:
    """The lock, taken; None if somebody keeps the home. Raises OSError where no home is."""
    try:  # noqa: SIM105  (contextlib takes its time to import)
        os.mkdir(run_folder(root), 0o700)
    except FileExistsError:
        pass
    # What a link in its place leads to would lose all that stands in it.
    handle = os.open(keeper_lock(root), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        while not _taken(handle, fcntl.LOCK_EX):
            if not _taken(handle, fcntl.LOCK_SH):
                os.close(handle)
                return None
            # Somebody just wonders whether one lives, for an instant.
            fcntl.flock(handle, fcntl.LOCK_UN)
            time.sleep(_PAUSE_SECONDS)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _taken(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _spawn(lock: int, root: str, environment: Mapping[str, str]) -> None:
    child = {name: value for name, value in environment.items() if name not in _NOT_PASSED_ON}
    child |= {"COTW_HOME": root, HOOKS_SWITCH: "off"}
    null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    try:
        actions = [(os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)]
        actions.append((os.POSIX_SPAWN_DUP2, lock, LOCK_HANDLE))
        # The shell ends at once: who starts a keeper and lives long is not left with a dead child of its own.
        command = ["/bin/sh", "-c", '"$@" &', "cotw", sys.executable, "-P", "-m", "cotw.interfaces.keeper"]
        os.waitpid(os.posix_spawn(command[0], command, child, file_actions=actions, setsid=True), 0)
    finally:
        os.close(null)
