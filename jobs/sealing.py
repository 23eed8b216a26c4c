"""Sealing: days that are over become files that are never changed again."""

from __future__ import annotations

from cotw.clock import end_of_day
from cotw.jobs.job import Job, Outcome, Stint, once_a_night
from cotw.store.truth import SEAL_DELAY


def _run(stint: Stint) -> Outcome:
    memory = stint.memory
    memory.seal()
    now, zone = memory.clock(), memory.truth.zone
    days = [file.day for file in memory.truth.archive.open_files()]
    # Whoever writes to truth seals what is due; what is left open has a line that cannot be read.
    left = [day for day in days if end_of_day(day, zone) + SEAL_DELAY <= now]
    notes = tuple(f"{day} stays open: it holds a damaged line (cotw check --read-data)" for day in left)
    return Outcome({"open": len(days), "damaged": len(left)}, notes)


SEAL = Job("seal", "Seals the days that are over.", _run, once_a_night)
