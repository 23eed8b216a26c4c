"""The jobs of the table: a whole night without a model, killed anywhere, run again, run twice."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cotw.care.truth_review import last_review
from cotw.care.truth_table import set_truth
from cotw.errors import UsageError
from cotw.index.opening import exists
from cotw.jobs.job import Outcome, Stop
from cotw.jobs.shift.passing import work
from cotw.jobs.shift.standing import standings
from cotw.jobs.summing import SUM_UP
from cotw.jobs.table import JOBS, job_named
from cotw.memory import Memory
from cotw.records.job_attempt import Attempt, Phase
from tests.builders import message
from tests.care.models import MARA, configure, scripted
from tests.jobs.shop import hand_clock, night, produced, shop
from tests.killing import Killed, killed_at


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return shop(tmp_path / "home")


def by_name(made: list[Attempt]) -> dict[str, Attempt]:
    return {one.job: one for one in made}


def test_names_are_unique_and_misspelled_ones_are_told() -> None:
    """A person names them on the command line."""
    assert len({job.name for job in JOBS}) == len(JOBS)
    with pytest.raises(UsageError) as raised:
        job_named("sumaries")
    assert raised.value.hint == "did you mean summaries?"


def test_a_night_without_a_model(memory: Memory) -> None:
    """All that rules can do is done, and done once."""
    set_truth(memory, "shop phone", "030 123", MARA, thread=None, because="")
    made = by_name(night(memory))
    assert {one.phase for one in made.values()} == {Phase.ENDED}
    wanted = "seal index metabolism standing summaries crystallization truth check upkeep report"
    assert list(made) == wanted.split()
    assert made["index"].counts["exchanges"] == 3
    assert made["summaries"].counts == {"days": 1, "summaries": 1, "written": 0}
    assert made["check"].counts["findings"] == 0
    assert exists(memory.home)
    before = produced(memory)
    assert night(memory) == []
    assert produced(memory) == before


def test_a_report_tells_of_what_was_done_after_it(memory: Memory) -> None:
    """A pass at three o'clock is told in the morning; with nothing done since, nothing is written again."""
    clock = hand_clock(memory)
    clock.instant = clock.instant.replace(hour=23, minute=5)
    night(memory)
    clock.instant += timedelta(hours=4)
    with memory.truth.writing() as writer:
        said = message("Is the saddle in?", session="late", timestamp=clock.instant)
        writer.add_day(clock.instant.date(), [said])
    assert [one.job for one in night(memory)] == ["index", "report"]
    assert night(memory) == []
    clock.instant += timedelta(hours=4)  # by day what is done belongs to the next one
    with memory.truth.writing() as writer:
        said = message("And the bell?", session="later", timestamp=clock.instant)
        writer.add_day(clock.instant.date(), [said])
    assert [one.job for one in night(memory)] == ["index"]


def test_a_night_killed_anywhere_comes_to_the_same(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attempts aside, the journal is that of a night which nobody disturbed."""
    undisturbed = shop(tmp_path / "undisturbed")
    for one in (memory, undisturbed):
        set_truth(one, "shop phone", "030 123", MARA, thread=None, because="")
        set_truth(one, "shop phones", "030 124", MARA, thread=None, because="")
    night(undisturbed)
    number = 1
    while True:
        with killed_at(number, monkeypatch) as wanted:
            try:
                night(memory)
            except Killed:
                number += max(2, wanted[0]) * 3  # the same job thrice in a row, and it would come last
            else:
                break
    without_ids = [str(line).split("'rows'")[0] for line in produced(memory)]
    assert without_ids == [str(line).split("'rows'")[0] for line in produced(undisturbed)]
    assert memory.check(read_data=True).findings == []
    assert [one.job.name for one in standings(memory) if one.due] == []


def test_days_of_missed_nights_are_summed_up_in_order(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each once; a night that is stopped in the middle goes on in the next."""
    seen: list[date] = []
    stop = Stop(memory.clock)

    def pages(memory: Memory, period: Any) -> list[object]:
        seen.append(period.first)
        if len(seen) == 2:
            stop.ask()
        return [object()]

    monkeypatch.setattr("cotw.jobs.summing.summary_pages", pages)
    with memory.truth.writing() as writer:
        for days in range(1, 5):
            said = message("Which rim?", minute=-days * 24 * 60)
            writer.add_day(date(2026, 3, 14) - timedelta(days=days), [said])
    memory.refresh()
    made = work(memory, stop, by="asked", only=SUM_UP)
    assert made[0].phase is Phase.STOPPED
    work(memory, Stop(memory.clock), by="asked", only=SUM_UP)
    assert seen == sorted(seen[:2]) + sorted(seen[2:])
    assert len(set(seen)) == 5
    hand_clock(memory).instant += timedelta(days=3)
    seen.clear()
    work(memory, Stop(memory.clock), by="asked", only=SUM_UP)
    assert seen == [date(2026, 3, 15)]


def test_a_model_writes_what_is_just_over_and_is_asked_once(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it wrote stands in the journal with its sources, and is not asked for again."""
    model = scripted("They spoke of spokes for the cargo bike.")
    monkeypatch.setattr("cotw.jobs.summing.configured", lambda memory: model.here)
    made = by_name(night(memory))
    # The week of this day is not over yet, and in the month before nothing was said.
    assert made["summaries"].counts["written"] == 1
    (written,) = [line for line in produced(memory) if line["kind"] == "summary"]
    assert written["period"] == "2026-03-14"
    assert written["by"] == "scripted"
    assert all(source.startswith("archive:2026-03-14#") for source in written["sources"])
    hand_clock(memory).instant += timedelta(hours=12)
    assert "summaries" in by_name(night(memory))
    periods = [line["period"] for line in produced(memory) if line["kind"] == "summary"]
    assert periods == ["2026-03-14", "2026-03-15", "2026-W11"]
    assert len(model.asked) == len(set(model.asked)) <= len(periods)


def test_a_model_that_nobody_allowed_is_told_and_no_failure(memory: Memory) -> None:
    """Nothing is sent; rules do what they can, and the note says what is missing."""
    configure(memory, base_url="https://models.example/v1", model="large", kind="http")
    made = by_name(night(memory))["summaries"]
    assert made.phase is Phase.ENDED
    assert made.counts["summaries"] == 1
    assert "nobody has agreed" in made.notes[0]


def test_rows_worth_a_look_are_listed_and_not_changed(memory: Memory) -> None:
    """Old ones, and those of which another says otherwise; the list is journalled when it changes."""
    set_truth(memory, "shop phone", "030 123", MARA, thread=None, because="")
    set_truth(memory, "saddle", "brown", MARA, thread=None, because="")
    hand_clock(memory).instant += timedelta(days=60)
    set_truth(memory, "shop phones", "030 999", MARA, thread=None, because="")
    set_truth(memory, "saddle", "black", MARA, thread="touring", because="")
    set_truth(memory, "front tyre", "40 mm", MARA, thread=None, because="")
    set_truth(memory, "rear tyre", "42 mm", MARA, thread=None, because="")
    before = memory.truth.ledger.head()
    assert by_name(night(memory))["truth"].counts == {"elsewhere": 1, "alike": 1}
    hand_clock(memory).instant += timedelta(days=40)
    assert by_name(night(memory))["truth"].counts == {"old": 2, "elsewhere": 1, "alike": 1}
    assert [row["why"] for row in last_review(memory)] == ["old", "old", "alike", "elsewhere"]
    hand_clock(memory).instant += timedelta(days=1)
    night(memory)
    assert len([line for line in produced(memory) if line["kind"] == "truth_review"]) == 2
    assert memory.truth.ledger.head() == before


def test_damage_is_named(memory: Memory) -> None:
    """A check that finds something is a job well done; what it found stands in its notes."""
    night(memory)
    sealed = next((memory.home.archive / "2026").glob("*.json"))
    sealed.chmod(0o600)
    sealed.write_bytes(sealed.read_bytes() + b" ")
    made = work(memory, Stop(memory.clock), by="asked", only=job_named("check"))
    assert made[0].phase is Phase.ENDED
    assert made[0].counts["findings"] == 1
    assert "2026-03-14" in made[0].notes[0]


def test_embedding_stops_between_batches(memory: Memory) -> None:
    """Who has stopped in the middle of it goes on where it was."""

    class Impatient(Stop):
        def check(self, *told: object) -> None:
            self.ask()
            super().check()

    say_much(memory)
    made = work(memory, Impatient(memory.clock), by="asked", only=job_named("index"))
    assert made[0].phase is Phase.STOPPED
    assert by_name(night(memory))["index"].phase is Phase.ENDED
    assert memory.check_index().drifts == ()


def say_much(memory: Memory) -> None:
    """More than is embedded while the index is open."""
    with memory.truth.writing() as writer:
        said = [message(f"Rim number {number} came.", minute=24 * 60 + number) for number in range(40)]
        writer.add_day(date(2026, 3, 15), said)


def test_an_outcome_tells_no_more_than_counts_and_notes() -> None:
    """What is done is done unless it says otherwise."""
    assert Outcome().done
