"""Hooks that call another home than the one that is looked at, as `cotw doctor` tells of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cotw.founding import init_home
from cotw.interfaces.agents.agent import Spot
from cotw.interfaces.agents.astray import examine_hooks
from cotw.interfaces.agents.hook_command import HookCommand
from cotw.interfaces.agents.installing import carry_out, plan_install
from cotw.interfaces.agents.table import AGENTS
from cotw.memory import Memory
from cotw.wire.paths import hook_log
from tests.care.homes import workshop
from tests.care.models import reopened


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Memory:
    """Mara's home on a machine of its own."""
    memory = reopened(workshop(tmp_path / "home"), HOME=str(tmp_path))
    assert memory.surroundings.home == tmp_path
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    (program := tmp_path / "bin" / "cotw-hook").parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return memory


def calling(memory: Memory, home: Path) -> None:
    around = memory.surroundings
    command = HookCommand(around.home / "bin" / "cotw-hook", "claude-code", home)
    plan = plan_install(AGENTS["claude-code"], Spot(around, None), command)
    carry_out(plan, datetime(2026, 11, 20, tzinfo=UTC))


def test_a_home_that_is_not_there(memory: Memory, tmp_path: Path) -> None:
    """Nobody remembers what such a hook is told; one that calls this home is well."""
    assert list(examine_hooks(memory)) == []
    calling(memory, memory.home.root)
    assert list(examine_hooks(memory)) == []
    calling(memory, tmp_path / "gone")
    (told,) = examine_hooks(memory)
    assert told.sentence == f"the hooks of Claude Code call a home that is not there: {tmp_path / 'gone'}"
    assert told.remedy.endswith("hook install claude-code")


def test_two_homes_are_no_ailment_until_one_is_left(memory: Memory, tmp_path: Path) -> None:
    """A tool that calls another home may be meant to; one that called this one before is told of."""
    init_home(tmp_path / "other", name="Another", timezone="Europe/Berlin")
    calling(memory, tmp_path / "other")
    assert list(examine_hooks(memory)) == []
    Path(hook_log(str(memory.home.root))).write_text('{"tool":"claude-code","at":"2026-11-20T09:00:00Z"}\n')
    (told,) = examine_hooks(memory)
    assert "called this home, and now call another" in told.sentence
