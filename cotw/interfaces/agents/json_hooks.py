"""Hooks in JSON settings, as Claude Code and Codex have them: ours come in at the end of each event, and out.

{"hooks": {"Stop": [{"matcher": "…", "hooks": [{"type": "command", "command": "…", "timeout": 5}]}]}}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cotw.interfaces.agents.hook_command import HookCommand, read_command
from cotw.interfaces.agents.json_editing import append_element, at, remove
from cotw.interfaces.agents.jsonc import NotJson, read_jsonc

_NEW = "{}\n"


@dataclass(frozen=True, slots=True)
class HookEvent:
    """One event of a tool for which we are called: how long a call may take, and what else its entry says."""

    name: str
    timeout_seconds: int
    others: Mapping[str, object] | None = None

    def group(self, command: HookCommand) -> dict[str, Any]:
        """The entry of this event."""
        handler = {"type": "command", "command": command.line, "timeout": self.timeout_seconds}
        return {"hooks": [{**handler, **(self.others or {})}]}


@dataclass(frozen=True, slots=True)
class Found:
    """A hook of ours in a file: in the `number`th group of its event, whose only hook it may be."""

    event: str
    group: int
    number: int
    alone: bool
    entry: dict[str, Any]
    command: HookCommand


def hooks_of_ours(text: str) -> list[Found]:
    """Our hooks in a document, in the order in which they stand there. Raises NotJson."""
    found = []
    for event, place, group in all_hooks(text):
        for number, hook in enumerate(hooks := group["hooks"]):
            command = read_command(hook.get("command")) if isinstance(hook, dict) else None
            if command is not None:
                found.append(Found(event, place, number, len(hooks) == 1, group, command))
    return found


def all_hooks(text: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Each group of hooks: its event, its number, itself. What has not their shape is passed over."""
    settings = read_jsonc(text if text.strip() else _NEW).plain()
    events = settings.get("hooks") if isinstance(settings, dict) else None
    for event, groups in events.items() if isinstance(events, dict) else ():
        for place, group in enumerate(groups if isinstance(groups, list) else ()):
            if isinstance(group, dict) and isinstance(group.get("hooks"), list):
                yield event, place, group


def with_hooks(groups: list[tuple[str, dict[str, Any]]]) -> Callable[[str], str]:
    """An edit that adds `groups`, each to its event; it refuses a document that has hooks of ours."""

    def edit(text: str) -> str:
        if hooks_of_ours(text):
            raise NotJson("hooks of ours are in it already")
        text = text if text.strip() else _NEW
        for event, group in groups:
            text = append_element(text, ["hooks", event], group)
        return text

    return edit


def without_hooks(text: str) -> str:
    """The document without our hooks, and without what is left empty by that."""
    ours = hooks_of_ours(text)
    for one in reversed(ours):
        path: list[str | int] = ["hooks", one.event, one.group]
        text = remove(text, path if one.alone else [*path, "hooks", one.number])
    emptied: list[list[str]] = [["hooks", event] for event in dict.fromkeys(one.event for one in ours)]
    for outer in [*emptied, ["hooks"]] if ours else []:
        node = at(read_jsonc(text), outer)
        if node is not None and not node.children:
            text = remove(text, outer)
    return text
