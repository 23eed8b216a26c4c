"""A command first takes in what agents' hooks have left, unless somebody else does; it never fails by it."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from cotw.care.spooled import waiting_pointers
from cotw.commands._settling import settle_first
from cotw.errors import DiskTrouble
from cotw.memory import Memory
from cotw.wire.paths import keeper_lock
from tests.care.spooling import TALK, leave, new_home, opened, speech, transcript


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """A home with a pointer in its spool."""
    memory = opened(new_home(tmp_path))
    leave(memory, "stop", transcript=transcript(tmp_path, *TALK))
    return memory


def test_it_is_taken_in_quietly(memory: Memory, capsys: pytest.CaptureFixture[str]) -> None:
    """The words are there for the command, and nothing is said of it."""
    settle_first(memory)
    assert len(speech(memory)) == 4
    assert waiting_pointers(memory.home) == []
    assert capsys.readouterr() == ("", "")


def test_where_a_keeper_lives(memory: Memory) -> None:
    """It is left to the keeper."""
    with open(keeper_lock(str(memory.home.root)), "w") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        settle_first(memory)
    assert len(waiting_pointers(memory.home)) == 1


@pytest.mark.parametrize(
    ("trouble", "told"), [(DiskTrouble("the disk is full"), "the disk is full"), (KeyError("x"), "KeyError")]
)
def test_whatever_happens(
    memory: Memory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    trouble: Exception,
    told: str,
) -> None:
    """The command goes on with a note; what hooks have left waits."""

    def broken(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr("cotw.care.spool.settle", broken)
    settle_first(memory)
    assert f"could not be taken in yet: {told}" in capsys.readouterr().err
    assert len(waiting_pointers(memory.home)) == 1


def test_an_empty_spool_costs_nothing(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is opened or locked, and a home without the folder is a home."""
    for path in waiting_pointers(memory.home):
        path.unlink()
    (memory.home.root / "spool").rmdir()
    monkeypatch.setattr("cotw.care.spool.settle", None)
    settle_first(memory)
