"""`cotw nightshift`: one sees what is due, has it done, and what it tells is true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cotw.clock import fixed_clock
from cotw.commands.app import main
from cotw.jobs.shift.lock import working
from cotw.jobs.shift.resting import IDLE, reason_to_rest
from cotw.jobs.table import JOBS
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from tests.builders import message
from tests.care.homes import TODAY, workshop


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Memory:
    """Mara's home, at noon of a day, on a machine without timers."""
    memory = workshop(tmp_path / "home")
    encoder = HashEmbedder(dimension=8, max_pieces=24)
    monkeypatch.setattr(Memory, "_encoder", lambda self, threads: encoder)
    monkeypatch.setenv("COTW_HOME", str(memory.home.root))
    monkeypatch.setenv("COTW_NOW", "2026-03-15T12:00:00Z")
    monkeypatch.setenv("PATH", str(tmp_path))
    return memory


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_what_is_due_is_shown_done_and_not_due_any_more(
    memory: Memory, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dry run does nothing; a second run has nothing to do."""
    assert main(["nightshift", "run", "--dry-run"]) == 0
    assert "index            the index has to be made anew" in told(capsys)
    assert list(memory.truth.journal.of_kind("job")) == []
    assert main(["nightshift", "run"]) == 0
    assert "3 exchanges" in told(capsys)
    assert main(["nightshift", "run"]) == 0
    assert told(capsys) == "Nothing is due.\n"


def test_status_tells_of_every_job(memory: Memory, capsys: pytest.CaptureFixture[str]) -> None:
    """When the next office hours begin, what is due, and when a job was last done."""
    assert main(["nightshift", "status"]) == 0
    shown = told(capsys)
    assert "night      2026-03-14, office hours 23:00–05:00, the next ones begin 2026-03-15 23:00" in shown
    rows = [line for line in shown.splitlines() if "last never" in line]
    assert [line.split()[0] for line in rows] == [job.name for job in JOBS]
    assert len({line.index("last never") for line in rows}) == 1
    main(["nightshift", "run", "--only", "seal"])
    capsys.readouterr()
    assert main(["nightshift", "status", "--json"]) == 0
    found = json.loads(told(capsys))
    assert found["version"] == 1
    assert found["next"] == "2026-03-15T23:00:00Z"
    seal = next(one for one in found["jobs"] if one["job"] == "seal")
    assert (seal["waits"], seal["last"]) == ("done for this night", "2026-03-15T12:00:00Z")


def test_a_job_that_fails_is_told(
    memory: Memory, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its error, with what to do next."""

    def fails(*given: object) -> None:
        raise ValueError("what Mara said")

    monkeypatch.setattr("cotw.jobs.checking.Outcome", fails)
    assert main(["nightshift", "run"]) == 3
    assert "Mara said" not in told(capsys)
    assert main(["nightshift", "status"]) == 3
    shown = capsys.readouterr()
    assert "failed 3 times this night; ValueError: at " in shown.out
    assert "next: cotw nightshift run --only check" in shown.err


def test_a_second_one_is_refused_by_name(memory: Memory, capsys: pytest.CaptureFixture[str]) -> None:
    """At once, with the number of the process."""
    with working(memory.home):
        assert main(["nightshift", "run"]) == 11
    assert "is at work in this home already (process " in capsys.readouterr().err


def test_a_time_that_is_none(memory: Memory, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said how to write one; so is a job that there is not."""
    assert main(["nightshift", "run", "--until", "late"]) == 2
    assert main(["nightshift", "run", "--only", "dream"]) == 2
    assert "write it as 05:00" in capsys.readouterr().err


def test_the_resident_waits_after_a_good_night(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half an hour; a pass that a person or a timer has begun does not wait."""
    with memory.truth.writing() as writer:
        writer.add_day(TODAY, [message("Thanks, good night!", minute=24 * 60 + 1)])
    monkeypatch.setenv("COTW_NOW", "2026-03-15T12:20:00Z")
    assert main(["nightshift", "run", "--for", "idle"]) == 4
    memory.clock = fixed_clock("2026-03-15T12:20:00Z")
    assert reason_to_rest(memory, IDLE) == "somebody said good night; it waits until 2026-03-15 12:31"
    monkeypatch.setenv("COTW_NOW", "2026-03-15T12:40:00Z")
    assert main(["nightshift", "run", "--for", "idle"]) == 0


def test_idle_hours_are_counted(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many a day and no more, whoever has begun the process that waits."""
    monkeypatch.setenv("COTW_NIGHTSHIFT__IDLE_CYCLES_A_DAY", "1")
    assert main(["nightshift", "run", "--for", "idle"]) == 0
    assert main(["nightshift", "run", "--for", "idle"]) == 4
    assert main(["nightshift", "run", "--for", "office"]) == 4


def test_without_a_place_for_a_timer_its_line_is_printed(
    memory: Memory, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is there to be taken away."""
    assert main(["nightshift", "install"]) == 0
    assert "nightshift run --until 05:00" in told(capsys)
    assert main(["nightshift", "uninstall"]) == 4


def test_the_report_is_shown_from_here_too(memory: Memory, capsys: pytest.CaptureFixture[str]) -> None:
    """The same page as `cotw report` shows."""
    main(["nightshift", "run"])
    capsys.readouterr()
    pages = [told(capsys) for words in (["report"], ["nightshift", "report"]) if main(words) == 0]
    assert len(pages) == 2
    assert pages[0] == pages[1] != ""
