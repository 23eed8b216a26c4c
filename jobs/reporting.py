"""Reporting: the page that is read over coffee, written last, when all else of the night is done."""

from __future__ import annotations

from cotw.care.report.keeping import make_report
from cotw.care.report.night import night_told
from cotw.jobs.job import Job, Outcome, Stint, once_a_night


def _run(stint: Stint) -> Outcome:
    make_report(stint.memory, stint.told, night_told(stint.memory, stint.told))
    return Outcome({"pages": 2})


REPORT = Job("report", "Writes the report that is read in the morning.", _run, once_a_night)
