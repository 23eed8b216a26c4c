"""OpenClaw: a plugin of ours in its folder of extensions, and the entry in `openclaw.json` that admits it.

https://docs.openclaw.ai/plugins/hooks and https://docs.openclaw.ai/tools/plugin (November 2026). The plugin's
own files are ours: they come and go as they are; one that somebody changed is left alone.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from cotw.errors import CotwError, UsageError
from cotw.files import digest_of, from_json
from cotw.interfaces.agents.agent import Agent, Seen, Spot
from cotw.interfaces.agents.hook_command import HookCommand, read_command
from cotw.interfaces.agents.json_editing import append_element, at, put_member, remove
from cotw.interfaces.agents.jsonc import Node, read_jsonc
from cotw.interfaces.agents.other_memories import named_in
from cotw.interfaces.agents.settings_file import (
    Change,
    edited,
    left_alone,
    read_settings,
    read_text,
    undone,
)

_FOLDER = ("OPENCLAW_STATE_DIR", ".openclaw")
_ID = "cotw"
_EVENTS = ("before_prompt_build", "agent_end", "before_compaction", "before_reset", "session_end")
_COMMAND_FILE = "cotw.json"
_ENTRY = ("plugins", "entries", _ID)
_ALLOW = ("plugins", "allow")
_WANTED = (
    ((*_ENTRY, "enabled"), True),
    ((*_ENTRY, "hooks", "allowPromptInjection"), True),
    # Without it a plugin is not told that an agent has answered.
    ((*_ENTRY, "hooks", "allowConversationAccess"), True),
)


def _settings(spot: Spot) -> Path:
    named = spot.around.environment.get("OPENCLAW_CONFIG_PATH", "")
    return spot.around.absolute(named) if named else spot.folder(*_FOLDER) / "openclaw.json"


def _plugin(spot: Spot) -> Path:
    return spot.folder(*_FOLDER) / "extensions" / _ID


def _install(spot: Spot, command: HookCommand) -> list[Change]:
    plain = {one.name: one.read_bytes() for one in (files("cotw") / "data" / "openclaw").iterdir()}
    digests = {name: digest_of(data) for name, data in sorted(plain.items())}
    told = json.dumps({"command": command.words, "files": digests}, ensure_ascii=False, indent=2)
    wanted = {**plain, _COMMAND_FILE: f"{told}\n".encode()}
    return [*_own_files(_plugin(spot), wanted), edited(_settings(spot), _admitted)]


def _own_files(folder: Path, wanted: dict[str, bytes]) -> list[Change]:
    ours = _digests(folder)
    changes = []
    for name, data in sorted(wanted.items()):
        now = read_settings(folder / name)
        if now not in (None, data) and name != _COMMAND_FILE and digest_of(now or b"") != ours.get(name):
            raise UsageError(
                f"{folder / name} is not ours, or was changed", hint="take it away, and try again"
            )
        changes.append(Change(folder / name, now, data, backup=False))
    return changes


def _uninstall(spot: Spot) -> list[Change]:
    folder, path = _plugin(spot), _settings(spot)
    changes = []
    for name, digest in _digests(folder).items():
        now = read_settings(folder / name)
        if now is not None and digest_of(now) == digest:
            changes.append(Change(folder / name, now, None, backup=False))
    told = read_settings(folder / _COMMAND_FILE)
    if told is not None:
        changes.append(Change(folder / _COMMAND_FILE, told, None, backup=False))
    with left_alone(path):
        there = at(_tree(read_text(path)), _ENTRY) is not None
    return [*changes, undone(path, _admitted, _dismissed) if there else edited(path, lambda text: text)]


def _admitted(text: str) -> str:
    """Our plugin may run, and add to prompts; where only some plugins are allowed, it is one of them."""
    text = text if text.strip() else "{}\n"
    for path, value in _WANTED:
        node = at(read_jsonc(text), path)
        if node is None or node.plain() is not value:
            text = put_member(text, path, value)
    allowed = at(read_jsonc(text), _ALLOW)
    return text if allowed is None or _ID in _listed(allowed.plain()) else append_element(text, _ALLOW, _ID)


def _dismissed(text: str) -> str:
    if at(read_jsonc(text), _ENTRY) is not None:
        text = remove(text, _ENTRY)
    allowed = at(read_jsonc(text), _ALLOW)
    names = _listed(allowed.plain()) if allowed else []
    if _ID in names:
        text = remove(text, [*_ALLOW, names.index(_ID)])
    for path in (_ENTRY[:2], _ENTRY[:1]):
        node = at(read_jsonc(text), path)
        if node is not None and not node.children:
            text = remove(text, path)
    return text


def _seen(spot: Spot) -> Seen:
    try:
        with left_alone(_settings(spot)):
            entries = at(_tree(read_text(_settings(spot))), _ENTRY[:2])
    except CotwError as error:
        return Seen(broken=error.message)
    others = named_in(str(child.key) for child in entries.children) if entries else []
    command = _command(_plugin(spot))
    return Seen(dict.fromkeys(_EVENTS, command) if command else {}, others)


def _silenced(spot: Spot) -> list[str]:
    path = _settings(spot)
    try:
        with left_alone(path):
            root = _tree(read_text(path))
    except CotwError as error:
        return [error.message]
    said = {name: _plain(root, ["plugins", name]) for name in ("enabled", "deny", "allow")}
    reasons = {
        "plugins.enabled is false": said["enabled"] is False,
        "plugins.deny names cotw": _ID in _listed(said["deny"]),
        "plugins.allow does not name cotw": said["allow"] is not None and _ID not in _listed(said["allow"]),
        "plugins.entries.cotw is not enabled": _plain(root, [*_ENTRY, "enabled"]) is not True,
    }
    return [f"{reason} in {path}" for reason, holds in reasons.items() if holds]


def _plain(root: Node, path: Sequence[str]) -> Any:
    node = at(root, path)
    return None if node is None else node.plain()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _tree(text: str) -> Node:
    return read_jsonc(text if text.strip() else "{}")


def _told(folder: Path) -> dict[str, Any]:
    """What our own file in the plugin's folder says; nothing without it."""
    try:
        told = from_json(read_settings(folder / _COMMAND_FILE) or b"{}")
    except (CotwError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _digests(folder: Path) -> dict[str, str]:
    named = _told(folder).get("files")
    pairs = named.items() if isinstance(named, dict) else ()
    return {name: str(digest) for name, digest in pairs if Path(name).name == name}


def _command(folder: Path) -> HookCommand | None:
    """What the plugin calls, if it is whole."""
    words = _told(folder).get("command")
    whole = all(
        digest_of(read_settings(folder / name) or b"") == digest for name, digest in _digests(folder).items()
    )
    if not whole or not isinstance(words, list):
        return None
    return read_command(shlex.join(str(word) for word in words))


AGENT = Agent(
    name="openclaw",
    title="OpenClaw",
    program="openclaw",
    folder=_FOLDER,
    per_project=False,
    events=_EVENTS,
    settings=_settings,
    install=_install,
    uninstall=_uninstall,
    seen=_seen,
    silenced=_silenced,
    afterwards="The gateway loads it when it starts: openclaw gateway restart",
)
