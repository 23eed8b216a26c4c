"""Mara's home for tests of the nightshift: with an encoder of hashed words, and jobs that a test makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from cotw.jobs.job import Job, Outcome, Stint, Stop, once_a_night
from cotw.jobs.shift import passing, standing
from cotw.jobs.shift.passing import work
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from cotw.records.job_attempt import Attempt
from tests.builders import HandClock
from tests.care.homes import workshop


def shop(folder: Path) -> Memory:
    """The home, as `tests.care.homes` makes it, with an encoder that needs no file."""
    return with_encoder(workshop(folder))


def with_encoder(memory: Memory) -> Memory:
    memory.__dict__["embedder"] = HashEmbedder(dimension=8, max_pieces=24)
    return memory


def hand_clock(memory: Memory) -> HandClock:
    """The clock of a home, to be set."""
    assert isinstance(memory.clock, HandClock)
    return memory.clock


def night(memory: Memory, *, stop: Stop | None = None) -> list[Attempt]:
    """One pass over what is due."""
    return work(memory, stop or Stop(memory.clock), by="timer")


def journal(memory: Memory) -> list[Mapping[str, Any]]:
    """The lines of the journal, without what is another one each time."""
    lines = [line.record for line in memory.truth.journal.read()]
    return [{name: value for name, value in line.items() if name not in ("at", "prev")} for line in lines]


def produced(memory: Memory) -> list[Mapping[str, Any]]:
    """What jobs have left in the journal, but for their attempts."""
    return [line for line in journal(memory) if line["kind"] != "job"]


def a_job(
    name: str, run: Callable[[Stint], Outcome] = lambda stint: Outcome({"things": 1}), *, nightly: bool = True
) -> Job:
    """A job that a test makes."""
    return Job(name, f"Does {name}.", run, once_a_night, nightly)


def with_jobs(monkeypatch: pytest.MonkeyPatch, *jobs: Job) -> None:
    """Lets these be all the jobs there are."""
    monkeypatch.setattr(passing, "JOBS", jobs)
    monkeypatch.setattr(standing, "JOBS", jobs)
