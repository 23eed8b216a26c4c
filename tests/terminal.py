"""A real terminal with a program in it, and a person who types."""

from __future__ import annotations

import os
import pty
import re
import select
import sys
import time
from collections.abc import Mapping

_PATIENCE_SECONDS = 60.0


class Terminal:
    """Runs `python -m cotw …` as the foreground program of a terminal of its own."""

    def __init__(self, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        self.said = ""
        self._child, self._handle = pty.fork()
        if not self._child:
            os.execve(
                sys.executable,
                [sys.executable, "-m", "cotw", *arguments],
                dict(os.environ if environment is None else environment),
            )

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Reads until `pattern` stands on the screen."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not (found := re.search(pattern, self.said)):
            assert time.monotonic() < deadline, self.said
            assert self._read(), self.said
        return found

    def type(self, text: str) -> None:
        """Types a line."""
        os.write(self._handle, text.encode() + b"\n")

    def finish(self) -> int:
        """Waits for the end; the exit code."""
        while self._read():
            pass
        os.close(self._handle)
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])

    def _read(self) -> bool:
        if not select.select([self._handle], [], [], _PATIENCE_SECONDS)[0]:
            return False
        try:
            data = os.read(self._handle, 65536)
        except OSError:  # what Linux says when the program has ended
            return False
        self.said += data.decode(errors="replace")
        return bool(data)
