"""Stopping: a pass that is asked by a signal to end does so within a second, wherever it is."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from cotw.jobs.job import Stop

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# A job asks between its steps; one that waits for an answer, or for the disk, is interrupted.
_PATIENCE_SECONDS = 0.7


@contextmanager
def stopped_by_signals(stop: Stop) -> Iterator[None]:
    """Lets signals ask for an end, and interrupts what does not hear; for the main thread.

    What is interrupted sees KeyboardInterrupt; a second signal interrupts at once.
    """

    def on_signal(number: int, frame: FrameType | None) -> None:
        if stop.reason:
            raise KeyboardInterrupt
        stop.ask()
        signal.setitimer(signal.ITIMER_REAL, _PATIENCE_SECONDS)

    def on_alarm(number: int, frame: FrameType | None) -> None:
        if stop.is_at_job:
            raise KeyboardInterrupt

    former = {number: signal.signal(number, on_signal) for number in _SIGNALS}
    former[signal.SIGALRM] = signal.signal(signal.SIGALRM, on_alarm)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in former.items():
            signal.signal(number, handler)
