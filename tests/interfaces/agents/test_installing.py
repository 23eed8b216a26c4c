"""Each tool: where its settings are, what comes into them, and how it stands with them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cotw.errors import UsageError
from cotw.importers.places import Surroundings
from cotw.interfaces.agents import claude_code, codex
from cotw.interfaces.agents.agent import Spot
from cotw.interfaces.agents.hook_command import HookCommand
from cotw.interfaces.agents.installing import carry_out, plan_install, plan_uninstall
from cotw.interfaces.agents.standing import Standing, as_record, last_calls, standings
from cotw.interfaces.agents.table import AGENTS, agent_named

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
Installed = Callable[..., Spot]


@pytest.fixture
def mara(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Surroundings:
    """Mara's machine, on which no tool is installed but what she made herself."""
    (tmp_path / "shop").mkdir()
    (program := tmp_path / "bin" / "cotw-hook").parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    return Surroundings(tmp_path, {})


@pytest.fixture
def command(mara: Surroundings) -> HookCommand:
    return HookCommand(mara.home / "bin" / "cotw-hook", "claude-code", None)


@pytest.fixture
def installed(mara: Surroundings, command: HookCommand) -> Installed:
    """Installs a tool's hooks, for the project `shop` or for all."""

    def install(tool: str, *, everywhere: bool = False, home: Path | None = None) -> Spot:
        spot = Spot(mara, None if everywhere else mara.home / "shop")
        ours = HookCommand(command.program, tool, home)
        carry_out(plan_install(AGENTS[tool], spot, ours), NOW)
        return spot

    return install


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")} - {"bin", "bin/cotw-hook", "shop"}


def standing(mara: Surroundings) -> dict[tuple[str, str], Standing]:
    return {(one.tool, one.scope): one for one in standings(mara, mara.home / "shop", mara.home / "memory")}


@pytest.mark.parametrize(
    ("tool", "everywhere", "where"),
    [
        ("claude-code", False, "shop/.claude/settings.local.json"),
        ("claude-code", True, ".claude/settings.json"),
        ("codex", False, "shop/.codex/hooks.json"),
        ("codex", True, ".codex/hooks.json"),
    ],
)
def test_one_file_is_written_and_goes_again(
    mara: Surroundings, installed: Installed, tool: str, everywhere: bool, where: str
) -> None:
    """For a project it is the person's own file; every event calls the program, in its tool's time."""
    spot = installed(tool, everywhere=everywhere)
    assert {name for name in files_below(mara.home) if (mara.home / name).is_file()} == {where}
    events = json.loads((mara.home / where).read_text())["hooks"]
    assert list(events) == list(AGENTS[tool].events)
    for groups in events.values():
        (hook,) = groups[0]["hooks"]
        assert hook["command"] == f"{mara.home}/bin/cotw-hook {tool}"
        assert 0 < hook["timeout"] <= 10
    assert standing(mara)[tool, "user" if everywhere else "project"].state == "installed"
    carry_out(plan_uninstall(AGENTS[tool], spot), NOW)
    assert files_below(mara.home) <= {".claude", ".codex"}


def test_codex_gives_the_end_three_seconds(installed: Installed) -> None:
    """It warns of more at each start."""
    spot = installed("codex")
    events = json.loads(AGENTS["codex"].settings(spot).read_text())["hooks"]
    assert events["SessionEnd"][0]["hooks"][0]["timeout"] == 3


@pytest.mark.parametrize(
    ("tool", "variable", "settings"),
    [
        ("claude-code", "CLAUDE_CONFIG_DIR", "settings.json"),
        ("codex", "CODEX_HOME", "hooks.json"),
        ("openclaw", "OPENCLAW_STATE_DIR", "openclaw.json"),
    ],
)
def test_a_moved_folder_is_found(tmp_path: Path, tool: str, variable: str, settings: str) -> None:
    """Where the tool's own variable says."""
    spot = Spot(Surroundings(tmp_path, {variable: "~/elsewhere"}), None)
    assert AGENTS[tool].settings(spot) == tmp_path / "elsewhere" / settings


def test_what_is_called_everywhere_is_not_called_twice(
    mara: Surroundings, installed: Installed, command: HookCommand
) -> None:
    """In a project nothing is added then, and it is said."""
    installed("claude-code", everywhere=True)
    plan = plan_install(AGENTS["claude-code"], Spot(mara, mara.home / "shop"), command)
    assert not plan.changes
    assert "in all projects already" in plan.notes[0]


def test_a_file_that_git_tracks_is_warned_of(mara: Surroundings, command: HookCommand) -> None:
    """And one that git would offer; nothing is written to .gitignore."""
    shop = mara.home / "shop"
    spot, agent = Spot(mara, shop), AGENTS["claude-code"]
    git = ["git", "-C", str(shop)]
    assert plan_install(agent, spot, command).notes == []
    subprocess.run([*git, "init", "-q"], check=True)
    assert "git does not ignore" in plan_install(agent, spot, command).notes[0]
    (shop / ".claude").mkdir()
    (shop / ".claude" / "settings.local.json").write_text("{}")
    subprocess.run([*git, "add", "."], check=True)
    assert "git tracks" in plan_install(agent, spot, command).notes[0]
    (shop / ".git" / "info" / "exclude").write_text(".claude/settings.local.json\n")
    subprocess.run([*git, "rm", "-q", "--cached", "-r", "."], check=True)
    carry_out(plan := plan_install(agent, spot, command), NOW)
    assert plan.notes == []
    assert not (shop / ".gitignore").exists()


@pytest.mark.parametrize(
    ("tool", "file", "text", "reason"),
    [
        ("claude-code", "shop/.claude/settings.json", '{"disableAllHooks": true}', "disableAllHooks in"),
        ("claude-code", ".claude/settings.json", '{"disableAllHooks": true}', "disableAllHooks in"),
        ("codex", ".codex/config.toml", "[features]\nhooks = false\n", "features.hooks = false in"),
        ("codex", "shop/.codex/config.toml", "[features]\ncodex_hooks = false\n", "features.codex_hooks"),
    ],
)
def test_what_silences_hooks_is_said(
    mara: Surroundings, installed: Installed, tool: str, file: str, text: str, reason: str
) -> None:
    """By status, with the file that says it."""
    installed(tool)
    (mara.home / file).parent.mkdir(exist_ok=True)
    (mara.home / file).write_text(text)
    (said,) = standing(mara)[tool, "project"].silenced
    assert said.startswith(reason)
    assert said.endswith(file)


def test_an_administrator_may_forbid_them(
    mara: Surroundings, installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of Claude Code and of Codex."""
    (managed := mara.home / "managed.json").write_text('{"allowManagedHooksOnly": true}')
    (required := mara.home / "requirements.toml").write_text("[features]\nhooks = false\n")
    monkeypatch.setattr(claude_code, "_MANAGED", dict.fromkeys(("linux", "darwin"), managed))
    monkeypatch.setattr(codex, "_MANAGED", required)
    installed("claude-code")
    installed("codex")
    stands = standing(mara)
    assert stands["claude-code", "project"].silenced == [f"allowManagedHooksOnly in {managed}"]
    assert stands["codex", "project"].silenced == [f"features.hooks = false in {required}"]


def test_how_it_stands(mara: Surroundings, installed: Installed) -> None:
    """Tools that are not here are not named; what is missing or gone is."""
    assert standing(mara) == {}
    (mara.home / ".codex").mkdir()
    assert standing(mara)["codex", "user"].state == "not installed"
    spot = installed("claude-code", home=mara.home / "other")
    settings = AGENTS["claude-code"].settings(spot)
    told: dict[str, Any] = json.loads(settings.read_text())
    del told["hooks"]["Stop"]
    settings.write_text(json.dumps(told))
    one = standing(mara)["claude-code", "project"]
    assert (one.state, one.missing, one.home) == ("incomplete", ["Stop"], mara.home / "other")
    (mara.home / "bin" / "cotw-hook").unlink()
    assert standing(mara)["claude-code", "project"].state == "program missing"
    settings.write_text("{")
    one = standing(mara)["claude-code", "project"]
    assert one.state == "unreadable"
    assert "does not parse" in one.problem
    assert as_record(one, mara.home / "memory")["home"] is None


def test_the_last_call_is_read_from_the_log(tmp_path: Path) -> None:
    """From its end alone; lines that are none are passed over."""
    log = tmp_path / "run" / "hooks.jsonl"
    assert last_calls(tmp_path) == {}
    log.parent.mkdir()
    lines = [json.dumps({"tool": "codex", "at": f"2026-11-{day:02}"}) for day in range(1, 20)]
    log.write_text("\n".join(["x" * 70_000, *lines, "{", "[]", '"x"', '{"tool": "openclaw", "at"']) + "\n")
    assert last_calls(tmp_path) == {"codex": "2026-11-19"}


def test_a_tool_that_is_meant_is_named() -> None:
    """People write it otherwise."""
    assert agent_named("Claude Code").name == "claude-code"
    with pytest.raises(UsageError) as raised:
        agent_named("claude")
    assert raised.value.hint == "did you mean claude-code?"
    with pytest.raises(UsageError):
        agent_named("bicycle")


def test_openclaw_has_no_projects(mara: Surroundings, command: HookCommand) -> None:
    """It is said which way there is."""
    with pytest.raises(UsageError, match="one set of settings"):
        plan_install(AGENTS["openclaw"], Spot(mara, mara.home / "shop"), command)
