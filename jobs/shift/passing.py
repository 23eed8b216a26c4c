"""Passing: one pass over what is due, each job journalled before it begins and when it is over.

Jobs that fail are tried again when the others are done, until they have failed as often as a night allows. A
job in the middle of which the process was killed keeps its place: others read what it makes. If it was killed
there as often, one time after the other, it comes after the others: whatever takes it down does not take them
with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from traceback import extract_tb
from uuid import uuid4

from cotw.errors import CotwError, NothingFound
from cotw.jobs.job import Job, Stint, Stop, Stopped
from cotw.jobs.shift.lock import note_job, working
from cotw.jobs.shift.standing import Standing, nights_of, past_attempts, standing
from cotw.jobs.table import JOBS
from cotw.memory import Memory
from cotw.records.job_attempt import Attempt, Phase, cut_offs, last_ended

# Is told each attempt when it begins, and when it is over.
Told = Callable[[Attempt], object]
_LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Shift:
    """One pass: its id, the night it works for, and who began it (`asked`, `timer`, `office`, `idle`)."""

    id: str
    night: date
    by: str


def work(
    memory: Memory,
    stop: Stop,
    *,
    by: str,
    only: Job | None = None,
    told: Told = lambda attempt: None,
) -> list[Attempt]:
    """Does what is due, or the one job that is asked for by name, due or parked or not.

    Returns the attempts made. Raises Locked if another nightshift works in this home, or if its truth stays
    locked for too long, and DiskTrouble.
    """
    with working(memory.home):
        shift = Shift(uuid4().hex[:16], nights_of(memory).night_of(memory.clock()), by)
        if only is not None:
            last = last_ended(past_attempts(memory), only.name)
            return [_attempt(memory, only, last, shift, stop, told)]
        return list(_pass(memory, shift, stop, told))


def _pass(memory: Memory, shift: Shift, stop: Stop, told: Told) -> Iterator[Attempt]:
    finished: set[str] = set()
    tried: Counter[str] = Counter()
    while not stop.reason:
        due = _following(memory, shift, stop, finished, tried)
        if due is None:
            return
        attempt = _attempt(memory, due.job, due.last, shift, stop, told)
        tried[attempt.job] += 1
        if attempt.phase is not Phase.FAILED:
            finished.add(attempt.job)
        yield attempt


def _following(
    memory: Memory, shift: Shift, stop: Stop, finished: set[str], tried: Counter[str]
) -> Standing | None:
    """What is done next. It is asked anew each time: what one job has done gives others something to do."""
    attempts, most = past_attempts(memory), memory.config.nightshift.attempts

    def rank(job: Job) -> tuple[bool, int, bool]:
        return job.closes, tried[job.name], cut_offs(attempts, job.name, shift.night) >= most

    waiting = sorted((job for job in JOBS if job.name not in finished), key=rank)
    found = (standing(memory, job, attempts, shift.night, stop) for job in waiting)
    return next((one for one in found if one.due), None)


def _attempt(memory: Memory, job: Job, last: Attempt | None, shift: Shift, stop: Stop, told: Told) -> Attempt:
    begun = Attempt(uuid4().hex[:16], job.name, shift.night, shift.id, shift.by, memory.clock())
    note_job(memory.home, job.name)
    note_attempt(memory, begun)
    told(begun)
    over = replace(_outcome(begun, job, Stint(memory, stop, shift.night, last)), over=memory.clock())
    note_attempt(memory, over)
    note_job(memory.home, "")
    told(over)
    return over


def _outcome(begun: Attempt, job: Job, stint: Stint) -> Attempt:
    try:
        stint.stop.is_at_job = True
        outcome = job.run(stint)
    except Stopped as stopped:
        return replace(begun, phase=Phase.STOPPED, message=str(stopped))
    except KeyboardInterrupt:
        if not stint.stop.reason:
            raise
        return replace(begun, phase=Phase.STOPPED, message=stint.stop.reason)
    except NothingFound as error:  # asked for by its name
        return replace(begun, phase=Phase.ENDED, notes=(error.message,))
    except CotwError as error:
        return replace(
            begun,
            phase=Phase.FAILED,
            error=type(error).__name__,
            message=error.message[:_LONGEST_MESSAGE],
        )
    # Whatever a job does to us: the others are done.
    except Exception as error:
        return replace(begun, phase=Phase.FAILED, error=type(error).__name__, message=_place(error))
    finally:
        stint.stop.is_at_job = False
    phase = Phase.ENDED if outcome.done else Phase.STOPPED
    return replace(begun, phase=phase, counts=dict(outcome.counts), notes=outcome.notes)


def note_attempt(memory: Memory, attempt: Attempt) -> None:
    """Journals an attempt as it stands."""
    with memory.truth.writing() as writer:
        writer.record(memory.truth.journal, attempt.record())


def _place(error: Exception) -> str:
    """Where it came from in the program: what an error says itself may quote what was said."""
    steps = [f"{Path(step.filename).stem}:{step.lineno}" for step in extract_tb(error.__traceback__)]
    return f"at {' < '.join(steps[:-4:-1])}"
