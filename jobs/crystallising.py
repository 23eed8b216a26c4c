"""Crystallising: directions that have lasted, and agree with a principle, are proposed to their person."""

from __future__ import annotations

from cotw.care.crystallising import crystallise
from cotw.care.language import configured
from cotw.errors import ModelFailed
from cotw.jobs.job import Job, Outcome, Stint, once_indexed


def _run(stint: Stint) -> Outcome:
    done = crystallise(stint.memory, configured(stint.memory), stint.stop.is_over)
    if done.failed:
        raise ModelFailed(f"{len(done.failed):,} proposals failed: {done.failed[0][1]}", kind="failed")
    counts = {"proposed": len(done.proposed), "need a thinker": len(done.waiting)}
    if stint.stop.reason:
        return Outcome(counts, done=False)
    return Outcome(counts, tuple(filter(None, [done.stopped])))


CRYSTALLISE = Job("crystallization", "Proposes what has pointed one way for a month.", _run, once_indexed)
