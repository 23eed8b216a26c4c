"""The faults of benchmarks/faults, in small: nothing acknowledged is lost, nothing is left behind."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from benchmarks.faults.agents import agents
from benchmarks.faults.crowd import crowd
from benchmarks.faults.disk import disk
from benchmarks.faults.kills import kills
from tests.encoder_fixture import CACHE_HOME, real_encoder

pytestmark = [pytest.mark.slow, pytest.mark.encoder]


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("COTW_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(CACHE_HOME))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    real_encoder()


def test_a_killed_import_loses_nothing() -> None:
    """kill -9 at random instants of reading, archiving and indexing."""
    kills(count=4, messages=24)


def test_many_imports_at_once_with_readers_beside_them() -> None:
    """Nobody sees a lock error, and every message is there."""
    crowd(processes=4, rounds=1, messages=4)


def test_agents_talk_while_their_keeper_is_killed() -> None:
    """No hook fails, every turn is archived once, one keeper lives at a time, and nothing is left behind."""
    agents(count=3, turns=3, hooks=20, kills=2)


def test_a_full_disk_is_told_in_one_sentence() -> None:
    """What was saved stays; when there is room again the import goes on."""
    try:
        disk(messages=60)
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip("mounting a small file system needs to be root")
