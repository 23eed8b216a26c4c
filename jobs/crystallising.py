"""Crystallising: directions that have lasted, and agree with a principle, are proposed to their person."""

from __future__ import annotations

from cotw.care.crystallising import crystallise
from cotw.care.language import configured
from cotw.errors import ModelFailed
from cotw.index.opening import exists
from cotw.jobs.job import Job, Outcome, Stint


def _wanted(stint: Stint) -> str:
    return "once a night" if exists(stint.memory.home) else ""


def _run(stint: Stint) -> Outcome:
    done = crystallise(stint.memory, configured(stint.memory), lambda: bool(stint.stop.reason))
    if done.failed:
        raise ModelFailed(f"{len(done.failed):,} proposals failed: {done.failed[0][1]}", kind="failed")
    counts = {"proposed": len(done.proposed), "need a thinker": len(done.waiting)}
    if stint.stop.reason:
        return Outcome(counts, done=False)
    return Outcome(counts, tuple(filter(None, [done.stopped])))


CRYSTALLISE = Job("crystallization", "Proposes what has pointed one way for a month.", _run, _wanted)
