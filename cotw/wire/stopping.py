"""Stopping: the keeper of a home is asked to leave, and gone when this returns."""

from __future__ import annotations

import os
import time
from contextlib import suppress

from cotw.wire.calling import NoKeeper, Refused, ask_keeper
from cotw.wire.frames import Broken
from cotw.wire.paths import keeper_lock
from cotw.wire.starting import is_kept

_LOOKED_EVERY_SECONDS = 0.01
# It is answered beside everything else, in milliseconds.
_HEARD_SECONDS = 5.0


def stop_keeper(root: str, *, seconds: float) -> bool:
    """Asks the keeper of the home at `root` to leave and waits for that; whether none is there any more."""
    until = time.monotonic() + seconds
    while is_kept(root) and time.monotonic() < until:
        with suppress(NoKeeper, Refused, Broken):
            ask_keeper(root, {}, "stop", seconds=min(seconds, _HEARD_SECONDS))
            break
        time.sleep(_LOOKED_EVERY_SECONDS)  # one that was started just now does not listen yet
    return left(root, until)


def left(root: str, until: float) -> bool:
    """Whether the keeper has left by the monotonic time `until`."""
    while is_kept(root):
        if time.monotonic() >= until:
            return False
        time.sleep(_LOOKED_EVERY_SECONDS)
    return True


def keeper_number(root: str) -> int | None:
    """The number of the process that keeps the home; None if there is none, or it does not say."""
    try:
        with open(keeper_lock(root), "rb") as file:
            number = int(file.read(32))
    except (OSError, ValueError):
        return None
    return number if number > 1 and number != os.getpid() and is_kept(root) else None
