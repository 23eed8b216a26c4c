"""A process that starts in a thread and takes the handoff; with `die` it is killed before it shows it.

Usage: python -m tests.continuity.claiming HOME THREAD [die]. Waits for a line on standard input first.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from cotw.clock import system_clock
from cotw.continuity.handoff_taking import Start, note_shown, take_handoff
from cotw.home import Home
from cotw.store.truth import Truth


def main(home: str, thread: str, *rest: str) -> None:
    truth = Truth(Home(Path(home)), ZoneInfo("UTC"), system_clock, wait_seconds=30)
    print("ready", flush=True)
    sys.stdin.readline()
    taken = take_handoff(truth, Start(thread, frozenset({"chat"})), claim_seconds=60)
    if taken is not None and "die" in rest:
        os.kill(os.getpid(), signal.SIGKILL)
    print(taken.passages[0].label if taken else "nothing", flush=True)
    if taken is not None:
        note_shown(truth, taken)


if __name__ == "__main__":
    main(*sys.argv[1:])
