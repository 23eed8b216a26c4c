"""Calling: one question to the keeper of a home, if there is one, within a deadline."""

from __future__ import annotations

import _socket
import os
import time

from cotw import __version__
from cotw.wire.frames import Broken, peer_is_us, read_frame, send_frame
from cotw.wire.paths import keeper_address, settings_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class NoKeeper(Exception):
    """Nobody answers for this home, or one who is not to be asked: of another version, other settings."""


class OtherVersion(NoKeeper):
    """The keeper is of another version, which is its text."""


class Refused(Exception):
    """The keeper's own failure: `kind` is the class of the error; with its sentence, hint and exit code."""

    def __init__(self, kind: str, message: str, hint: str, exit_code: int) -> None:
        super().__init__(message)
        self.kind, self.message, self.hint, self.exit_code = kind, message, hint, exit_code


class Call:
    """A line to the keeper of the home at `root`, for one question; `seconds` is the time for all of it.

    Raises NoKeeper when it is opened, or entered unopened, and nobody is there.
    """

    def __init__(self, root: str, environment: Mapping[str, str], seconds: float) -> None:
        self._root, self._environment = root, environment
        self._until = time.monotonic() + seconds
        self._line: _socket.socket | None = None

    def __enter__(self) -> Call:
        return self if self._line is not None else self.open()

    def open(self) -> Call:
        """Calls; for who has to try again. Raises NoKeeper."""
        line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        try:
            line.settimeout(max(0.01, self._until - time.monotonic()))
            line.connect(_address(self._root))
            if not peer_is_us(line):
                raise NoKeeper("the socket belongs to another user")
        except OSError as error:
            line.close()
            raise NoKeeper(str(error)) from error
        except BaseException:
            line.close()
            raise
        self._line = line
        return self

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def ask(self, what: str, wanted: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The keeper's answer. Raises Refused (its own failure), NoKeeper, and Broken without an answer."""
        assert self._line is not None
        asked = {
            "version": __version__,
            "settings": settings_of(self._environment),
            "now": self._environment.get("COTW_NOW") or None,
            "ask": what,
            "with": dict(wanted or {}),
        }
        send_frame(self._line, asked, self._until)
        frame = read_frame(self._line, self._until)
        if (version := frame.get("version")) != __version__:
            raise OtherVersion(str(version)[:40])
        if "leaving" in frame:
            raise NoKeeper("the keeper has other settings, or is leaving")
        if isinstance(error := frame.get("error"), dict):
            kind, message, hint = (str(error.get(name, "")) for name in ("kind", "message", "hint"))
            raise Refused(kind, message, hint, int(error.get("exit_code", 1)))
        if not isinstance(answer := frame.get("answer"), dict):
            raise Broken("no answer")
        return answer

    def tell_shown(self, *, wait: bool = True) -> None:
        """Says that what was answered has been shown; without `wait` it is not heard. Raises Broken."""
        assert self._line is not None
        send_frame(self._line, {"shown": True}, self._until)
        if wait:
            read_frame(self._line, self._until)


def ask_keeper(
    root: str,
    environment: Mapping[str, str],
    what: str,
    wanted: Mapping[str, Any] | None = None,
    *,
    seconds: float,
) -> dict[str, Any]:
    """One question, one answer. Raises NoKeeper, Refused and Broken."""
    with Call(root, environment, seconds) as call:
        return call.ask(what, wanted)


def _address(root: str) -> str:
    path = keeper_address(root)
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        if os.fstat(file.fileno()).st_uid != os.geteuid():
            raise NoKeeper("the address belongs to another user")
        return file.read(4096).strip()
