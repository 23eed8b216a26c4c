"""Resident: the process that waits for the night, or for an idle hour, and begins passes then.

It opens no index and loads no encoder: each pass is a process of its own, which goes when it is done and is
stopped when somebody is back, by force if it does not hear. APScheduler only says when to look; what is due
is told from the journal, by the pass.
"""

from __future__ import annotations

import logging
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Event, Thread

from cotw import signals
from cotw.errors import CotwError
from cotw.jobs.job import ASKED
from cotw.jobs.settling import SETTLE
from cotw.jobs.shift.lock import last_noted, residing, who_works
from cotw.jobs.shift.passing import note_attempt
from cotw.jobs.shift.presence import Presence
from cotw.jobs.shift.resting import IDLE, OFFICE
from cotw.jobs.shift.standing import nights_of, past_attempts
from cotw.memory import Memory
from cotw.records.job_attempt import Phase
from cotw.wire.paths import HOOKS_SWITCH

_BEAT_SECONDS = 10.0
_WATCH_SECONDS = 0.2
# Together less than the two seconds that somebody who is back waits at most.
_GRACE_SECONDS = 1.4
# When nobody came: for what has become due meanwhile, and when a pass had nothing to do or had to wait.
_AGAIN_SECONDS, _NOTHING_SECONDS = 1800.0, 300.0
_NOTHING = 4

Told = Callable[[str], object]


class Resident:
    """The nightshift of a home. `command` begins a pass, with `office` or `idle` behind it."""

    def __init__(
        self, memory: Memory, command: Sequence[str], environment: Mapping[str, str], told: Told
    ) -> None:
        self._memory, self._command, self._told = memory, list(command), told
        self._environment = {**environment, HOOKS_SWITCH: "off"}
        self._environment.pop("COTW_NOW", None)  # a clock that stands still is none to wait by
        self._presence = Presence(memory.home, environment)
        self._leaving = Event()
        self._next = 0.0
        self._looked: tuple[date, bool] | None = None

    def serve(self) -> None:
        """Waits and works until it is told to leave by a signal; to be called by the main thread.

        Raises Locked if another one resides in this home.
        """
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.blocking import BlockingScheduler

        # It warns of every look that it leaves out while a pass is going on.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        scheduler = BlockingScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        now = datetime.now(UTC)

        def leave() -> None:
            self._leaving.set()
            Thread(target=scheduler.shutdown, kwargs={"wait": True}, daemon=True).start()

        def beat() -> None:
            if not self._memory.home.exists:
                leave()
            elif not self._leaving.is_set():
                self.look()

        with residing(self._memory.home), signals.answering(dict.fromkeys(signals.LEAVE, leave)):
            scheduler.add_job(beat, "interval", seconds=_BEAT_SECONDS, next_run_time=now)
            scheduler.start()

    def look(self) -> None:
        """Works if it is time to; returns when that is over."""
        if self._presence.look():
            self._next = 0.0  # what was said since is worth a pass, once it is quiet again
        settings, nights = self._memory.config.nightshift, nights_of(self._memory)
        now = datetime.now(UTC)
        place = nights.night_of(now), nights.is_night(now)
        if place != self._looked:
            self._looked, self._next = place, 0.0
        is_idle_wanted = settings.idle_cycles_a_day > 0
        if (
            self._presence.quiet_seconds < 60 * settings.idle_minutes
            or time.monotonic() < self._next
            or not (place[1] or is_idle_wanted)
            or who_works(self._memory.home)
        ):
            return
        code = self._pass(OFFICE if place[1] else IDLE)
        self._next = time.monotonic() + (_NOTHING_SECONDS if code == _NOTHING else _AGAIN_SECONDS)

    def _pass(self, by: str) -> int:
        """Begins a pass and waits for it; its exit code, below zero if a signal has ended it."""
        child = subprocess.Popen(
            [*self._command, by], env=self._environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
        begun = 0
        while child.poll() is None:
            leaving = self._leaving.wait(_WATCH_SECONDS)
            noted = last_noted(self._memory.home)
            # A short job may have come and gone between two looks.
            archiving = noted.job == SETTLE.name or noted.begun != begun
            begun = noted.begun
            if leaving or self._presence.look(archiving=archiving):
                self._told("stopping, to be done another time" if leaving else "somebody is back; stopping")
                return self._stop(child)
        if child.returncode < 0:
            self._told(f"a pass ended by signal {-child.returncode}")
            self._note(Phase.FAILED, f"the process ended by signal {-child.returncode}")
        return child.returncode

    def _stop(self, child: subprocess.Popen[bytes]) -> int:
        child.terminate()
        try:
            return child.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
        child.wait()
        self._note(Phase.STOPPED, ASKED)
        return child.returncode

    def _note(self, phase: Phase, message: str) -> None:
        """Notes of the attempt that was cut off what it cannot note itself any more."""
        try:
            last = past_attempts(self._memory)[-1:]
            for one in last:
                if one.phase is Phase.STARTED:
                    error = "Killed" if phase is Phase.FAILED else ""
                    note_attempt(self._memory, replace(one, phase=phase, error=error, message=message))
        except CotwError as error:
            self._told(error.message)
