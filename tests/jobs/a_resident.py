"""A resident nightshift with one job made for tests, and its passes. Not a test.

Usage: python -m tests.jobs.a_resident HOME JOB [pass office|idle]
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from cotw.errors import CotwError
from cotw.jobs.job import Job, Outcome, Stint, Stop, once_a_night
from cotw.jobs.shift import passing, standing
from cotw.jobs.shift.passing import work
from cotw.jobs.shift.resident import Resident
from cotw.jobs.shift.stopping import stopped_by_signals
from cotw.memory import Memory


def patient(stint: Stint) -> Outcome:
    """Takes small steps."""
    while True:
        stint.stop.check()
        time.sleep(0.01)


def deaf(stint: Stint) -> Outcome:
    """Hears no signal, like a long call into a library."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGALRM})
    while True:
        time.sleep(1)


def deadly(stint: Stint) -> Outcome:
    os.kill(os.getpid(), signal.SIGKILL)
    return Outcome()


def main(root: str, name: str, *by: str) -> int:
    job = Job(name, "For a test.", {"patient": patient, "deaf": deaf, "deadly": deadly}[name], once_a_night)
    for module in (passing, standing):
        vars(module)["JOBS"] = (job,)
    with Memory.open(Path(root)) as memory:
        if by:
            stop = Stop(memory.clock)
            with stopped_by_signals(stop):
                work(memory, stop, by=by[-1])
            return 0
        command = [sys.executable, "-m", "tests.jobs.a_resident", root, name]
        try:
            Resident(memory, command, dict(os.environ), print).serve()
        except CotwError as error:
            return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
