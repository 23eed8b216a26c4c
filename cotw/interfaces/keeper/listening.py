"""Listening: clients are let in, each gets a thread, and nobody can have more of them than there are."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from threading import BoundedSemaphore, Condition, Thread

from cotw.wire.frames import peer_is_us

# Who comes when so many are being answered waits in the socket's queue.
MOST_AT_ONCE = 128


class Doorbell:
    """Wakes the thread that listens, from any other thread and from a signal."""

    def __init__(self) -> None:
        self._heard, self._rung = socket.socketpair()
        self._rung.setblocking(False)

    def ring(self) -> None:
        """May be called as often as one likes."""
        with suppress(OSError):  # it rings already, or nobody is there any more
            self._rung.send(b"!")

    def somebody_at(self, door: socket.socket, seconds: float) -> bool:
        """Whether a client waits at the door, after at most so many seconds or when the bell is rung."""
        waited = select.poll()
        for one in (door, self._heard):
            waited.register(one, select.POLLIN)
        return any(handle == door.fileno() for handle, _ in waited.poll(max(0.0, seconds) * 1000))

    def close(self) -> None:
        self._heard.close()
        self._rung.close()


class Guests:
    """The clients that are being answered, each by `answer` in a thread of its own."""

    def __init__(
        self, answer: Callable[[socket.socket], None], failed: Callable[[str, Exception], None]
    ) -> None:
        self._answer, self._failed = answer, failed
        self._chairs = BoundedSemaphore(MOST_AT_ONCE)
        self._changed = Condition()
        self._here = 0

    def let_in(self, listening: socket.socket) -> bool:
        """Takes the next client; whether there was room. One of another user is sent away."""
        if not self._chairs.acquire(timeout=0.1):
            return False
        try:
            line, _ = listening.accept()
        except OSError:  # gone again, or no more files may be opened
            self._chairs.release()
            time.sleep(0.01)
            return True
        with self._changed:
            self._here += 1
        try:
            Thread(target=self._attend, args=(line,), name="cotw-answer", daemon=True).start()
        except RuntimeError:  # no more threads may be started
            self._see_off(line)
        return True

    def wait(self, seconds: float) -> bool:
        """Whether all have gone within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._here, seconds)

    def _attend(self, line: socket.socket) -> None:
        try:
            if peer_is_us(line):
                self._answer(line)
        except Exception as error:  # whatever one client does, others are answered
            self._failed("answer", error)
        finally:
            self._see_off(line)

    def _see_off(self, line: socket.socket) -> None:
        line.close()
        self._chairs.release()
        with self._changed:
            self._here -= 1
            self._changed.notify_all()
