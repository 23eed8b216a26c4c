"""Nights: what the journal says of the last one in which somebody worked, at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cotw.memory import Memory
from cotw.records.job_attempt import KIND, Attempt, Phase, failures, fold_attempts

_REACH = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class LastNight:
    """Its date, the jobs that came to their end in it, and of each that is parked the last attempt."""

    day: date
    done: tuple[str, ...]
    parked: tuple[Attempt, ...]


def last_night(memory: Memory) -> LastNight | None:
    """The last night of these weeks in which somebody worked; None if nobody did."""
    lines = [*memory.truth.journal.read_back(KIND, memory.clock() - _REACH)]
    attempts = fold_attempts(reversed(lines))
    if not attempts:
        return None
    night = max(one.night for one in attempts)
    tonight = [one for one in attempts if one.night == night]
    done = dict.fromkeys(one.job for one in tonight if one.phase is Phase.ENDED)
    failed = [failures(attempts, job, night) for job in dict.fromkeys(one.job for one in tonight)]
    most = memory.config.nightshift.attempts
    return LastNight(night, tuple(done), tuple(found[-1] for found in failed if len(found) >= most))
