"""The resident nightshift, as a process of its own: it waits, works, yields and leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cotw.clock import system_clock
from cotw.jobs.shift.lock import last_noted, who_resides, who_works
from cotw.jobs.shift.presence import Presence
from cotw.jobs.shift.standing import past_attempts
from cotw.memory import Memory
from cotw.records.job_attempt import Attempt, Phase
from cotw.wire.paths import hook_log, spool_folder
from tests.care.homes import say_today, workshop

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_SECONDS = 60
# Somebody who is back waits so long at most.
_YIELD_SECONDS = 2.0


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """Mara's home, in which the last word was said long ago."""
    memory = workshop(tmp_path / "home")
    long_ago = time.time() - 3600
    for path in memory.home.root.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    return memory


@pytest.fixture
def begin(memory: Memory) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Starts a resident nightshift whose passes do what the test says; none is left behind."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COTW_")}
    children = []

    def start(what: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.jobs.a_resident", str(memory.home.root), what]
        environment = inherited | {"PYTHONPATH": str(ROOT)}
        children.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        return children[-1]

    yield start
    for child in children:
        child.kill()
        child.wait()


def eventually(holds: Callable[[], bool]) -> None:
    """Waits until something holds; fails if it never does."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.01)


def attempts(memory: Memory) -> list[Attempt]:
    """As they are noted just now: the process that notes them goes by the system's clock."""
    return past_attempts(Memory(memory.home, clock=system_clock, wait_seconds=30, environment={}))


def phases(memory: Memory) -> list[str]:
    return [f"{one.job} {one.phase}" for one in attempts(memory)]


def call_a_hook(memory: Memory) -> None:
    """What a prompt leaves behind."""
    with open(hook_log(str(memory.home.root)), "a") as file:
        file.write("{}\n")


@pytest.mark.slow
@pytest.mark.parametrize("job", ["patient", "deaf"])
def test_it_yields_when_somebody_is_back(
    memory: Memory, begin: Callable[[str], subprocess.Popen[bytes]], job: str
) -> None:
    """Within two seconds, be it that the job asks whether to stop, or that it hears nothing."""
    child = begin(job)
    eventually(lambda: last_noted(memory.home).job == job)
    began = time.monotonic()
    call_a_hook(memory)
    eventually(lambda: who_works(memory.home) is None)
    assert time.monotonic() - began < _YIELD_SECONDS + 0.5  # the test looks, too, and the machine is busy
    eventually(lambda: phases(memory)[-1:] == [f"{job} stopped"])
    assert who_resides(memory.home) is not None
    child.send_signal(signal.SIGTERM)
    assert child.wait(_PATIENCE_SECONDS) == 0
    assert who_resides(memory.home) is None


@pytest.mark.slow
def test_a_signal_ends_it_and_the_pass(
    memory: Memory, begin: Callable[[str], subprocess.Popen[bytes]]
) -> None:
    """What it was at goes on another time; a second one is refused meanwhile, by name."""
    child = begin("patient")
    eventually(lambda: last_noted(memory.home).job == "patient")
    assert begin("patient").wait(_PATIENCE_SECONDS) == 11
    child.send_signal(signal.SIGTERM)
    assert child.wait(_PATIENCE_SECONDS) == 0
    assert who_works(memory.home) is None
    assert phases(memory)[-1] == "patient stopped"


@pytest.mark.slow
def test_a_pass_that_dies_is_noted_and_takes_nothing_with_it(
    memory: Memory, begin: Callable[[str], subprocess.Popen[bytes]]
) -> None:
    """The process that waits goes on waiting, and the journal says what became of the job."""
    begin("deadly")
    eventually(lambda: phases(memory) == ["deadly failed"])
    (died,) = attempts(memory)
    assert (died.phase, died.error) == (Phase.FAILED, "Killed")
    assert who_resides(memory.home) is not None


def test_presence_is_told_from_traces(memory: Memory) -> None:
    """A hook's call, a pointer, a line of today; not what a nightshift itself archives or takes away."""
    presence = Presence(memory.home, {})
    assert presence.quiet_seconds > 3000
    assert not presence.look()
    say_today(memory, "The spokes came.")
    assert not presence.look(archiving=True)
    assert not presence.look()
    say_today(memory, "And the nipples.")
    assert presence.look()
    assert presence.quiet_seconds < 100
    pointer = Path(spool_folder(str(memory.home.root))) / "a.json"
    pointer.write_text("{}")
    assert presence.look()
    pointer.unlink()
    assert not presence.look()
    call_a_hook(memory)
    assert presence.look()
