"""`cotw serve`: one sees whether there is a keeper, and ends it."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from cotw.commands.app import main
from cotw.wire import calling
from cotw.wire.starting import is_kept, start_keeper
from tests.interfaces.keeper.house import House, eventually, housed


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house that commands of this process are about."""
    for name in [name for name in os.environ if name.startswith("COTW_")]:
        monkeypatch.delenv(name)
    with housed(tmp_path) as house:
        monkeypatch.setenv("COTW_HOME", house.root)
        for name in ("PYTHONPATH", "TMPDIR"):
            monkeypatch.setenv(name, house.environment[name])
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # no encoder: it is soon ready
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        yield house


def runs(number: int) -> bool:
    """Whether there is such a process, and it is more than its number."""
    return psutil.pid_exists(number) and psutil.Process(number).status() != psutil.STATUS_ZOMBIE


def test_without_a_keeper(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """That is no failure, but an answer of its own: nothing found."""
    assert main(["serve", "--status"]) == 4
    assert "cotw serve --detach" in capsys.readouterr().err
    assert main(["serve", "--stop"]) == 4
    assert main(["--home", str(house.home.run), "serve", "--status"]) == 10


def test_a_keeper_of_its_own_comes_and_goes(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """It is started as hooks start it, once; stopping returns when it has gone."""
    assert main(["serve", "--detach", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["version"] == 1
    assert first["keeper"]["home"] == house.root
    assert first["keeper"]["ready"]
    assert main(["serve", "--detach"]) == 0
    told = capsys.readouterr()
    assert f"process {first['keeper']['pid']}, ready" in told.out
    assert "has a keeper already" in told.err
    assert main(["serve"]) == 11
    assert main(["serve", "--stop"]) == 0
    assert not is_kept(house.root)
    eventually(lambda: not runs(first["keeper"]["pid"]))


def test_one_of_another_version_is_named(
    house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking how it is does not make it leave; stopping does."""
    house.keep()
    monkeypatch.setattr(calling, "__version__", "0.0.0")
    assert main(["serve", "--status"]) == 11
    assert "of another version of cotw" in capsys.readouterr().err
    assert main(["serve", "--detach"]) == 11
    assert is_kept(house.root)
    assert main(["serve", "--stop"]) == 0


def test_one_that_does_not_answer_is_ended(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """By signals to the process that holds the lock, and to no other: the last one ends whatever hangs."""
    child = house.keep()
    child.send_signal(signal.SIGSTOP)
    sent: list[tuple[int, int]] = []
    kill = os.kill
    monkeypatch.setattr("cotw.commands.serve._STOPPED_SECONDS", 0.0)
    monkeypatch.setattr("cotw.commands.serve._SIGNALLED_SECONDS", 0.2)

    def noted(number: int, what: int) -> None:
        sent.append((number, what))
        kill(number, what)
        if what == signal.SIGKILL:
            child.wait()

    monkeypatch.setattr(os, "kill", noted)
    assert main(["serve", "--stop"]) == 0
    assert sent == [(child.pid, signal.SIGTERM), (child.pid, signal.SIGKILL)]
    assert child.returncode == -signal.SIGKILL


def test_one_that_is_just_being_started_is_ended(house: House) -> None:
    """It is asked once it listens."""
    assert start_keeper(house.root, house.environment)
    assert main(["serve", "--stop"]) == 0
    assert not is_kept(house.root)


def test_who_wants_to_write_is_told_of_one_that_hangs(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """It keeps the index, and will not let go: there is a way out, and it is named."""
    child = house.keep()
    assert house.recall("where is the tandem")
    child.send_signal(signal.SIGSTOP)
    assert main(["--wait", "0", "index", "upkeep"]) == 11
    assert "cotw serve --stop" in capsys.readouterr().err
    child.kill()


@pytest.mark.parametrize("wrong", [["--status", "--stop"], ["--json"], ["--stop", "--json"]])
def test_what_cannot_be_meant(house: House, wrong: list[str]) -> None:
    """Two wishes at once, and JSON of nothing."""
    assert main(["serve", *wrong]) == 2
