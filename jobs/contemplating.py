"""Contemplating: passes that are due are thought through by a language model, or gathered for without one.

It is done whenever a pass is due, and not once a night: the second and the third come hours after the first.
"""

from __future__ import annotations

from cotw.care.contemplating import contemplate, inquiries_tonight
from cotw.care.language import configured
from cotw.errors import ModelFailed
from cotw.index.opening import exists
from cotw.jobs.job import Job, Outcome, Stint

_REFUSED = "refused"


def _wanted(stint: Stint) -> str:
    if not exists(stint.memory.home) or _is_refused(stint):
        return ""
    count = len(inquiries_tonight(stint.memory, with_model=configured(stint.memory) is not None))
    return f"inquiries that are due: {count:,}" if count else ""


def _run(stint: Stint) -> Outcome:
    done = contemplate(stint.memory, configured(stint.memory), stint.stop.is_over)
    counts = {"thought": len(done.thought), "gathered": len(done.waiting)}
    if done.failed:
        raise ModelFailed(f"{len(done.failed):,} passes failed: {done.failed[0][1]}", kind="failed")
    if stint.stop.reason:
        return Outcome(counts, done=False)
    return Outcome(counts | ({_REFUSED: 1} if done.stopped else {}), tuple(filter(None, [done.stopped])))


def _is_refused(stint: Stint) -> bool:
    """Whether the model was over its budget, or not allowed, this night: it is so until the next."""
    last = stint.last
    return last is not None and last.night == stint.night and _REFUSED in last.counts


CONTEMPLATE = Job("contemplation", "Thinks about what moved, pass by pass.", _run, _wanted, nightly=False)
