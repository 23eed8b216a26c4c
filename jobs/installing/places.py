"""Places where a timer can be put: systemd where it works for users, else cron."""

from __future__ import annotations

from cotw.jobs.installing.crontab import CrontabLine, crontab_line
from cotw.jobs.installing.systemd import SystemdTimer, systemd_timer
from cotw.jobs.installing.timer import Timer
from cotw.memory import Memory
from cotw.programs import required_program

_WITHOUT_IT = "install cotw again, or let your own timer call: python -m cotw nightshift run"

Place = SystemdTimer | CrontabLine


def timer_of(memory: Memory) -> Timer:
    """The nightly call for this home. Raises UsageError without a program to call."""
    begins, ends = memory.config.nightshift.hours
    program = required_program("cotw", hint=_WITHOUT_IT)
    return Timer(program, memory.home.root, begins, ends, memory.config.home.timezone)


def places(memory: Memory) -> list[Place]:
    """Where the timer can be put on this machine, the better one first."""
    timer, surroundings = timer_of(memory), memory.surroundings
    found = [
        systemd_timer(timer, surroundings.home, surroundings.environment),
        crontab_line(timer, surroundings.environment),
    ]
    return [place for place in found if place is not None]


def installed(memory: Memory) -> list[Place]:
    """Where it is."""
    return [place for place in places(memory) if place.is_installed]
