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

_LONGEST_ADDRESS = 4096
# Who has said nothing for so long is asked whether it lives: a keeper says so at once, however busy it is.
_SILENT_SECONDS, _LIVES_SECONDS = 2.0, 1.0


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
        except (OSError, ValueError) as error:  # ValueError: an address that can be no path
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
        self._wait_for_life()
        frame = read_frame(self._line, self._until)
        if (version := frame.get("version")) != __version__:
            raise OtherVersion(str(version)[:40])
        if "leaving" in frame:
            raise NoKeeper("the keeper has other settings, or is leaving")
        if isinstance(error := frame.get("error"), dict):
            raise _refused(error)
        if not isinstance(answer := frame.get("answer"), dict):
            raise Broken("no answer")
        return answer

    def _wait_for_life(self) -> None:
        """Returns when the keeper begins to answer, or is at it. Raises NoKeeper, Refused and Broken."""
        if self._until - time.monotonic() <= _SILENT_SECONDS:
            return
        import select

        waited = select.poll()
        assert self._line is not None
        waited.register(self._line, select.POLLIN)
        if not waited.poll(_SILENT_SECONDS * 1000):
            ask_keeper(self._root, {}, "status", seconds=_LIVES_SECONDS)

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


def _refused(error: Mapping[str, Any]) -> Refused | Broken:
    kind, message, hint, code = (error.get(name) for name in ("kind", "message", "hint", "exit_code"))
    if isinstance(kind, str) and isinstance(message, str) and isinstance(hint, str) and type(code) is int:
        return Refused(kind, message, hint, code)
    return Broken("no error that is known")


def _address(root: str) -> str:
    # A pipe in the file's place must not be waited for, and a link leads anywhere.
    handle = os.open(keeper_address(root), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if os.fstat(handle).st_uid != os.geteuid():
            raise NoKeeper("the address belongs to another user")
        return os.fsdecode(os.read(handle, _LONGEST_ADDRESS).strip())
    finally:
        os.close(handle)
