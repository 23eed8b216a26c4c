"""Weighing: which ways through the graph have led from questions to answers, noted when that changes."""

from __future__ import annotations

from cotw.care.paying import note_patterns
from cotw.care.replaying import list_records
from cotw.index.opening import exists
from cotw.jobs.job import Job, Outcome, Stint


def _wanted(stint: Stint) -> str:
    if not exists(stint.memory.home):
        return ""
    kept = len(list_records(stint.memory))
    known = stint.last.counts.get("recalls", 0) if stint.last else 0
    return f"{kept:,} recalls kept" if kept != known else ""


def _run(stint: Stint) -> Outcome:
    found = note_patterns(stint.memory)
    paying = sum(one.hits > 0 for one in found.patterns)
    counts = {"recalls": found.recalls, "patterns": len(found.patterns), "paying": paying}
    return Outcome(counts)


WEIGH = Job("graph", "Finds which ways through the graph lead from questions to answers.", _run, _wanted)
