"""Our hooks in the settings of Claude Code and Codex: in, renewed, and out again letter for letter."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from cotw.errors import UsageError
from cotw.interfaces.agents.hook_command import HookCommand, read_command
from cotw.interfaces.agents.hook_settings import install_hooks, seen_hooks, uninstall_hooks
from cotw.interfaces.agents.json_hooks import HookEvent
from cotw.interfaces.agents.jsonc import read_jsonc
from cotw.interfaces.agents.settings_file import Change, write_changes
from tests.interfaces.agents.jsonc_documents import documents, group

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
EVENTS = (HookEvent("SessionStart", 10), HookEvent("Stop", 5), HookEvent("SessionEnd", 3))
OURS = HookCommand(Path("/home/mara/my bin/cotw-hook"), "claude-code", None)
MOVED = HookCommand(Path("/usr/bin/cotw-hook"), "claude-code", Path("/home/mara/memory"))


def write(change: Change) -> None:
    write_changes([change], NOW)


def events_of(file: Path) -> dict[str, Any]:
    events: dict[str, Any] = read_jsonc(file.read_text(encoding="utf-8")).plain()["hooks"]
    return events


@settings(max_examples=25, deadline=None)
@given(documents())
def test_in_and_out_is_as_before(text: str) -> None:
    """Whatever stood in the file, byte for byte; with a renewal between as well as without."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "settings.json"
        file.write_bytes(text.encode())
        before = read_jsonc(text).plain()
        write(install_hooks(file, EVENTS, OURS))
        assert not install_hooks(file, EVENTS, OURS).changes
        write(install_hooks(file, EVENTS, MOVED))
        after = events_of(file)
        for event in EVENTS:
            assert after[event.name].pop() == event.group(MOVED)
            assert after[event.name] == before.get("hooks", {}).get(event.name, [])
        write(uninstall_hooks(file))
        assert file.read_bytes() == text.encode()
        assert list(Path(folder).iterdir()) == [file]


@settings(max_examples=25, deadline=None)
@given(documents())
def test_out_without_backups_leaves_all_values(text: str) -> None:
    """Whoever cleaned up beside the file loses empty brackets at most."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "settings.json"
        file.write_bytes(text.encode())
        write(install_hooks(file, EVENTS, OURS))
        for backup in Path(folder).glob("*backup*"):
            backup.unlink()
        write(uninstall_hooks(file))
        left = read_jsonc(file.read_text(encoding="utf-8")).plain() if file.exists() else {}
        assert without_empty(left) == without_empty(read_jsonc(text).plain())


def without_empty(settings: dict[str, Any]) -> dict[str, Any]:
    events = {name: groups for name, groups in settings.get("hooks", {}).items() if groups != []}
    rest = {name: value for name, value in settings.items() if name != "hooks"}
    return {**rest, "hooks": events} if events else rest


def test_a_group_shared_with_others_keeps_them(tmp_path: Path) -> None:
    """Somebody put ours among their own hooks: only ours goes."""
    file = tmp_path / "settings.json"
    mixed = group()
    mixed["hooks"].insert(0, {"type": "command", "command": OURS.line})
    file.write_text(json.dumps({"hooks": {"Stop": [mixed]}}, indent=4))
    write(uninstall_hooks(file))
    assert events_of(file) == {"Stop": [group()]}


def test_hooks_of_ours_that_are_no_more_wanted_go(tmp_path: Path) -> None:
    """An older program was called for other events, or twice for one."""
    file = tmp_path / "settings.json"
    old = group(OURS.line)
    file.write_text(json.dumps({"hooks": {"Stop": [old, group(), old], "Notification": [old]}}, indent=2))
    write(install_hooks(file, EVENTS, OURS))
    after = events_of(file)
    assert after == {
        "Stop": [group(), EVENTS[1].group(OURS)],
        "SessionStart": [EVENTS[0].group(OURS)],
        "SessionEnd": [EVENTS[2].group(OURS)],
    }


def test_what_looks_like_ours_is_not(tmp_path: Path) -> None:
    """Only the program itself counts, not who names it among other words."""
    lines = [
        "/usr/bin/my-cotw-hook x",
        "echo cotw-hook",
        "cotw-hooks claude-code",
        "cotw-hook 'open",
        "",
        None,
        3,
    ]
    assert [read_command(line) for line in lines] == [None] * len(lines)
    assert read_command(OURS.line) == OURS
    assert read_command(MOVED.line) == MOVED
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"hooks": {"Stop": [group("echo cotw-hook")]}}))
    assert not uninstall_hooks(file).changes


@pytest.mark.parametrize("text", ['{"hooks": [', '{"hooks": []}', '{"hooks": {"Stop": 3}}', "[]", '"x"'])
def test_settings_that_are_not_as_documented_are_left_alone(tmp_path: Path, text: str) -> None:
    """Refused with the file's name; status says why it cannot be read, or that nothing is there."""
    file = tmp_path / "settings.json"
    file.write_text(text)
    with pytest.raises(UsageError, match="is left as it is"):
        install_hooks(file, EVENTS, OURS)
    assert seen_hooks(file).commands == {}


def test_other_memories_are_named(tmp_path: Path) -> None:
    """By what their hooks call; nothing is done about them."""
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"hooks": {"Stop": [group("node ~/.claude/plugins/claude-mem/stop.js")]}}))
    assert seen_hooks(file).others == ["claude-mem"]
