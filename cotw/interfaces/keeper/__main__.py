"""The keeper as a process of its own, as `cotw.wire.starting` starts it: nothing is shown or asked."""

from __future__ import annotations

import os

from cotw.interfaces.keeper.lock import KeeperLock, take_lock
from cotw.wire.paths import home_root


def main() -> int:
    """Keeps the home of the environment; leaves at once if another process does."""
    try:
        lock = take_lock(home_root(os.environ))
    except OSError:  # there is no home
        return 1
    if lock is None:
        return 0
    from cotw.interfaces.keeper.keeping import keep, settle_down

    settle_down()
    try:
        keep(lock, dict(os.environ))
    except Exception as error:
        _note(lock, error)
        return 1
    return 0


def _note(lock: KeeperLock, error: Exception) -> None:
    from pathlib import Path

    from cotw.interfaces.keeper.log import Log
    from cotw.wire.paths import run_folder

    Log(Path(run_folder(lock.root))).failed("keeper", error)


if __name__ == "__main__":
    # Threads of the libraries may still be at something, which an ordinary end would pull from under them.
    os._exit(main())
