"""What is due is told from the journal alone, over nights of every length and clocks that are set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cotw.care.paying import KIND as PATTERNS
from cotw.care.replaying import recall_and_record
from cotw.errors import IndexMissing
from cotw.jobs.job import Stint, Stop
from cotw.jobs.shift.passing import work
from cotw.jobs.shift.standing import standings
from cotw.jobs.table import job_named
from cotw.memory import Memory
from cotw.records.hit import RecallFilters
from tests.jobs.shop import a_job, hand_clock, night, produced, shop, with_jobs


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return shop(tmp_path / "home")


def test_a_look_every_half_hour_for_a_week_makes_a_pass_a_night(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in the week in which the clock is put forward, and in that in which it is put back."""
    memory.set_setting("home.timezone", "Europe/Berlin")
    memory.__dict__.pop("truth", None)
    with_jobs(monkeypatch, a_job("nightly"))
    for monday in (datetime(2026, 3, 23, 12, tzinfo=UTC), datetime(2026, 10, 19, 12, tzinfo=UTC)):
        hand_clock(memory).instant = monday
        night(memory)
        nights = []
        for _ in range(7 * 48):
            hand_clock(memory).instant += timedelta(minutes=30)
            nights += [one.night for one in night(memory)]
        assert len(nights) == len(set(nights)) == 7
        assert nights == sorted(nights)


def test_who_cannot_tell_what_there_is_to_do_fails_at_it(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job is not passed over in silence because its question could not be answered."""

    def cannot(stint: Stint) -> str:
        raise IndexMissing("there is no index")

    puzzled = a_job("puzzled")
    object.__setattr__(puzzled, "wanted", cannot)
    with_jobs(monkeypatch, puzzled)
    (found,) = standings(memory)
    assert found.due == "it cannot be told: there is no index"


def test_ways_that_pay_are_noted_when_recalls_were_kept(memory: Memory) -> None:
    """Not before, and not again until another one is."""
    graph = job_named("graph")
    assert "graph" not in [one.job for one in night(memory)]
    memory.__dict__["_questioner"] = memory.embedder
    recall_and_record(memory, "Which spokes for the cargo bike?", RecallFilters())
    assert [one.job for one in night(memory)] == ["graph"]
    assert night(memory) == []
    again = work(memory, Stop(memory.clock), by="asked", only=graph)
    assert again[0].counts["recalls"] == 1
    assert len([line for line in produced(memory) if line["kind"] == PATTERNS]) <= 1
