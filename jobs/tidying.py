"""Tidying: index and cache are put in order."""

from __future__ import annotations

from cotw.care.upkeep import upkeep
from cotw.jobs.job import Job, Outcome, Stint, once_indexed


def _run(stint: Stint) -> Outcome:
    done = upkeep(stint.memory)
    counts = {
        "bytes": done.index_after + done.cache_after,
        "bytes_gained": max(0, done.gained),  # additions that are merged take some room
        "vectors_removed": done.vectors_removed,
        "trained": int(done.trained),
    }
    return Outcome(counts)


TIDY = Job("upkeep", "Puts index and cache in order.", _run, once_indexed)
