"""Signals: how a process is asked to leave, by Ctrl-C, by the system, or by the end of its terminal."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

LEAVE = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@contextmanager
def answering(answers: Mapping[signal.Signals, Callable[[], object]]) -> Iterator[None]:
    """Answers each of these signals by a call, to the end of the block; for the main thread."""

    def answer(number: int, frame: FrameType | None) -> None:
        answers[signal.Signals(number)]()

    former = {number: signal.signal(number, answer) for number in answers}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
