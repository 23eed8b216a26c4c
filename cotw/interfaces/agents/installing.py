"""Installing: what would change in a tool's settings, what a person should know of it first, and doing it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cotw.errors import UsageError
from cotw.interfaces.agents.agent import Agent, Spot
from cotw.interfaces.agents.hook_command import HookCommand
from cotw.interfaces.agents.settings_file import Change, write_changes


@dataclass(frozen=True, slots=True)
class Plan:
    """The files that would change, none if all is as wanted, and what is worth knowing before."""

    agent: Agent
    spot: Spot
    changes: list[Change]
    notes: list[str]


def plan_install(agent: Agent, spot: Spot, command: HookCommand) -> Plan:
    """What is to change so that `agent` calls `command`. Raises UsageError for a file to leave alone."""
    _refuse_project(agent, spot)
    everywhere = Spot(spot.around, None)
    if spot.project is not None and _calls(agent, everywhere, command):
        note = f"{agent.title} calls it in all projects already: {agent.settings(everywhere)}"
        return Plan(agent, spot, [], [note])
    changes = [change for change in agent.install(spot, command) if change.changes]
    return Plan(agent, spot, changes, _notes(agent, spot))


def plan_uninstall(agent: Agent, spot: Spot) -> Plan:
    """What is to change so that nothing of ours is left. Raises UsageError for a file to leave alone."""
    _refuse_project(agent, spot)
    return Plan(agent, spot, [change for change in agent.uninstall(spot) if change.changes], [])


def carry_out(plan: Plan, now: datetime) -> list[Path]:
    """Writes what was planned and returns the backups made. Raises Changed where a file changed meanwhile."""
    made = write_changes(plan.changes, now)
    stay = {plan.spot.folder(*plan.agent.folder), plan.spot.project}
    _tidy((change.path.parent for change in plan.changes if change.after is None), stay)
    return made


def _tidy(folders: Iterable[Path], stay: set[Path | None]) -> None:
    """Takes away folders that are empty now, and those around them."""
    for folder in dict.fromkeys(folders):
        with suppress(OSError):  # it holds other things
            while folder not in stay:
                folder.rmdir()
                folder = folder.parent


def _refuse_project(agent: Agent, spot: Spot) -> None:
    if spot.project is None:
        return
    if not agent.per_project:
        raise UsageError(f"{agent.title} has one set of settings for all", hint="say --user")
    if spot.project == spot.around.home:
        raise UsageError(
            "your home directory is no project", hint="go into one, or say --user for all of them"
        )
    if not spot.project.is_dir():
        raise UsageError(f"{spot.project} is no folder", hint="name the folder of a project")


def _calls(agent: Agent, spot: Spot, command: HookCommand) -> bool:
    commands = agent.seen(spot).commands
    return all(commands.get(event) == command for event in agent.events)


def _notes(agent: Agent, spot: Spot) -> list[str]:
    notes = [f"its hooks are not called: {reason}" for reason in agent.silenced(spot) if agent.per_project]
    others = agent.seen(spot).others
    if others:
        notes.append(f"{', '.join(others)} is there as well; both will add to each prompt")
    if spot.project is not None:
        notes += _git_notes(agent.settings(spot), spot.project)
    return notes


def _git_notes(path: Path, project: Path) -> list[str]:
    """The settings of a project name programs of this machine: nobody else should be given them."""
    if _git(project, "rev-parse", "--is-inside-work-tree") != 0:
        return []
    if _git(project, "ls-files", "--error-unmatch", str(path)) == 0:
        return [f"git tracks {path}: others who share the repository would get these hooks too"]
    if _git(project, "check-ignore", "--quiet", str(path)) == 0:
        return []
    return [f"git does not ignore {path}: a line for it in .git/info/exclude keeps it yours"]


def _git(folder: Path, *words: str) -> int | None:
    """How git ends; None where there is none, or it takes too long."""
    try:
        ended = subprocess.run(
            ["git", "-C", str(folder), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ended.returncode
