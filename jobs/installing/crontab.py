"""A line of the person's crontab; every other line of it stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cotw.errors import CotwError
from cotw.jobs.installing.asking import answer, do, is_there
from cotw.jobs.installing.timer import Timer


@dataclass(frozen=True, slots=True)
class CrontabLine:
    """The line that calls the nightshift, known again by the name of the timer at its end."""

    timer: Timer
    environment: Mapping[str, str]

    what = "line of your crontab"

    @property
    def shown(self) -> str:
        """What would be added."""
        return self.timer.crontab_line

    @property
    def is_installed(self) -> bool:
        return any(map(self._is_ours, self._read().splitlines()))

    def install(self) -> None:
        """Adds the line, in the place of a former one. Raises CotwError."""
        others = self._others()
        before = others if not others or others.endswith("\n") else f"{others}\n"
        do(["crontab", "-"], self.environment, f"{before}{self.timer.crontab_line}\n")

    def uninstall(self) -> None:
        """Takes the line out; a crontab that is empty then goes. Raises CotwError."""
        others = self._others()
        if others:
            do(["crontab", "-"], self.environment, others)
        else:
            do(["crontab", "-r"], self.environment)

    def _others(self) -> str:
        lines = self._read().splitlines(keepends=True)
        return "".join(line for line in lines if not self._is_ours(line))

    def _is_ours(self, line: str) -> bool:
        return line.rstrip().endswith(f"  # {self.timer.name}")

    def _read(self) -> str:
        """The crontab; empty if there is none. Raises CotwError rather than take a failure for that."""
        ended = answer(["crontab", "-l"], self.environment)
        if not ended.returncode:
            return ended.stdout
        if "no crontab" in ended.stderr.lower():
            return ""
        raise CotwError(f"your crontab cannot be read: {' '.join(ended.stderr.split())[:200]}")


def crontab_line(timer: Timer, environment: Mapping[str, str]) -> CrontabLine | None:
    """The line; None where there is no cron."""
    return CrontabLine(timer, environment) if is_there("crontab", environment) else None
