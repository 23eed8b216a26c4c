"""Metabolising: what moved most of what was said is queued, to be thought about."""

from __future__ import annotations

from cotw.care.metabolising import metabolise
from cotw.index.opening import exists
from cotw.jobs.job import Job, Outcome, Stint


def _wanted(stint: Stint) -> str:
    return "once a night" if exists(stint.memory.home) else ""


def _run(stint: Stint) -> Outcome:
    done = metabolise(stint.memory)
    counts = {"exchanges": done.looked_at, "queued": len(done.queued), "merged": len(done.merged)}
    return Outcome(counts | {"waiting": done.waiting})


METABOLISE = Job("metabolism", "Queues what moved most, to be thought about.", _run, _wanted)
