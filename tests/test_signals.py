"""Signals: what asks a process to leave is answered by a call, for as long as it is meant to be."""

from __future__ import annotations

import signal

from cotw import signals


def test_every_signal_to_leave_is_answered_and_then_as_before() -> None:
    """Whoever sends it is not told what else the process would have done with it."""
    before = [signal.getsignal(number) for number in signals.LEAVE]
    asked: list[int] = []
    with signals.answering(dict.fromkeys(signals.LEAVE, lambda: asked.append(1))):
        for number in signals.LEAVE:
            signal.raise_signal(number)
    assert len(asked) == len(signals.LEAVE)
    assert [signal.getsignal(number) for number in signals.LEAVE] == before
