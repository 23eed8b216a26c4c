"""What the doctor and the overview say of those who work for a home by themselves."""

from __future__ import annotations

import socket
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

from cotw.care.doctor.at_work import examine_keeper, examine_nights
from cotw.care.nights import last_night
from cotw.jobs.shift.passing import note_attempt
from cotw.memory import Memory
from cotw.records.job_attempt import Attempt, Phase
from tests.care.homes import NOW, workshop


def attempt(memory: Memory, number: int, job: str, phase: Phase, night: date) -> None:
    began = NOW + timedelta(minutes=number)
    note_attempt(memory, Attempt(f"a{number}", job, night, "s", "timer", began, phase, began, error="Broken"))


def test_the_last_night_and_its_parked_jobs(tmp_path: Path) -> None:
    """A job that failed as often as a night allows is an ailment until it is done; one failure is none."""
    memory = workshop(tmp_path / "home")
    assert (last_night(memory), list(examine_nights(memory))) == (None, [])
    night = date(2026, 11, 20)
    attempt(memory, 1, "index", Phase.ENDED, night)
    for number in range(2, 5):
        attempt(memory, number, "summaries", Phase.FAILED, night)
    attempt(memory, 5, "topics", Phase.FAILED, night)
    found = last_night(memory)
    assert found is not None
    assert (found.day, found.done, [one.job for one in found.parked]) == (night, ("index",), ["summaries"])
    (told,) = examine_nights(memory)
    assert told.sentence.startswith("the job summaries is parked since 2026-11-20: Broken")
    assert told.remedy == "cotw nightshift run --only summaries"
    attempt(memory, 6, "summaries", Phase.ENDED, night)
    assert list(examine_nights(memory)) == []


def test_a_keeper_of_another_version(tmp_path: Path) -> None:
    """It answers no command, and is to be stopped; where there is none, nothing ails."""
    memory = workshop(tmp_path / "home")
    assert list(examine_keeper(memory)) == []
    place = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place))
        listening.listen()
        (memory.home.run / "keeper.address").write_text(f"{place}\n")

        def say() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(1 << 16)
                line.sendall(b'{"version":"0.0.1","answer":{}}\n')

        saying = Thread(target=say)
        saying.start()
        (told,) = examine_keeper(memory)
        saying.join()
    assert "another version of cotw: 0.0.1" in told.sentence
    assert told.remedy == "cotw serve --stop"
