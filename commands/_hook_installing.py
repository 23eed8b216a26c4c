"""`cotw hook install` and `uninstall`: what would change is shown, a person agrees, and it is done."""

from __future__ import annotations

import os
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from cotw.commands._common import (
    Context,
    confirm,
    open_memory,
    printable,
    say,
    short_path,
    surroundings,
    waiting,
)
from cotw.errors import CotwError, NoHome, NothingFound, UsageError

if TYPE_CHECKING:
    from cotw.interfaces.agents.agent import Agent, Spot
    from cotw.interfaces.agents.hook_command import HookCommand
    from cotw.interfaces.agents.installing import Plan
    from cotw.memory import Memory


def install_hooks(
    context: Context, tool: str, folder: Path | None, *, project: bool | None, yes: bool, dry_run: bool
) -> int:
    """Lets `tool` call us."""
    from cotw.commands.init import make_home
    from cotw.home import Home
    from cotw.interfaces.agents.hook_command import PROGRAM, HookCommand
    from cotw.interfaces.agents.installing import carry_out, plan_install
    from cotw.interfaces.agents.table import agent_named
    from cotw.programs import required_program
    from cotw.wire.paths import default_root

    agent = agent_named(tool)
    spot = _spot(agent, folder, project=project)
    root = home_root(context)
    named = None if root == Path(default_root(surroundings().environment)) else root
    program = required_program(PROGRAM, hint="install cotw again")
    plan = plan_install(agent, spot, HookCommand(program, agent.name, named))
    is_home = Home(root).exists
    _show(plan, root, is_home=is_home)
    if dry_run or (plan.changes and not confirm("Change it so?", yes=yes, default=True)):
        return 0
    if not is_home:  # before anything asks for it; a folder that cannot be one ends it here
        make_home(context, root)
        print(printable(f"Made a home at {short_path(root)}."))
    _say_backups(carry_out(plan, context.clock()()))
    _tell_what_follows(context, plan)
    return 0


def uninstall_hooks(
    context: Context, tool: str, folder: Path | None, *, project: bool | None, yes: bool, dry_run: bool
) -> int:
    """Takes our hooks out of the settings of `tool`. Raises NothingFound where there are none."""
    from cotw.interfaces.agents.installing import carry_out, plan_uninstall
    from cotw.interfaces.agents.table import agent_named

    agent = agent_named(tool)
    plan = plan_uninstall(agent, _spot(agent, folder, project=project))
    if not plan.changes:
        other = "--user" if plan.spot.project else "--project"
        raise NothingFound(
            f"{agent.settings(plan.spot)} has no hooks of cotw",
            hint=f"cotw hook status shows where they are; for others say {other}"
            if agent.per_project
            else "",
        )
    _print_changes(plan)
    if dry_run or not confirm("Take them out?", yes=yes, default=True):
        return 0
    _say_backups(carry_out(plan, context.clock()()))
    print(printable(f"{agent.title} does not call cotw any more; what it remembers stays."))
    return 0


def _make_ready(memory: Memory, tool: str, project: Path | None) -> None:
    """Makes what hooks and keeper have no time for: bytecode, encoder, index, what a session begins with.

    Who lets all projects be remembered stands in one of them, where the first session is likely to begin.
    """
    from cotw.care.learning import refresh_bounded
    from cotw.care.starts import prepare_start
    from cotw.interfaces.bytecode import compile_ahead

    doing = "making the encoder ready, once for this machine" if memory.needs_export() else "making ready"
    with waiting(doing):
        compile_ahead()
        try:
            refresh_bounded(memory)
            for folder in [str(project)] if project else [None, os.getcwd()]:
                prepare_start(memory, tool, folder)
        except CotwError as error:
            trouble = error.message
        else:
            return
    say(f"note: nothing is ready for the first session yet: {trouble}")


def home_root(context: Context) -> Path:
    """The home that is meant, whether or not it is there."""
    from cotw.founding import default_home

    return (context.home or default_home()).absolute()


def zone_of(context: Context) -> tzinfo:
    """The time zone of the home, if there is one."""
    try:
        with open_memory(context) as memory:
            return memory.truth.zone
    except NoHome:
        return UTC


def installed_command(tool: str, project: Path) -> HookCommand:
    """What `tool` calls in `project`. Raises NothingFound if nothing is installed."""
    from cotw.interfaces.agents.agent import Spot
    from cotw.interfaces.agents.table import agent_named

    agent = agent_named(tool)
    for where in (project, None) if agent.per_project else (None,):
        for command in agent.seen(Spot(surroundings(), where)).commands.values():
            return command
    raise NothingFound(f"{agent.title} does not call cotw here", hint=f"cotw hook install {agent.name}")


def _spot(agent: Agent, folder: Path | None, *, project: bool | None) -> Spot:
    from cotw.interfaces.agents.agent import Spot

    if folder is not None and project is False:
        raise UsageError("a folder is named, and --user is for all of them", hint="leave one of them out")
    wanted = agent.per_project if project is None and folder is None else project is not False
    return Spot(surroundings(), (folder or Path()).expanduser().absolute() if wanted else None)


def _show(plan: Plan, root: Path, *, is_home: bool) -> None:
    if plan.changes:
        _print_changes(plan)
    else:
        print(printable(f"{plan.agent.title}: nothing to change."))
    for note in plan.notes:
        say(f"note: {note}")
    if not is_home:
        say(f"note: there is no home at {short_path(root)} yet; one will be made")


def _print_changes(plan: Plan) -> None:
    settings = plan.agent.settings(plan.spot)
    for change in plan.changes:
        if change.path == settings:
            print(printable(change.diff()))
        else:
            print(printable(f"{_verb(change.before, change.after)}: {change.path}"))


def _verb(before: bytes | None, after: bytes | None) -> str:
    if before is None:
        return "new file"
    return "file goes" if after is None else "file changes"


def _say_backups(made: list[Path]) -> None:
    for backup in made:
        say(f"what was there before: {backup}")


def _tell_what_follows(context: Context, plan: Plan) -> None:
    agent, spot = plan.agent, plan.spot
    where = "in this project" if spot.project else "in all projects"
    if not agent.per_project:
        where = "everywhere"
    scope = "" if spot.project or not agent.per_project else " --user"
    print(
        printable(
            f"{agent.title} remembers now, {where}: what is said is kept, and comes back when it is of use."
        )
    )
    if agent.afterwards:
        print(printable(agent.afterwards))
    print(f"See it:         cotw hook test {agent.name}    cotw status --hooks")
    print(f"Switch it off:  cotw hook uninstall {agent.name}{scope}")
    with open_memory(context) as memory:
        _make_ready(memory, agent.name, spot.project)
        if not memory.truth.archive.day_files():
            say("next: cotw ingest --discover    (take in what was said so far)")
