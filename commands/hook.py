"""`cotw hook`: agents that remember by themselves."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, emit_json, printable, say, short_path
from cotw.commands._hook_installing import install_hooks, uninstall_hooks
from cotw.errors import NothingFound

if TYPE_CHECKING:
    from cotw.interfaces.agents.standing import Standing

app = typer.Typer(no_args_is_help=True, help="Agents that remember by themselves.")

Tool = Annotated[str, typer.Argument(metavar="TOOL", help="claude-code, codex or openclaw.")]
Folder = Annotated[
    Path | None, typer.Argument(metavar="FOLDER", help="The project's folder; else the one you are in.")
]
Scope = Annotated[
    bool | None,
    typer.Option("--project/--user", help="For one project, which is usual, or for all of yours."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")]
QUESTION = "What did we decide last?"


@app.command("install")
def install(
    ctx: typer.Context,
    tool: Tool,
    folder: Folder = None,
    project: Scope = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> int:
    """Let an agent remember by itself: it calls cotw when a session begins, goes on and ends.

    \b
    cotw hook install claude-code              in the project you are in
    cotw hook install codex --user             in all of your projects
    cotw hook install claude-code --dry-run    see what would change

    You see the change to the tool's settings first, and are asked. All else in the file stays as it is, a
    backup is left beside it, and cotw hook uninstall takes it back. For a project of Claude Code it is
    .claude/settings.local.json, which is yours and not your team's. Without a home one is made.
    """
    return install_hooks(Context.of(ctx), tool, folder, project=project, yes=yes, dry_run=dry_run)


@app.command("uninstall")
def uninstall(
    ctx: typer.Context,
    tool: Tool,
    folder: Folder = None,
    project: Scope = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> int:
    """Take the hooks out of a tool's settings again; nothing else in them changes.

    \b
    cotw hook uninstall claude-code
    cotw hook uninstall codex --user

    The memory stays. Exit code 4: there are none.
    """
    return uninstall_hooks(Context.of(ctx), tool, folder, project=project, yes=yes, dry_run=dry_run)


@app.command("status")
def status(
    ctx: typer.Context,
    folder: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Say which agents on this machine call cotw, and from where.

    \b
    cotw hook status
    cotw hook status --json

    Exit code 3: something keeps installed hooks from being called.
    """
    from cotw.commands._hook_installing import home_root, surroundings
    from cotw.interfaces.agents.standing import as_record, standings

    context = Context.of(ctx)
    project = (folder.expanduser() if folder else Path.cwd()).absolute()
    root = home_root(context)
    found = standings(surroundings(), project, root)
    if as_json:
        emit_json({"agents": [as_record(one, root) for one in found]})
    elif not found:
        raise NothingFound("no agent was found whose hooks could call cotw", hint="cotw hook install --help")
    else:
        for one in found:
            _print_standing(one)
        _say_next(found)
    return 3 if any(_is_ill(one) for one in found) else 0


@app.command("test")
def try_out(
    ctx: typer.Context,
    tool: Tool,
    folder: Folder = None,
    question: Annotated[
        str, typer.Option("--prompt", metavar="TEXT", help="What the agent would be asked.")
    ] = QUESTION,
) -> int:
    """Call the installed hooks as their tool would, and show what they answer and how long it takes.

    \b
    cotw hook test claude-code
    cotw hook test codex --prompt "which tyres did we choose?"

    Nothing of it is kept. Exit code 1: a hook failed.
    """
    from cotw.commands._hook_installing import installed_command
    from cotw.interfaces.agents.trying import try_hooks

    Context.of(ctx)
    project = (folder.expanduser() if folder else Path.cwd()).absolute()
    command = installed_command(tool, project)
    say(f"calling {command.line}")
    failed = False
    for tried in try_hooks(command, project, question, os.environ):
        ended = "ok" if tried.exit_code == 0 else f"exit code {tried.exit_code}"
        ended = "it did not end in time" if tried.exit_code is None else ended
        print(f"{tried.event:<18}{tried.milliseconds:7.0f} ms   {ended}")
        if tried.context:
            print(printable(f"\n{tried.context}\n"))
        if tried.errors:
            say(tried.errors)
        failed |= tried.exit_code != 0
    return 1 if failed else 0


def _print_standing(one: Standing) -> None:
    where = "this project" if one.scope == "project" else "all projects"
    print(f"{one.title}, {where}: {one.state}")
    print(printable(f"  settings   {short_path(one.settings)}"))
    if one.program:
        print(printable(f"  program    {one.program}"))
        print(printable(f"  home       {short_path(one.home) if one.home else 'the default one'}"))
        print(printable(f"  last call  {one.last_call or 'none yet'}"))
    if one.missing:
        print(printable(f"  missing    {', '.join(one.missing)}"))
    for reason in one.silenced:
        print(printable(f"  silenced   {reason}"))
    if one.others:
        print(printable(f"  beside it  {', '.join(one.others)}"))
    if one.problem:
        print(printable(f"  problem    {one.problem}"))


def _is_ill(one: Standing) -> bool:
    return one.state not in ("installed", "not installed") or bool(one.silenced)


def _say_next(found: list[Standing]) -> None:
    ill = next((one for one in found if one.state in ("incomplete", "program missing")), None)
    installed = next((one for one in found if one.state == "installed"), None)
    if ill is not None:
        say(f"next: cotw hook install {ill.tool} --{ill.scope}")
    elif installed is not None:
        say("next: cotw status --hooks    (how quick they are)")
    else:
        say(f"next: cotw hook install {found[0].tool}")
