"""Checking: whether truth still says what it said. Every night chains and sizes, once a week every byte."""

from __future__ import annotations

from datetime import timedelta

from cotw.jobs.job import Job, Outcome, Stint, once_a_night

_MOST_NAMED = 10
# Another day each week, so that no night of the week is the long one.
_EVERY = timedelta(days=7)


def _run(stint: Stint) -> Outcome:
    reads_all = stint.night.toordinal() % _EVERY.days == 0
    found = stint.memory.check(read_data=reads_all, progress=stint.stop.check)
    notes = [str(finding) for finding in found.findings[:_MOST_NAMED]]
    if (more := len(found.findings) - len(notes)) > 0:
        notes.append(f"and {more:,} more; see: cotw check --read-data")
    counts = {"files": found.files, "findings": len(found.findings), "every_byte": int(reads_all)}
    return Outcome(counts, tuple(notes))


CHECK = Job("check", "Verifies that the truth is whole.", _run, once_a_night)
