"""What a tool's module says of it: where its settings are, what is ours in them, what would silence it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cotw.importers.places import Surroundings
from cotw.interfaces.agents.hook_command import HookCommand
from cotw.interfaces.agents.settings_file import Change


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on a person's machine one looks: at the tool for a `project`, or for all of them (None)."""

    around: Surroundings
    project: Path | None

    def folder(self, variable: str, usual: str) -> Path:
        """The folder of a tool's own settings: where `variable` moved it, else below the home directory."""
        moved = self.around.environment.get(variable, "")
        return self.around.absolute(moved) if moved else self.around.home / usual


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands of ours in a tool's settings: our commands by event, what other memories do there."""

    commands: dict[str, HookCommand] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    broken: str = ""  # why the settings cannot be read


@dataclass(frozen=True, slots=True)
class Agent:
    """A tool that calls us, as a value.

    `install` and `uninstall` say what would change, `seen` what stands there, `silenced` what keeps our hooks
    from being called, `settings` the file in question. `afterwards` is what a person has still to do.
    """

    name: str
    title: str
    program: str
    folder: tuple[str, str]  # the variable that moves its folder, and where it lies otherwise
    per_project: bool
    events: Sequence[str]
    settings: Callable[[Spot], Path]
    install: Callable[[Spot, HookCommand], list[Change]]
    uninstall: Callable[[Spot], list[Change]]
    seen: Callable[[Spot], Seen]
    silenced: Callable[[Spot], list[str]]
    afterwards: str
