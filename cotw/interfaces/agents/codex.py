"""Codex: `hooks.json` beside its `config.toml`, for a person or, in `.codex/`, for a project that is trusted.

https://developers.openai.com/codex/hooks (November 2026). Hooks run once a person has looked at them there
(`/hooks`), and again after each change. Of SessionEnd no more than 3 seconds are given.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from cotw.interfaces.agents.agent import Agent, Spot
from cotw.interfaces.agents.hook_settings import install_hooks, seen_hooks, uninstall_hooks
from cotw.interfaces.agents.json_hooks import HookEvent

_FOLDER = ("CODEX_HOME", ".codex")
_EVENTS = (
    HookEvent("SessionStart", 10),
    HookEvent("UserPromptSubmit", 5),
    HookEvent("Stop", 5),
    HookEvent("PreCompact", 5),
    HookEvent("SessionEnd", 3),
)
_MANAGED = Path("/etc/codex/requirements.toml")


def _settings(spot: Spot) -> Path:
    return _layer(spot) / "hooks.json"


def _layer(spot: Spot) -> Path:
    return spot.folder(*_FOLDER) if spot.project is None else spot.project / ".codex"


def _silenced(spot: Spot) -> list[str]:
    layers = dict.fromkeys([_layer(Spot(spot.around, None)), _layer(spot)])
    files = [*(layer / "config.toml" for layer in layers), _MANAGED]
    reasons = []
    for path in files:
        settings = _toml(path)
        features = settings.get("features")
        features = features if isinstance(features, dict) else {}
        for name in ("hooks", "codex_hooks"):  # the second is its older name
            if features.get(name) is False:
                reasons.append(f"features.{name} = false in {path}")
    if _toml(_MANAGED).get("allow_managed_hooks_only") is True:
        reasons.append(f"allow_managed_hooks_only in {_MANAGED}")
    return reasons


def _toml(path: Path) -> dict[str, Any]:
    """The settings in `path`; none where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


AGENT = Agent(
    name="codex",
    title="Codex",
    program="codex",
    folder=_FOLDER,
    per_project=True,
    events=[event.name for event in _EVENTS],
    settings=_settings,
    install=lambda spot, command: [install_hooks(_settings(spot), _EVENTS, command)],
    uninstall=lambda spot: [uninstall_hooks(_settings(spot))],
    seen=lambda spot: seen_hooks(_settings(spot)),
    silenced=_silenced,
    afterwards="Codex runs hooks once you have looked at them: start it, type /hooks, trust those of cotw.",
)
