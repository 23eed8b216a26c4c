"""`cotw hook`: agents that remember by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.clock import local_minute, parse_instant
from cotw.commands._common import Context, emit_json, printable, say, short_path, surroundings
from cotw.commands._hook_installing import install_hooks, uninstall_hooks
from cotw.errors import NothingFound

if TYPE_CHECKING:
    from datetime import tzinfo

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
_NOTHING_FITS = "note: nothing was given, because nothing fits; ask what it should know: --prompt"
_NOBODY_AWAKE = "note: nothing was given, because nobody is awake to ask yet; an agent's first call wakes it"


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
    from cotw.commands._hook_installing import home_root, zone_of
    from cotw.interfaces.agents.standing import as_record, standings

    context = Context.of(ctx)
    project = (folder.expanduser() if folder else Path.cwd()).absolute()
    root = home_root(context)
    found = standings(surroundings(), project, root)
    if as_json:
        emit_json({"agents": [as_record(one, root) for one in found]})
    elif not found:
        raise NothingFound(
            "none of the agents that could call cotw was found here",
            hint="for claude-code, codex or openclaw: cotw hook install TOOL",
        )
    else:
        zone = zone_of(context)
        for one in found:
            _print_standing(one, zone)
        _say_next(found)
    if not found:
        return NothingFound.exit_code
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
    from cotw.commands._hook_installing import home_root, installed_command
    from cotw.interfaces.agents.trying import try_hooks
    from cotw.wire.starting import is_kept

    root = home_root(Context.of(ctx))
    project = (folder.expanduser() if folder else Path.cwd()).absolute()
    command = installed_command(tool, project)
    say(f"calling {command.line}")
    failed, given = False, ""
    for tried in try_hooks(command, project, question, surroundings().environment):
        ended = "ok" if tried.exit_code == 0 else f"exit code {tried.exit_code}"
        ended = "it did not end in time" if tried.exit_code is None else ended
        print(f"{tried.event:<18}{tried.milliseconds:7.0f} ms   {ended}")
        if tried.context:
            print(printable(f"\n{tried.context}\n"))
        if tried.errors:
            say(tried.errors)
        failed |= tried.exit_code != 0
        given += tried.context
    if not given and not failed:
        awake = is_kept(str(command.home or root))
        say(_NOTHING_FITS if awake else _NOBODY_AWAKE)
    return 1 if failed else 0


def _print_standing(one: Standing, zone: tzinfo) -> None:
    where = "this project" if one.scope == "project" else "all projects"
    print(f"{one.title}, {where}: {one.state}")
    print(printable(f"  settings   {short_path(one.settings)}"))
    if one.program:
        print(printable(f"  program    {one.program}"))
        print(printable(f"  home       {short_path(one.home) if one.home else 'the default one'}"))
        print(printable(f"  last call  {_told(one.last_call, zone)}"))
    if one.missing:
        print(printable(f"  missing    {', '.join(one.missing)}"))
    for reason in one.silenced:
        print(printable(f"  silenced   {reason}"))
    if one.others:
        print(printable(f"  beside it  {', '.join(one.others)}"))
    if one.problem:
        print(printable(f"  problem    {one.problem}"))


def _told(instant: str | None, zone: tzinfo) -> str:
    if instant is None:
        return "none yet"
    try:
        return local_minute(parse_instant(instant), zone)
    except ValueError:
        return instant


def _is_ill(one: Standing) -> bool:
    return one.state not in ("installed", "not installed") or bool(one.silenced)


def _is_twin(one: Standing, other: Standing) -> bool:
    return other.tool == one.tool and other.scope == "user" and other.program is not None


def _say_next(found: list[Standing]) -> None:
    ill = next((one for one in found if one.state in ("incomplete", "program missing")), None)
    installed = next((one for one in found if one.state == "installed"), None)
    for one in found:
        if one.scope == "project" and one.program and any(_is_twin(one, other) for other in found):
            say(f"note: {one.title} calls twice here; once will do: cotw hook uninstall {one.tool}")
    if ill is not None:
        say(f"next: cotw hook install {ill.tool} --{ill.scope}")
    elif installed is not None:
        say("next: cotw status --hooks    (how quick they are)")
    else:
        say(f"next: cotw hook install {found[0].tool}")
