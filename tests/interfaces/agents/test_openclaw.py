"""OpenClaw: our plugin among its extensions, and what the plugin does in its gateway."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cotw.errors import UsageError
from cotw.importers.places import Surroundings
from cotw.interfaces.agents.agent import Spot
from cotw.interfaces.agents.hook_command import HookCommand
from cotw.interfaces.agents.installing import carry_out, plan_install, plan_uninstall
from cotw.interfaces.agents.jsonc import read_jsonc
from cotw.interfaces.agents.openclaw import AGENT

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SETTINGS = """// the workshop's gateway
{
  agent: { workspace: '~/shop', },
  plugins: {
    allow: ['telegram'], // nothing else
    entries: { telegram: { enabled: true } },
  },
}
"""
# Loads the plugin, calls each of its hooks, and prints what it got.
GATEWAY = """
const { default: plugin } = await import(process.argv[2]);
const hooks = {};
plugin.register({ on: (name, hook) => { hooks[name] = hook; } });
const ctx = { sessionId: "s1", sessionKey: "agent:main:main", workspaceDir: "/shop", agentId: "main" };
const answers = [];
for (const prompt of ["which tyres?", "and the tubes?"]) {
  answers.push(await hooks.before_prompt_build({ prompt, messages: [] }, ctx));
}
answers.push(await hooks.before_prompt_build({ prompt: "beat" }, { ...ctx, trigger: "heartbeat" }) ?? null);
for (const name of ["agent_end", "before_compaction", "before_reset", "session_end"]) hooks[name]({}, ctx);
process.on("exit", () => console.log(JSON.stringify({ hooks: Object.keys(hooks), answers })));
"""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """OpenClaw's folder."""
    (state := tmp_path / ".openclaw").mkdir()
    (state / "openclaw.json").write_text(SETTINGS)
    return state


@pytest.fixture
def spot(tmp_path: Path) -> Spot:
    return Spot(Surroundings(tmp_path, {}), None)


def install(spot: Spot, program: Path = Path("/usr/bin/cotw-hook")) -> None:
    carry_out(plan_install(AGENT, spot, HookCommand(program, "openclaw", Path("/home/mara/memory"))), NOW)


def test_the_plugin_comes_and_goes(state: Path, spot: Spot) -> None:
    """Its files and what admits it; then all is as it was, letter for letter, and nothing is left."""
    install(spot)
    settings = read_jsonc((state / "openclaw.json").read_text()).plain()
    assert settings["plugins"]["allow"] == ["telegram", "cotw"]
    assert settings["plugins"]["entries"]["cotw"]["enabled"] is True
    assert "// nothing else" in (state / "openclaw.json").read_text()
    assert AGENT.silenced(spot) == []
    assert list(AGENT.seen(spot).commands) == list(AGENT.events)
    assert not plan_install(AGENT, spot, AGENT.seen(spot).commands["agent_end"]).changes
    carry_out(plan_uninstall(AGENT, spot), NOW)
    assert [path.name for path in state.iterdir()] == ["openclaw.json"]
    assert (state / "openclaw.json").read_text() == SETTINGS


def test_without_a_list_none_is_made(state: Path, spot: Spot) -> None:
    """A list with us alone on it would forbid every other plugin."""
    (state / "openclaw.json").unlink()
    install(spot)
    assert "allow" not in json.loads((state / "openclaw.json").read_text())["plugins"]
    carry_out(plan_uninstall(AGENT, spot), NOW)
    assert list(state.iterdir()) == []


def test_what_somebody_changed_in_it_stays(state: Path, spot: Spot) -> None:
    """It is not written over, and not taken away."""
    install(spot)
    plugin = state / "extensions" / "cotw"
    (plugin / "index.js").write_text("export default {};\n")
    assert AGENT.seen(spot).commands == {}
    with pytest.raises(UsageError, match="not ours, or was changed"):
        install(spot)
    carry_out(plan_uninstall(AGENT, spot), NOW)
    assert [path.name for path in plugin.iterdir()] == ["index.js"]
    assert (state / "openclaw.json").read_text() == SETTINGS


@pytest.mark.parametrize(
    ("plugins", "reason"),
    [
        ({"enabled": False}, "plugins.enabled is false"),
        ({"deny": ["cotw"]}, "plugins.deny names cotw"),
        ({"allow": ["telegram"]}, "plugins.allow does not name cotw"),
        ({"entries": {"cotw": {"enabled": False}}}, "plugins.entries.cotw is not enabled"),
        ({"entries": 3, "allow": "x", "deny": 7}, "plugins.allow does not name cotw"),
    ],
)
def test_what_keeps_it_silent_is_said(state: Path, spot: Spot, plugins: dict[str, Any], reason: str) -> None:
    """With the file that says it."""
    (state / "openclaw.json").write_text(json.dumps({"plugins": plugins}))
    assert AGENT.silenced(spot)[0] == f"{reason} in {state / 'openclaw.json'}"


@pytest.mark.skipif(shutil.which("node") is None, reason="OpenClaw's plugins need node")
@pytest.mark.parametrize("program", ["answers", "fails", "babbles", "is missing"])
def test_in_the_gateway(state: Path, spot: Spot, tmp_path: Path, program: str) -> None:
    """A session begins once, each prompt is asked for; whatever the program does, the gateway goes on."""
    script, told = tmp_path / "cotw-hook", tmp_path / "told"
    does = {
        "answers": f'cat > {told}.$$; echo \'{{"prependContext": "20 × 2.15"}}\'',
        "fails": "exit 3",
        "babbles": "echo not json",
    }
    if program in does:
        script.write_text(f"#!/bin/sh\n{does[program]}\n")
        script.chmod(0o755)
    install(spot, script)
    (gateway := tmp_path / "gateway.mjs").write_text(GATEWAY)
    plugin = state / "extensions" / "cotw" / "index.js"
    ran = subprocess.run(["node", gateway, plugin], capture_output=True, text=True, check=True, timeout=60)
    got = json.loads(ran.stdout)
    assert got["hooks"] == list(AGENT.events)
    if program != "answers":
        assert got["answers"] == [None, None, None]
        return
    both = {"prependContext": "20 × 2.15\n\n20 × 2.15"}
    assert got["answers"] == [both, {"prependContext": "20 × 2.15"}, None]
    events = [json.loads(one.read_text()) for one in tmp_path.glob("told.*")]
    kinds = sorted(event["event"] for event in events)
    assert kinds == ["compact", "end", "end", "prompt", "prompt", "start", "stop"]
    assert {event["session"] for event in events} == {"s1"}
    assert {event["project"] for event in events} == {"/shop"}
