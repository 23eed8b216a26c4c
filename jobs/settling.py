"""Settling: what hooks have left in the spool is taken in, so that everything else sees it."""

from __future__ import annotations

from cotw.care.spool import settle
from cotw.care.spooled import waiting_pointers
from cotw.jobs.job import Job, Outcome, Stint


def _wanted(stint: Stint) -> str:
    count = len(waiting_pointers(stint.memory.home))
    return f"{count:,} left by hooks" if count else ""


def _run(stint: Stint) -> Outcome:
    settled = settle(stint.memory)
    counts = {
        "settled": settled.settled,
        "messages": settled.messages,
        "refused": settled.refused,
        "waiting": settled.waiting,
    }
    notes = ("another process is settling",) if settled.busy else ()
    return Outcome(counts, notes, done=not settled.busy)


SETTLE = Job("settle", "Takes in transcripts that hooks have pointed at.", _run, _wanted, nightly=False)
