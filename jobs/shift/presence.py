"""Presence: how long nobody has been here, told from the traces that people and their agents leave.

A trace is a call of a hook, a pointer in the spool, a question to the keeper, or a line of an open day. No
word of what was said is read.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress

from cotw.home import Home
from cotw.wire.calling import NoKeeper, Refused, ask_keeper
from cotw.wire.frames import Broken
from cotw.wire.paths import hook_log, spool_folder
from cotw.wire.starting import is_kept

_KEEPER_SECONDS = 0.3


class Presence:
    """Looks at the traces in a home; `quiet_seconds` is how long there was no new one."""

    def __init__(self, home: Home, environment: Mapping[str, str]) -> None:
        self._home, self._environment = home, environment
        self._spool = spool_folder(str(home.root))
        self._log = hook_log(str(home.root))
        self._lines, self._told, self._asked = self._open_lines(), self._traces(), self._answered()
        self._since = time.monotonic() - self._age()

    @property
    def quiet_seconds(self) -> float:
        """Seconds since the last trace that was found."""
        return time.monotonic() - self._since

    def look(self, *, archiving: bool = False) -> bool:
        """Whether there is a new trace. While we are `archiving` ourselves, new lines are ours."""
        lines, told, asked = self._open_lines(), self._traces(), self._answered()
        is_new = asked > self._asked or _has_grown(self._told, told)
        is_new = is_new or (not archiving and _has_grown(self._lines, lines))
        self._lines, self._told, self._asked = lines, told, asked
        if is_new:
            self._since = time.monotonic()
        return is_new

    def _traces(self) -> dict[str, int]:
        """The log of hooks by its size, pointers by their names."""
        found = {}
        with suppress(OSError):
            facts = os.stat(self._log)
            found[f"{self._log} {facts.st_mtime_ns}"] = facts.st_size
        with suppress(OSError):
            found |= {name: 0 for name in os.listdir(self._spool) if name.endswith(".json")}
        return found

    def _open_lines(self) -> dict[str, int]:
        """The files of the days that are not over, by their sizes: sealed ones go, and nobody has come."""
        found = {}
        with suppress(OSError), os.scandir(self._home.open_days) as entries:
            for entry in entries:
                with suppress(OSError):
                    found[entry.path] = entry.stat().st_size
        return found

    def _answered(self) -> int:
        """How many questions the keeper has answered; a new one begins anew."""
        root = str(self._home.root)
        if not is_kept(root):
            return 0
        try:
            status = ask_keeper(root, self._environment, "status", seconds=_KEEPER_SECONDS)
            return int(status["answered"])
        except (NoKeeper, Refused, Broken, KeyError, TypeError, ValueError):
            return 0

    def _age(self) -> float:
        """How long ago the newest trace was left."""
        newest = 0.0
        for path in (self._log, self._spool, *self._lines):
            with suppress(OSError):
                newest = max(newest, os.stat(path).st_mtime)
        return max(0.0, time.time() - newest)


def _has_grown(former: Mapping[str, int], now: Mapping[str, int]) -> bool:
    return any(name not in former or size > former[name] for name, size in now.items())
