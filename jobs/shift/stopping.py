"""Stopping: a pass that is asked by a signal to end does so within a second, wherever it is."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from cotw import signals
from cotw.jobs.job import Stop

# A job asks between its steps; one that waits for an answer, or for the disk, is interrupted.
_PATIENCE_SECONDS = 0.7


@contextmanager
def stopped_by_signals(stop: Stop) -> Iterator[None]:
    """Lets signals ask for an end, and interrupts what does not hear; for the main thread.

    What is interrupted sees KeyboardInterrupt; a second signal interrupts at once.
    """

    def interrupted() -> None:
        if stop.reason:
            raise KeyboardInterrupt
        stop.ask()
        signal.setitimer(signal.ITIMER_REAL, _PATIENCE_SECONDS)

    def out_of_patience() -> None:
        if stop.is_at_job:
            raise KeyboardInterrupt

    answers = {**dict.fromkeys(signals.LEAVE, interrupted), signal.SIGALRM: out_of_patience}
    with signals.answering(answers):
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
