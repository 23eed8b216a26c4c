"""How it stands with the hooks of each tool: where they are, whether whole, and when they last called."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cotw.files import from_json
from cotw.importers.places import Surroundings
from cotw.interfaces.agents.agent import Agent, Spot
from cotw.interfaces.agents.table import AGENTS
from cotw.wire.paths import hook_log

_LAST_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Standing:
    """One tool's hooks in one settings file; `home` None is the default one. `last_call` is an instant."""

    tool: str
    title: str
    scope: str  # "project" or "user"
    settings: Path
    state: str  # "installed", "incomplete", "program missing", "not installed" or "unreadable"
    home: Path | None
    program: Path | None
    missing: list[str]  # events that do not call us
    silenced: list[str]  # why none of its hooks are called
    others: list[str]  # other memories that are called as well
    problem: str
    last_call: str | None


def standings(around: Surroundings, project: Path | None, home: Path) -> list[Standing]:
    """The tools that are on this machine, and those whose settings name us; for `project` and for all.

    `home` is the one that counts where none is named.
    """
    found = []
    for agent in AGENTS.values():
        for spot in _spots(agent, around, project):
            one = _standing(agent, spot, home)
            if one.state != "not installed" or _is_there(agent, spot):
                found.append(one)
    return found


def last_calls(home: Path) -> dict[str, str]:
    """When each tool last called us, as the end of the log of hooks has it."""
    calls = {}
    for line in _last_lines(Path(hook_log(str(home)))):
        with suppress(ValueError):
            told = from_json(line)
            if isinstance(told, dict):
                calls[str(told.get("tool"))] = str(told.get("at"))
    return calls


def _last_lines(path: Path) -> list[bytes]:
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _LAST_BYTES))
            lines = file.read().splitlines()
    except OSError:
        return []
    return lines if size <= _LAST_BYTES else lines[1:]


def _spots(agent: Agent, around: Surroundings, project: Path | None) -> Iterator[Spot]:
    everywhere = Spot(around, None)
    # In the home directory itself both would be one file.
    if project is not None and agent.per_project and project != around.home:
        yield Spot(around, project)
    yield everywhere


def _is_there(agent: Agent, spot: Spot) -> bool:
    return spot.folder(*agent.folder).is_dir() or shutil.which(agent.program) is not None


def _standing(agent: Agent, spot: Spot, default: Path) -> Standing:
    seen = agent.seen(spot)
    first = next(iter(seen.commands.values()), None)
    missing = [event for event in agent.events if event not in seen.commands] if first else []
    state = "installed"
    if seen.broken:
        state = "unreadable"
    elif first is None:
        state = "not installed"
    elif not first.works:
        state = "program missing"
    elif missing:
        state = "incomplete"
    return Standing(
        tool=agent.name,
        title=agent.title,
        scope="user" if spot.project is None else "project",
        settings=agent.settings(spot),
        state=state,
        home=first.home if first else None,
        program=first.program if first else None,
        missing=missing,
        silenced=agent.silenced(spot) if first else [],
        others=seen.others,
        problem=seen.broken,
        last_call=last_calls(first.home or default).get(agent.name) if first else None,
    )


def as_record(one: Standing, default: Path) -> Mapping[str, object]:
    """For machines: with the home that is meant where none is named."""
    return {field: getattr(one, field) for field in one.__slots__} | {
        "home": (one.home or default) if one.program else None
    }
