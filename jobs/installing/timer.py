"""A timer: what calls `cotw nightshift run` each night, as the home and the program say it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from cotw.errors import UsageError
from cotw.ids import short_digest


@dataclass(frozen=True, slots=True)
class Timer:
    """The nightly call for the home at `root`; `zone` is that of the hours, as IANA names it."""

    program: Path
    root: Path
    begins: time
    ends: time
    zone: str

    @property
    def name(self) -> str:
        """What it is called by the system: one for each home."""
        return f"cotw-nightshift-{short_digest('nightshift', str(self.root))[:8]}"

    @property
    def words(self) -> list[str]:
        """The command. Raises UsageError for a path that no table of a system can hold."""
        words = [str(self.program), "--home", str(self.root), "nightshift", "run"]
        if any(not word.isprintable() for word in words):
            raise UsageError("the path of the home holds signs that a timer cannot", hint="move the home")
        return [*words, "--until", f"{self.ends:%H:%M}"]

    @property
    def crontab_line(self) -> str:
        """The call as a line of a crontab, where a % would end the command."""
        command = shlex.join(self.words).replace("%", "\\%")
        return f"{self.begins.minute} {self.begins.hour} * * * {command} >/dev/null 2>&1  # {self.name}"
