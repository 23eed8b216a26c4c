"""A stand-in for the keeper: it answers on a home's socket as the keeper does, in a thread of the test."""

from __future__ import annotations

import socket
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from cotw import __version__
from cotw.clock import fixed_clock, system_clock
from cotw.errors import CotwError
from cotw.interfaces.operations import OPERATIONS
from cotw.memory import Memory
from cotw.wire.frames import Broken, read_frame, send_frame
from cotw.wire.paths import keeper_address, settings_of

_SECONDS = 20.0


@dataclass
class StandIn:
    """Answers with `memory`. `asked` lists what it was asked, `shown` what it was told to have been shown.

    One that `dies` does what it is asked, and goes away instead of answering.
    """

    memory: Memory
    dies: bool = False
    version: str = __version__
    environment: Mapping[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def answer(self, line: socket.socket) -> None:
        """One question, as the contract of the wire says."""
        until = time.monotonic() + _SECONDS
        frame = read_frame(line, until)
        if frame["version"] != self.version or frame["settings"] != settings_of(self.environment):
            send_frame(line, {"version": self.version, "leaving": False}, until)
            return
        if frame["ask"] == "status":
            send_frame(line, {"version": self.version, "answer": {}}, until)
            return
        self.memory.clock = fixed_clock(frame["now"]) if frame["now"] else system_clock
        self.memory.__dict__.pop("truth", None)  # it has the clock as well
        what, wanted = frame["ask"], frame["with"]
        self.asked.append(what)
        try:
            with OPERATIONS[what](self.memory, wanted) as answer:
                if self.dies:
                    raise BrokenPipeError
                send_frame(line, {"version": self.version, "answer": answer}, until)
                if wanted.get("wait_shown"):
                    self._wait_shown(line, what, until)
        except CotwError as error:
            told = {"message": error.message, "hint": error.hint, "exit_code": error.exit_code}
            self._fail(line, error, told, until)
        except ValueError as error:
            self._fail(line, error, {"message": "the keeper failed", "hint": "", "exit_code": 1}, until)

    def _fail(self, line: socket.socket, error: Exception, told: dict[str, Any], until: float) -> None:
        frame = {"version": self.version, "error": {"kind": type(error).__name__, **told}}
        send_frame(line, frame, until)

    def _wait_shown(self, line: socket.socket, what: str, until: float) -> None:
        try:
            read_frame(line, until)
        except Broken as error:
            raise BrokenPipeError from error
        send_frame(line, {"version": self.version, "answer": {}}, until)
        self.shown.append(what)


@contextmanager
def standing_in(memory: Memory, **how: Any) -> Iterator[StandIn]:
    """A stand-in for the keeper of this home, until the block ends."""
    standin = StandIn(memory, **how)
    address = Path(keeper_address(str(memory.home.root)))
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{folder}/s")  # its name must be short
        listening.listen()
        address.write_text(f"{folder}/s")
        thread = Thread(target=_serve, args=(standin, listening), daemon=True)
        thread.start()
        try:
            yield standin
        finally:
            address.unlink()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(standin: StandIn, listening: socket.socket) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line, suppress(BrokenPipeError, Broken):
            standin.answer(line)
