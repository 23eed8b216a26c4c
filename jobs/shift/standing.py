"""Standing: what is due and why, told from the journal and from how things are. Nothing is done by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cotw.errors import CotwError
from cotw.jobs.job import Job, Stint, Stop
from cotw.jobs.table import JOBS
from cotw.memory import Memory
from cotw.records.job_attempt import KIND, Attempt, failures, fold_attempts, last_ended, was_cut_off
from cotw.records.night import Nights

# So far back it is asked when a job was last done; what was not done since is due like something new.
_REACH = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a job: why it is `due` (empty: it is not), and what it waits for otherwise.

    A `parked` one has failed too often in this night; it may be run by its name. `last` is the last time that
    it came to its end.
    """

    job: Job
    due: str
    waits: str
    parked: Attempt | None
    last: Attempt | None
    was_cut_off: bool


def nights_of(memory: Memory) -> Nights:
    """The nights of the person whose home it is."""
    begins, ends = memory.config.nightshift.hours
    return Nights(begins, ends, memory.truth.zone)


def past_attempts(memory: Memory) -> list[Attempt]:
    """The attempts of the last weeks, in the order in which they began."""
    first = memory.clock() - _REACH
    return fold_attempts(memory.truth.journal.of_kind(KIND, first=f"{first:%Y-%m}"))


def standings(memory: Memory, stop: Stop | None = None) -> Iterator[Standing]:
    """How it stands with every job, the most urgent first."""
    attempts = past_attempts(memory)
    night = nights_of(memory).night_of(memory.clock())
    for job in JOBS:
        yield standing(memory, job, attempts, night, stop or Stop(memory.clock))


def standing(memory: Memory, job: Job, attempts: Sequence[Attempt], night: date, stop: Stop) -> Standing:
    """How it stands with one job in this night."""
    last = last_ended(attempts, job.name)
    failed = failures(attempts, job.name, night)
    parked = failed[-1] if len(failed) >= memory.config.nightshift.attempts else None
    due = waits = ""
    if job.nightly and last is not None and last.night >= night:
        waits = "done for this night"
    else:
        due = _wanted(job, Stint(memory, stop, night, last))
        waits = "" if due else "nothing to do"
    if due and parked is not None:
        due, waits = "", f"failed {len(failed)} times this night"
    return Standing(job, due, waits, parked, last, was_cut_off(attempts, job.name))


def _wanted(job: Job, stint: Stint) -> str:
    """Whoever cannot tell what there is to do is to say so by failing at it, where it is noted."""
    try:
        return job.wanted(stint)
    except CotwError as error:
        return f"it cannot be told: {error.message}"
