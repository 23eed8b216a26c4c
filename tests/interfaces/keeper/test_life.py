"""A keeper's life: one at a time, and nothing is left of it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from cotw.wire.calling import NoKeeper
from cotw.wire.starting import is_kept, start_keeper
from cotw.wire.stopping import keeper_number, stop_keeper
from tests.interfaces.keeper.house import House, eventually

KILLS = int(os.environ.get("COTW_TEST_KILLS", "4"))


def left_behind(house: House) -> set[str]:
    """What lies in the home's folder of locks and logs, but for locks."""
    return {path.name for path in house.home.run.iterdir() if path.suffix not in (".lock", ".gate", "")}


def test_of_eight_that_are_started_at_once_one_lives(house: House) -> None:
    """The others leave without a word, and without an error."""
    command = [sys.executable, "-m", "cotw.interfaces.keeper"]
    environment = house.environment | {"COTW_HOME": house.root}
    children = [subprocess.Popen(command, env=environment) for _ in range(8)]
    house.children += children
    eventually(house.answers)
    eventually(lambda: sum(child.poll() is None for child in children) == 1)
    alive = next(child for child in children if child.poll() is None)
    assert {child.returncode for child in children if child is not alive} == {0}
    assert house.ask("status")["pid"] == alive.pid == keeper_number(house.root)


def test_of_many_who_start_one_at_once_one_does(house: House) -> None:
    """The others start no process at all, however many they are, and see at once that it is kept."""
    ready = Barrier(32)

    def start(_: int) -> tuple[bool, bool]:
        ready.wait()
        return start_keeper(house.root, house.environment), is_kept(house.root)

    with ThreadPoolExecutor(32) as pool:
        started = list(pool.map(start, range(32)))
    assert sorted(started) == [(False, True)] * 31 + [(True, True)]
    eventually(lambda: keeper_number(house.root) is not None)
    eventually(house.answers)
    assert stop_keeper(house.root, seconds=30)


def test_one_that_is_asked_to_leaves_nothing_behind(house: House) -> None:
    """No process, no socket, no address; and the next one begins where it was."""
    child = house.keep()
    socket = house.socket
    assert stat.S_IMODE(socket.stat().st_mode) == 0o600
    assert stat.S_IMODE((house.home.run / "keeper.address").stat().st_mode) == 0o600
    assert house.recall("where is the tandem")
    assert stop_keeper(house.root, seconds=30)
    assert child.wait() == 0
    assert not socket.exists()
    assert not left_behind(house)
    with pytest.raises(NoKeeper):
        house.ask("status")
    assert keeper_number(house.root) is None


def test_a_signal_is_a_request_to_leave(house: House) -> None:
    """The answer in flight is given first, and who has not asked yet keeps nobody."""
    child = house.keep()
    with house.call(), house.call() as call, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(call.ask, "rest", {"seconds": 0.3})
        eventually(lambda: "resting" in house.notes())
        child.send_signal(signal.SIGTERM)
        assert answer.result() == {}
    assert child.wait() == 0
    assert not left_behind(house)


def test_it_leaves_when_nobody_asks(house: House) -> None:
    """Questions about itself do not keep it."""
    house.home.config.write_text(house.home.config.read_text() + "\nkeeper:\n  idle_minutes: 0.005\n")
    child = house.begin()
    assert child.wait() == 0
    assert not left_behind(house)
    assert not is_kept(house.root)


@pytest.mark.slow
def test_after_kill_9_the_next_one_answers(house: House) -> None:
    """At whatever instant it was killed; what it left is cleared away."""
    chance = random.Random(5)
    for _ in range(KILLS):
        child = house.begin()
        time.sleep(chance.uniform(0, 1.0))
        child.kill()
        child.wait()
    house.keep()
    assert "above the bench" in house.recall("where is the tandem")
    assert stop_keeper(house.root, seconds=30)
    assert not left_behind(house)


@pytest.mark.slow
@pytest.mark.parametrize("gone", ["run/keeper.lock", "run/keeper.address", ""])
def test_it_leaves_with_its_home(house: House, gone: str) -> None:
    """Nobody is answered for a home that is gone, or that another keeper has."""
    child = house.keep()
    path = Path(house.root, gone)
    if gone:
        path.unlink()
    else:
        shutil.move(path, path.with_name("elsewhere"))
    assert child.wait(timeout=30) == 0


def test_a_home_that_is_not_there_is_not_kept(house: House) -> None:
    """The process ends; it makes no folder."""
    shutil.rmtree(house.root)
    assert house.begin().wait() != 0
    assert not Path(house.root).exists()
