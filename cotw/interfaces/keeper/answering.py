"""Answering: one question of one client, from its line to the last word.

Questions are answered one after the other: each takes some ten milliseconds, and threads would only take
the interpreter from each other. What is about the keeper itself is answered beside them.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from typing import Any

from cotw import __version__
from cotw.errors import CotwError, Locked, UsageError
from cotw.interfaces.keeper.household import Household
from cotw.wire.frames import Broken, read_frame, send_frame
from cotw.wire.paths import settings_of

# A question lies ready when it is asked; who is slower than that asks nothing.
_ASKED_SECONDS = 3.0
# The client's own deadline is far shorter, but for a person who asks for much.
_ANSWERED_SECONDS = 60.0
_SENT_SECONDS = _SHOWN_SECONDS = 10.0
_YIELD_SECONDS = 10.0


class Answering:
    """Answers for a household; `leave` is called when a client wants that, or a newer program asks."""

    def __init__(
        self, household: Household, environment: Mapping[str, str], leave: Callable[[], None]
    ) -> None:
        self._household, self._leave = household, leave
        self._settings = settings_of(environment)
        self._silent: dict[socket.socket, float] = {}  # who has not asked yet, and since when
        # What is answered to everybody, whatever their version and their settings.
        self._own: dict[str, Callable[[], dict[str, Any]]] = {
            "status": household.status,
            "yield": self._yield,
            "stop": self._stop,
        }

    def answer(self, line: socket.socket) -> None:
        """Answers the question that comes over `line`, if one does."""
        try:
            self._silent[line] = time.monotonic()
            try:
                frame = read_frame(line, time.monotonic() + _ASKED_SECONDS)
            finally:
                self._silent.pop(line, None)
            asked, wanted = frame.get("ask"), frame.get("with")
            if not isinstance(asked, str) or not isinstance(wanted, dict):
                raise Broken("no question")
            if (own := self._own.get(asked)) is not None:
                self._send(line, {"answer": own()})
            elif frame.get("version") != __version__:
                self._send(line, {"leaving": True})
                self._leave()
            elif frame.get("settings") != self._settings:
                self._send(line, {"leaving": False})
            else:
                with self._household.busy():
                    self._converse(line, asked, wanted, frame.get("now"))
        except (Broken, BrokenPipeError):
            return  # whoever it was is gone, or is none of ours

    def hush(self, silent_seconds: float = 0.0) -> None:
        """Hangs up on all who have said nothing for so long."""
        now = time.monotonic()
        for line, since in list(self._silent.items()):
            if now - since >= silent_seconds:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def _converse(self, line: socket.socket, asked: str, wanted: dict[str, Any], now: object) -> None:
        """Raises Broken."""
        with ExitStack() as stack:
            try:
                answer = self._found(stack, line, asked, wanted, now)
            except Broken:
                raise
            except CotwError as error:
                self._send(line, {"error": _told(error)})
            except Exception as error:
                self._household.log.failed(asked, error)
                self._send(line, {"error": _unforeseen(error)})
            else:
                self._hand_over(line, answer, to_be_shown=bool(wanted.get("wait_shown")))

    def _found(
        self, stack: ExitStack, line: socket.socket, asked: str, wanted: dict[str, Any], now: object
    ) -> dict[str, Any]:
        """The answer; what has to be done when it was shown is left on the `stack`."""
        instant = now if isinstance(now, str) else None
        if asked == "settle":
            self._household.settling.wish(instant)
            return {}
        until = time.monotonic() + _ANSWERED_SECONDS
        operation = self._household.operation(asked, 0.0 if wanted.get("at_once") else until)
        if operation is None:
            raise UsageError(f"the keeper knows no {asked[:40]!r}")
        if self._household.writes(asked):  # beside the others: it may take its time
            return stack.enter_context(operation(self._household.residence.apart(instant), wanted))
        if not self._household.answering.acquire(timeout=max(0.0, until - time.monotonic())):
            raise Locked("the keeper is busy", hint="try again in a moment")
        try:
            if _has_gone(line):
                raise Broken("nobody waits for the answer")
            return stack.enter_context(operation(self._household.residence.memory(instant), wanted))
        finally:
            self._household.answering.release()

    def _hand_over(self, line: socket.socket, answer: dict[str, Any], *, to_be_shown: bool) -> None:
        """Raises BrokenPipeError, into the operation, if the client has not seen the answer."""
        try:
            self._send(line, {"answer": answer})
            if to_be_shown:
                frame = read_frame(line, time.monotonic() + _SHOWN_SECONDS)
                if frame.get("shown") is not True:
                    raise Broken("not shown")
        except Broken as error:
            raise BrokenPipeError(str(error)) from error
        if to_be_shown:
            with suppress(Broken):  # it was shown, whether the client hears this or not
                self._send(line, {"answer": {}})

    def _yield(self) -> dict[str, Any]:
        self._household.residence.held.let_go(_YIELD_SECONDS)
        return {}

    def _stop(self) -> dict[str, Any]:
        self._leave()
        return {}

    @staticmethod
    def _send(line: socket.socket, frame: dict[str, Any]) -> None:
        send_frame(line, {"version": __version__, **frame}, time.monotonic() + _SENT_SECONDS)


def _told(error: CotwError) -> dict[str, Any]:
    return {
        "kind": type(error).__name__,
        "message": error.message,
        "hint": error.hint,
        "exit_code": error.exit_code,
    }


def _unforeseen(error: Exception) -> dict[str, Any]:
    return {
        "kind": type(error).__name__,
        "message": f"the keeper failed: {type(error).__name__}",
        "hint": "where it did stands in run/keeper.log; without it: cotw serve --stop",
        "exit_code": CotwError.exit_code,
    }


def _has_gone(line: socket.socket) -> bool:
    """Whether the client has hung up: its deadline was shorter than the queue."""
    line.setblocking(False)
    try:
        return not line.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
