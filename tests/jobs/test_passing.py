"""One pass: what is due is done once, in its order, and every attempt is in the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cotw.errors import Locked
from cotw.jobs.job import ASKED, LATE, Outcome, Stint, Stop
from cotw.jobs.shift.lock import who_works, working
from cotw.jobs.shift.passing import work
from cotw.jobs.shift.standing import standings
from cotw.memory import Memory
from cotw.records.job_attempt import Phase
from tests.jobs.shop import a_job, hand_clock, journal, night, shop, with_jobs


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return shop(tmp_path / "home")


def names(memory: Memory, stop: Stop | None = None) -> list[str]:
    """The jobs of a pass with what became of them."""
    return [f"{one.job} {one.phase}" for one in night(memory, stop=stop)]


def fails(stint: Stint) -> Outcome:
    raise ValueError("Mara said this")


def test_each_job_once_a_night(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the table; again in the next night, and twenty missed nights are one."""
    with_jobs(monkeypatch, a_job("first"), a_job("second"))
    assert names(memory) == ["first ended", "second ended"]
    before = journal(memory)
    assert names(memory) == []
    assert journal(memory) == before
    hand_clock(memory).instant += timedelta(days=20)
    assert names(memory) == ["first ended", "second ended"]
    hand_clock(memory).instant -= timedelta(days=2)  # somebody sets the clock back
    assert names(memory) == []


def test_what_a_job_leaves_to_do_is_done_in_the_same_pass(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that is due whenever there is something to do is asked again after each of the others."""
    left: list[str] = []

    def leave(stint: Stint) -> Outcome:
        left.append("something")
        return Outcome()

    follows = a_job("follows", nightly=False)
    object.__setattr__(follows, "wanted", lambda stint: "something" if left else "")
    with_jobs(monkeypatch, follows, a_job("leaves", leave), a_job("last"))
    assert names(memory) == ["leaves ended", "follows ended", "last ended"]


def test_a_job_that_fails_keeps_no_other_from_being_done(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried three times in all, then left alone until the next night, or until it is asked for."""
    broken = a_job("broken", fails)
    with_jobs(monkeypatch, broken, a_job("whole"))
    assert names(memory) == ["broken failed", "whole ended", "broken failed", "broken failed"]
    assert names(memory) == []
    parked = next(one for one in standings(memory) if one.job is broken)
    assert (parked.due, parked.waits) == ("", "failed 3 times this night")
    assert parked.parked is not None
    assert parked.parked.error == "ValueError"
    asked = work(memory, Stop(memory.clock), by="asked", only=broken)
    assert [one.phase for one in asked] == [Phase.FAILED]
    hand_clock(memory).instant += timedelta(days=1)
    assert names(memory)[0] == "broken failed"


def test_the_journal_has_no_word_of_what_was_said(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody foresaw may quote it: only where it came from is noted."""
    with_jobs(monkeypatch, a_job("broken", fails))
    night(memory)
    lines = [line for line in journal(memory) if line["kind"] == "job"]
    assert "Mara said" not in str(lines)
    assert lines[1]["message"].startswith("at test_passing:")


def test_who_is_asked_to_stop_goes_on_another_time(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job at hand says so itself, those after it are not begun, and all are due again."""
    stop = Stop(memory.clock)

    def asked(stint: Stint) -> Outcome:
        stop.ask()
        stint.stop.check()
        return Outcome()

    with_jobs(monkeypatch, a_job("long", asked), a_job("after"))
    assert names(memory, stop) == ["long stopped"]
    assert journal(memory)[-1]["message"] == ASKED
    assert [one.job.name for one in standings(memory) if one.due] == ["long", "after"]


def test_a_pass_ends_when_it_is_time(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is begun by then is told, what is not is left."""
    until = hand_clock(memory).instant + timedelta(hours=1)

    def takes_two_hours(stint: Stint) -> Outcome:
        hand_clock(memory).instant += timedelta(hours=2)
        return Outcome(done=not stint.stop.reason)

    stop = Stop(memory.clock, until)
    with_jobs(monkeypatch, a_job("long", takes_two_hours), a_job("after"))
    assert names(memory, stop) == ["long stopped"]
    assert stop.reason == LATE


@pytest.mark.parametrize(
    ("times", "order"), [(2, ["deadly ended", "other ended"]), (3, ["other ended", "deadly ended"])]
)
def test_what_killed_the_process_keeps_its_place(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, times: int, order: list[str]
) -> None:
    """Others read what it makes; but what takes the process down each time does not take them with it."""

    def dies(stint: Stint) -> Outcome:
        raise SystemExit

    with_jobs(monkeypatch, a_job("deadly", dies), a_job("other"))
    for _ in range(times):
        with pytest.raises(SystemExit):
            night(memory)
    with_jobs(monkeypatch, a_job("deadly"), a_job("other"))
    assert names(memory) == order


def test_what_closes_a_pass_comes_after_what_is_tried_again(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It tells of the others, and of how often they failed."""
    with_jobs(monkeypatch, replace(a_job("report"), closes=True), a_job("failing", fails))
    assert names(memory) == [*["failing failed"] * 3, "report ended"]


def test_one_nightshift_at_a_time(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is told which process is at work; the jobs of the first go on."""

    def meets_another(stint: Stint) -> Outcome:
        holder = who_works(stint.memory.home)
        assert holder is not None
        assert holder.job == "busy"
        with pytest.raises(Locked, match=f"process {holder.pid}"):
            night(stint.memory)
        return Outcome()

    with_jobs(monkeypatch, a_job("busy", meets_another))
    assert names(memory) == ["busy ended"]
    assert who_works(memory.home) is None
    with working(memory.home):
        pass
