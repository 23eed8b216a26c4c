"""Reporting: the page that is read over coffee, written last, when all else of the night is done.

It is written again when something was done after it, as a pass at three o'clock, until its night is over.
"""

from __future__ import annotations

from cotw.care.report.keeping import make_report
from cotw.care.report.night import night_told
from cotw.jobs.job import Job, Outcome, Stint
from cotw.records.job_attempt import KIND, Attempt, Phase, fold_attempts
from cotw.records.night import night_bounds

_NAME = "report"


def _wanted(stint: Stint) -> str:
    if stint.last is None or stint.last.night < stint.night:
        return "once a night"
    return "something was done since" if any(map(_tells, _after(stint, stint.last))) else ""


def _run(stint: Stint) -> Outcome:
    make_report(stint.memory, stint.night, night_told(stint.memory, stint.night))
    return Outcome({"pages": 2})


def _after(stint: Stint, last: Attempt) -> list[Attempt]:
    """The attempts that began after a report of this night, as long as it still tells of them."""
    since, until = night_bounds(stint.night, stint.memory.truth.zone)
    lines = stint.memory.truth.journal.read_back(KIND, min(since, last.began))
    attempts = fold_attempts(reversed(list(lines)))
    place = [one.id for one in attempts].index(last.id)
    return [one for one in attempts[place + 1 :] if one.began < until]


def _tells(attempt: Attempt) -> bool:
    """Whether a report would tell it otherwise than before."""
    return attempt.job != _NAME and attempt.phase in (Phase.ENDED, Phase.FAILED)


REPORT = Job(
    _NAME, "Writes the report that is read in the morning.", _run, _wanted, nightly=False, closes=True
)
