"""A job: what it is called, what it does, when there is something to do for it, and what it came to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Event

from cotw.clock import Clock
from cotw.index.opening import exists
from cotw.memory import Memory
from cotw.records.job_attempt import Attempt

_NIGHTLY = "once a night"
ASKED, LATE = "it was asked to", "the time is up"


class Stopped(Exception):
    """A job has stopped on the way, because it was asked to; it goes on another time."""


class Stop:
    """Whether it is time to stop: somebody is back, or the clock shows `until`.

    A job asks between small steps; it may as well be killed, and only loses the step it was at.
    """

    def __init__(self, clock: Clock, until: datetime | None = None) -> None:
        self._clock, self._until = clock, until
        self._asked = Event()
        self.is_at_job = False  # what may be interrupted, if it does not ask

    def ask(self) -> None:
        """Wishes for an end; to be called from any thread, or by a signal."""
        self._asked.set()

    @property
    def reason(self) -> str:
        """Why to stop; empty as long as there is no reason."""
        if self._asked.is_set():
            return ASKED
        return LATE if self._until is not None and self._clock() >= self._until else ""

    def is_over(self) -> bool:
        """Whether it is time; for what does not know of stops, and asks."""
        return bool(self.reason)

    def check(self, *_: object) -> None:
        """Does nothing until it is time to stop; may be given as a progress. Raises Stopped."""
        if self.reason:
            raise Stopped(self.reason)


@dataclass(frozen=True, slots=True)
class Stint:
    """What a job is given: the memory, when to stop, the night, and the last time that it came to its end."""

    memory: Memory
    stop: Stop
    night: date
    last: Attempt | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job came to: how much of what, and what is worth telling, without a word of what was said.

    One that is not `done` has stopped on the way of its own accord, and is due again.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    done: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """A job of the nightshift.

    `wanted` says in a few words what there is to do for it, or nothing if there is nothing. A `nightly` one
    is done once a night; others whenever there is something to do. One that `closes` a pass tells of the
    others, and comes when these are done, those that had to be tried again as well.
    """

    name: str
    does: str
    run: Callable[[Stint], Outcome]
    wanted: Callable[[Stint], str]
    nightly: bool = True
    closes: bool = False


def once_a_night(stint: Stint) -> str:
    """For a job that has something to do every night."""
    return _NIGHTLY


def once_indexed(stint: Stint) -> str:
    """For a job that has something to do every night, as soon as there is an index to read."""
    return _NIGHTLY if exists(stint.memory.home) else ""
