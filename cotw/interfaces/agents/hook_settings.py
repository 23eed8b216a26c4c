"""The settings files of Claude Code and Codex: what is to change so that each event calls us, or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cotw.errors import CotwError
from cotw.interfaces.agents.agent import Seen
from cotw.interfaces.agents.hook_command import HookCommand
from cotw.interfaces.agents.json_hooks import HookEvent, all_hooks, hooks_of_ours, with_hooks, without_hooks
from cotw.interfaces.agents.other_memories import named_in
from cotw.interfaces.agents.settings_file import (
    Change,
    Edit,
    edited,
    left_alone,
    read_text,
    renewed,
    undone,
)


def install_hooks(path: Path, events: Sequence[HookEvent], command: HookCommand) -> Change:
    """Each of `events` calls `command`, once; what else of ours stands there goes."""
    wanted = [(event.name, event.group(command)) for event in events]
    with left_alone(path):
        ours = hooks_of_ours(read_text(path))
    there = [(one.event, one.entry) for one in ours]
    if len(there) == len(wanted) and all(one in there for one in wanted):
        return edited(path, lambda text: text)
    if not ours:
        return edited(path, with_hooks(wanted))
    return renewed(path, _redo(path), without_hooks, with_hooks(wanted))


def uninstall_hooks(path: Path) -> Change:
    """None of our hooks is left."""
    with left_alone(path):
        found = hooks_of_ours(read_text(path))
    return undone(path, _redo(path), without_hooks) if found else edited(path, lambda text: text)


def seen_hooks(path: Path) -> Seen:
    """What stands in the file at `path`."""
    try:
        with left_alone(path):
            text = read_text(path)
            commands = {one.event: one.command for one in hooks_of_ours(text)}
            hooks = [hook for *_, group in all_hooks(text) for hook in group["hooks"]]
    except CotwError as error:
        return Seen(broken=error.message)
    return Seen(commands, named_in(str(hook) for hook in hooks))


def _redo(path: Path) -> Edit:
    """The edit that brought in what stands there now of ours."""
    return with_hooks([(one.event, one.entry) for one in hooks_of_ours(read_text(path))])
