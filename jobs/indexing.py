"""Indexing: the index is brought up to date with the archive, and with it its topics and its graph."""

from __future__ import annotations

from cotw.index.status import freshness
from cotw.jobs.job import Job, Outcome, Stint

_MOST_NAMED = 5


def _wanted(stint: Stint) -> str:
    memory = stint.memory
    state = freshness(memory.home, memory.config, memory.truth.archive, wait_seconds=memory.wait_seconds)
    if state.rebuild_needed:
        return "the index has to be made anew"
    return "" if state.current else "the index is behind"


def _run(stint: Stint) -> Outcome:
    # Progress is told between slices and batches: what was embedded by then is kept.
    done = stint.memory.refresh(stint.stop.check)
    notes = tuple(map(str, done.problems[:_MOST_NAMED]))
    counts = {
        "exchanges": done.exchanges,
        "removed": done.removed,
        "embedded": done.embedded,
        "problems": len(done.problems),
    }
    return Outcome(counts, notes)


INDEX = Job(
    "index", "Brings the index up to date: words, meaning, topics, names.", _run, _wanted, nightly=False
)
