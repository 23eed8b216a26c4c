"""What a night tells: passes in their thinker's words, what waits, rows in doubt, and what became of jobs."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from cotw.care.report.keeping import report_of
from cotw.care.report.night import night_told
from cotw.care.report.told import NIGHT_OFF, Line
from cotw.care.truth_table import set_truth
from cotw.clock import format_instant
from cotw.memory import Memory
from cotw.records.job_attempt import Attempt, Phase
from tests.builders import NOON
from tests.care.reflective import Thinker, angry_days, at, night, workshop_of

NIGHT = date(2026, 3, 14)
BY = {"actor": "mara", "channel": "terminal"}


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return workshop_of(tmp_path, angry_days(["spoke"]))


def attempt(memory: Memory, id_: str, job: str, phase: Phase, hour: int, **told: object) -> None:
    """Journals one attempt at a job, so many hours after noon."""
    began = NOON + timedelta(hours=hour)
    made = Attempt(id_, job, NIGHT, "shift", "timer", began)
    with memory.truth.writing() as writer:
        for line in (made.record(), {**made.record(), "phase": phase.value, **told}):
            writer.record(memory.truth.journal, line, format_instant(began))


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


def test_nobody_worked(memory: Memory) -> None:
    """Of a night without work nothing is told."""
    assert night_told(memory, NIGHT) == NIGHT_OFF


def test_a_thought_is_its_thinkers(memory: Memory) -> None:
    """It is told in the night it was thought in, by name, with the inquiry and its exchanges as sources."""
    night(memory, Thinker().here)
    (thought,) = night_told(memory, NIGHT).thoughts
    assert (thought.text, thought.who, thought.label) == (
        "Which part was meant. It was guessed.",
        "thinker",
        "clarify, on “No, that's wrong, and I'm so annoyed about the spoke!”",
    )
    assert any(source.startswith("archive:") for source in thought.sources)
    assert night_told(memory, NIGHT + timedelta(days=1)).thoughts == ()
    page = report_of(memory, NIGHT, night_told(memory, NIGHT)).markdown.read_text()
    assert "annoyed about the spoke!”** thinker: “Which part was meant. It was guessed.”" in page


def test_what_waits_for_a_thinker(memory: Memory) -> None:
    """Without a model nothing was thought, and the report says so."""
    night(memory, None)
    told = night_told(memory, NIGHT)
    assert told.thoughts == ()
    assert texts(told.unthought)[0].startswith("“No, that's wrong")


def test_what_waits_for_long_fills_no_page(tmp_path: Path) -> None:
    """The newest are told, and of the others how many there are, and where."""
    memory = workshop_of(tmp_path, angry_days(["spoke", "rim", "hub", "chain", "saddle", "pedal", "lamp"]))
    for day in (6, 7, 8):
        at(memory, NOON + timedelta(days=day, hours=11))
        night(memory, None)
    told = night_told(memory, NIGHT + timedelta(days=8))
    assert len(told.unthought) == 7
    page = report_of(memory, NIGHT + timedelta(days=8), told).markdown.read_text()
    assert page.count("- **clarify**") == 5
    assert "- 2 from before `cotw reflect status`" in page


def test_jobs(memory: Memory) -> None:
    """Done with its counts, failed with its error, parked after three; what another night did is not told."""
    attempt(memory, "a1", "summaries", Phase.ENDED, 12, counts={"days": 2, "weeks": 0})
    for number in range(3):
        attempt(memory, f"b{number}", "graph", Phase.FAILED, 12, error="DiskTrouble", message="no space left")
    attempt(memory, "c1", "check", Phase.FAILED, 12, error="Locked")
    attempt(memory, "d1", "index", Phase.ENDED, 30)
    jobs = {job.name: (job.outcome, job.detail) for job in night_told(memory, NIGHT).jobs}
    assert jobs == {
        "summaries": ("done", "days 2"),
        "graph": ("parked", "no space left (3 times)"),
        "check": ("failed", "Locked (once)"),
    }


def test_rows_in_doubt(memory: Memory) -> None:
    """A row that nobody looked at for long is told with its address in the ledger."""
    set_truth(memory, "shop phone", "030 123", BY, thread=None, because="")
    at(memory, NOON + timedelta(days=800))
    (row,) = night_told(memory, NIGHT).due
    assert row.text == "shop phone: 030 123 – nobody looked at it for long"
    assert row.sources[0].startswith("ledger:2026-03-14#")
