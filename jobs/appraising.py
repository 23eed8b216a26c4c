"""Appraising: what the person's own words moved of the agent's standing, collected and summed up.

Nights that were missed are summed up in their order, each from what was said until its end.
"""

from __future__ import annotations

from datetime import date, timedelta

from cotw.care.standing import collect, synthesise
from cotw.care.standing_page import nights
from cotw.index.opening import exists
from cotw.jobs.job import Job, Outcome, Stint

_DAY = timedelta(days=1)
# Whoever was away for longer finds the nights of the last weeks.
_MOST_NIGHTS = 60


def _wanted(stint: Stint) -> str:
    return "once a night" if exists(stint.memory.home) else ""


def _run(stint: Stint) -> Outcome:
    collected = collect(stint.memory, stop=lambda: bool(stint.stop.reason))
    counts = {"messages": collected.messages, "evidence": collected.evidence}
    if collected.left:
        return Outcome(counts, done=False)
    noted = 0
    for night in _nights(stint):
        stint.stop.check()
        noted += synthesise(stint.memory, night).written
    return Outcome(counts | {"nights": noted})


def _nights(stint: Stint) -> list[date]:
    """The nights since the one that was noted last, this one included."""
    known = max((one.day for one in nights(stint.memory)), default=stint.told - _DAY)
    first = max(known + _DAY, stint.told - (_MOST_NIGHTS - 1) * _DAY)
    return [first + number * _DAY for number in range((stint.told - first).days + 1)]


APPRAISE = Job("standing", "Reads what your own words moved of the agent's standing.", _run, _wanted)
