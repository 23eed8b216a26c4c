"""Claude Code: hooks in its settings; for a project in the file that is one person's own and not the team's.

https://code.claude.com/docs/en/hooks and https://code.claude.com/docs/en/settings (November 2026).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from cotw.importers.retention import settings_in
from cotw.interfaces.agents.agent import Agent, Seen, Spot
from cotw.interfaces.agents.hook_settings import install_hooks, seen_hooks, uninstall_hooks
from cotw.interfaces.agents.json_hooks import HookEvent
from cotw.interfaces.agents.other_memories import named_in

_FOLDER = ("CLAUDE_CONFIG_DIR", ".claude")
_EVENTS = (
    HookEvent("SessionStart", 10),
    HookEvent("UserPromptSubmit", 5),
    HookEvent("Stop", 5),
    HookEvent("PreCompact", 5),
    # All of them share 1.5 seconds otherwise.
    HookEvent("SessionEnd", 5),
)
_MANAGED = {
    "darwin": Path("/Library/Application Support/ClaudeCode/managed-settings.json"),
    "linux": Path("/etc/claude-code/managed-settings.json"),
}


def _settings(spot: Spot) -> Path:
    if spot.project is not None:
        return spot.project / ".claude" / "settings.local.json"
    return spot.folder(*_FOLDER) / "settings.json"


def _seen(spot: Spot) -> Seen:
    seen = seen_hooks(_settings(spot))
    plugins = _section(settings_in(_settings(spot)), "enabledPlugins")
    named = named_in(name for name, enabled in plugins.items() if enabled)
    return Seen(seen.commands, list(dict.fromkeys([*seen.others, *named])), seen.broken)


def _silenced(spot: Spot) -> list[str]:
    managed = _MANAGED.get(sys.platform)
    shared = [] if spot.project is None else [spot.project / ".claude" / "settings.json"]
    own = [_settings(Spot(spot.around, None)), *shared, _settings(spot)]
    reasons = [
        f"disableAllHooks in {path}"
        for path in dict.fromkeys([*own, *([managed] if managed else [])])
        if settings_in(path).get("disableAllHooks") is True
    ]
    if settings_in(managed).get("allowManagedHooksOnly") is True:
        reasons.append(f"allowManagedHooksOnly in {managed}")
    return reasons


def _section(settings: Any, name: str) -> dict[str, Any]:
    found = settings.get(name)
    return found if isinstance(found, dict) else {}


AGENT = Agent(
    name="claude-code",
    title="Claude Code",
    program="claude",
    folder=_FOLDER,
    per_project=True,
    events=[event.name for event in _EVENTS],
    settings=_settings,
    install=lambda spot, command: [install_hooks(_settings(spot), _EVENTS, command)],
    uninstall=lambda spot: [uninstall_hooks(_settings(spot))],
    seen=_seen,
    silenced=_silenced,
    afterwards="",
)
