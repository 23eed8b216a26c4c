"""Starting a keeper: detached, so that it belongs to nobody who might end, and never twice."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Mapping

from cotw.wire.paths import HOOKS_SWITCH, keeper_lock

# Where the clock stands for one command, and what one command is told to print, is not the keeper's.
_NOT_PASSED_ON = ("COTW_NOW", "COTW_DEBUG")


def is_kept(root: str) -> bool:
    """Whether a keeper lives or is about to: it takes its lock before it imports what takes time."""
    try:
        # A pipe in its place must not be waited for.
        handle = os.open(keeper_lock(root), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def start_keeper(root: str, environment: Mapping[str, str]) -> bool:
    """Starts a keeper for the home at `root` unless there is one; whether it did. Returns at once.

    It has its own session and nothing of this process's files. Raises OSError if it cannot be started.
    """
    if is_kept(root):
        return False
    child = {name: value for name, value in environment.items() if name not in _NOT_PASSED_ON}
    child |= {"COTW_HOME": root, HOOKS_SWITCH: "off"}
    null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    try:
        actions = [(os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)]
        # The shell ends at once: who starts a keeper and lives long is not left with a dead child of its own.
        command = ["/bin/sh", "-c", '"$@" &', "cotw", sys.executable, "-P", "-m", "cotw.interfaces.keeper"]
        os.waitpid(os.posix_spawn(command[0], command, child, file_actions=actions, setsid=True), 0)
    finally:
        os.close(null)
    return True
