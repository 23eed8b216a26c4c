"""Metabolising: what moved most of what was said is queued, to be thought about."""

from __future__ import annotations

from cotw.care.metabolising import metabolise
from cotw.jobs.job import Job, Outcome, Stint, once_indexed


def _run(stint: Stint) -> Outcome:
    done = metabolise(stint.memory)
    counts = {"exchanges": done.looked_at, "queued": len(done.queued), "merged": len(done.merged)}
    return Outcome(counts | {"waiting": done.waiting})


METABOLISE = Job("metabolism", "Queues what moved most, to be thought about.", _run, once_indexed)
