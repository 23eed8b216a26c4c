"""Summing up: each day that is over in the sentences that tell most of it, and a model's words where it may.

Days are done in their order, so that those of nights that were missed are made up for.
"""

from __future__ import annotations

from datetime import date, timedelta

from cotw.care.language import configured
from cotw.care.past import summary_pages
from cotw.care.summing import days_talked, unwritten, write_summary
from cotw.clock import local_day
from cotw.continuity.calendar import Period, Span
from cotw.errors import NeedsHuman, NothingFound, OverBudget
from cotw.index.opening import exists
from cotw.jobs.job import Job, Outcome, Stint

_DAY = timedelta(days=1)


def _wanted(stint: Stint) -> str:
    if not exists(stint.memory.home):
        return ""
    if days := _days(stint):
        return f"{len(days):,} days that are over"
    return "a language model may write" if configured(stint.memory) else ""


def _run(stint: Stint) -> Outcome:
    summaries = days = 0
    for day in _days(stint):
        if stint.stop.reason:
            return Outcome({"days": days, "summaries": summaries}, done=False)
        try:
            summaries += len(summary_pages(stint.memory, Period(day, Span.DAY)))
        except NothingFound:  # forgotten meanwhile
            continue
        days += 1
    written, notes = _written(stint)
    return Outcome({"days": days, "summaries": summaries, "written": written}, notes)


def _days(stint: Stint) -> list[date]:
    """The days that are over and were not when this came to its end last."""
    memory, zone = stint.memory, stint.memory.truth.zone
    known = local_day(stint.last.over, zone) if stint.last and stint.last.over else None
    return [day for day in days_talked(memory, since=known) if day < local_day(memory.clock(), zone)]


def _written(stint: Stint) -> tuple[int, tuple[str, ...]]:
    """How many summaries a language model has written, and why not more."""
    memory, count = stint.memory, 0
    mouth = configured(memory)
    if mouth is None:
        return 0, ()
    for node in unwritten(memory)[: memory.config.nightshift.summaries_a_night]:
        stint.stop.check()
        try:
            write_summary(memory, mouth, node)
        except NothingFound:  # all of it is excluded by the settings
            continue
        except (NeedsHuman, OverBudget) as error:
            return count, (error.message,)
        count += 1
    return count, ()


SUM_UP = Job("summaries", "Sums up the days that are over, in what was said.", _run, _wanted)
