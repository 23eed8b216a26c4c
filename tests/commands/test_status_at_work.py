"""What `cotw status` says of those who work by themselves: a line each, and none for nothing."""

from __future__ import annotations

from datetime import date

from cotw.care.nights import LastNight
from cotw.commands._status_at_work import AtWork
from cotw.records.job_attempt import Attempt, Phase
from tests.builders import NOON

NIGHT = date(2026, 3, 14)
PARKED = Attempt("a", "summaries", NIGHT, "s", "timer", NOON, Phase.FAILED)


def test_nothing_is_said_of_nothing() -> None:
    """A new home has no night, no proposal and no keeper."""
    assert AtWork(None, 0, None).rows == []
    assert AtWork(None, 0, None).record == {"nightshift": None, "proposals": 0, "keeper": None}


def test_a_line_each() -> None:
    """What is parked, waits or runs is named, with the command that tells more."""
    found = AtWork(LastNight(NIGHT, ("index", "check"), (PARKED,)), 2, 4376)
    assert found.rows == [
        ("nightshift", "2026-03-14: 2 jobs done; parked: summaries; see cotw nightshift status"),
        ("proposals", "2 wait for you: cotw review"),
        ("keeper", "process 4376"),
    ]
    assert found.record["nightshift"] == {"night": NIGHT, "done": ["index", "check"], "parked": ["summaries"]}
