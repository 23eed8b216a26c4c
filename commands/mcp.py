"""`cotw mcp`: the memory for agents that speak the Model Context Protocol."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import (
    Context,
    confirm,
    environment,
    open_memory,
    printable,
    say,
    short_path,
    surroundings,
)
from cotw.commands._hook_installing import home_root
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from cotw.interfaces.agents.settings_file import Change
    from cotw.interfaces.mcp.desk import Desk
    from cotw.memory import Memory

app = typer.Typer(invoke_without_command=True)

Client = Annotated[str, typer.Argument(metavar="CLIENT", help="cursor, vscode, claude-desktop, codex, …")]
Folder = Annotated[
    Path | None, typer.Argument(metavar="FOLDER", help="For the project in this folder alone.")
]
Project = Annotated[bool, typer.Option("--project", help="For the project you are in alone.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")]


@app.callback()
def serve(
    ctx: typer.Context,
    tool: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who asks: claude-code, cursor, …; else as it says."),
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option(metavar="MODE", help="The mode it reads in; else that of the tool (config: modes)."),
    ] = None,
) -> None:
    """Serve the memory over stdin and stdout to an agent, which starts this by itself.

    \b
    cotw mcp install cursor             tell an agent of it
    cotw mcp --tool cursor --mode code  what the agent then runs

    What it may read is what its mode may see. It decides nothing, and ends with the agent.
    """
    if ctx.invoked_subcommand is not None:
        return
    if sys.stdin.isatty():
        say("waiting for an agent on stdin; to tell yours of this: cotw mcp install    (end with Ctrl-D)")
    context = Context.of(ctx)

    def opened() -> AbstractContextManager[Memory]:
        return open_memory(context)

    def desk() -> Desk:
        from cotw.interfaces.mcp.desk import Desk

        return Desk(opened, environment(), tool, mode)

    from cotw.interfaces.mcp.serving import serve as serve_agent

    serve_agent(desk)


@app.command("install")
def install(
    ctx: typer.Context,
    name: Client,
    folder: Folder = None,
    project: Project = False,
    print_only: Annotated[
        bool, typer.Option("--print", help="Print what to write where, and change nothing.")
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> int:
    """Tell an agent's program of the memory, so that it starts the server by itself.

    \b
    cotw mcp install cursor
    cotw mcp install vscode --project          in the project you are in
    cotw mcp install claude-desktop --print    to write it yourself

    You see the change first, and are asked. All else in the file stays as it is, and a backup is left beside
    it. Known are claude-code, claude-desktop, codex, cursor, vscode, gemini-cli, windsurf and opencode.
    """
    from cotw.interfaces.mcp.clients import client_named
    from cotw.interfaces.mcp.entering import command_for, entered, snippet

    client = client_named(name)
    path = client.path(surroundings(), _project(folder, project=project))
    words = command_for(client, _home_named(Context.of(ctx)))
    if print_only:
        say(f"{client.title} reads it from {short_path(path)}")
        print(printable(snippet(client, path, words)))
        return 0
    change = entered(client, path, words)
    if not change.changes:
        print(printable(f"{client.title} knows of it already: nothing to change in {short_path(path)}"))
        return 0
    if not _carried_out(Context.of(ctx), change, yes=yes, dry_run=dry_run):
        return 0
    print(printable(f"{client.title} starts the memory's server from now on; start it again to see it."))
    say(f"undo: cotw mcp uninstall {name}{_again(folder, project=project)}")
    return 0


@app.command("uninstall")
def uninstall(
    ctx: typer.Context,
    name: Client,
    folder: Folder = None,
    project: Project = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> int:
    """Take the memory out of a program's list of servers. Nothing else in it changes.

    \b
    cotw mcp uninstall cursor
    cotw mcp uninstall vscode --project

    Exit code 4: it is not in there.
    """
    from cotw.interfaces.mcp.clients import client_named
    from cotw.interfaces.mcp.entering import taken_out

    client = client_named(name)
    path = client.path(surroundings(), _project(folder, project=project))
    change = taken_out(client, path)
    if not change.changes:
        raise NothingFound(
            f"{short_path(path)} does not name the memory", hint=f"put it there: cotw mcp install {name}"
        )
    if _carried_out(Context.of(ctx), change, yes=yes, dry_run=dry_run):
        print(printable(f"{client.title} does not start it any more; what is remembered stays."))
    return 0


def _carried_out(context: Context, change: Change, *, yes: bool, dry_run: bool) -> bool:
    """Whether a change was shown, agreed to and made."""
    from cotw.interfaces.agents.settings_file import write_changes

    print(printable(change.diff()))
    if dry_run or not confirm("Change it so?", yes=yes, default=True):
        return False
    for backup in write_changes([change], context.clock()()):
        say(f"what was there before: {short_path(backup)}")
    return True


def _project(folder: Path | None, *, project: bool) -> Path | None:
    """The folder of the project that is meant; None for all of a person's."""
    if folder is None and not project:
        return None
    chosen = (folder or Path()).expanduser().absolute()
    if not chosen.is_dir():
        raise UsageError(f"{chosen} is no folder", hint="name the folder of a project")
    return chosen


def _again(folder: Path | None, *, project: bool) -> str:
    return f" {folder}" if folder else " --project" if project else ""


def _home_named(context: Context) -> Path | None:
    """The home, unless it is the one that counts by default."""
    from cotw.wire.paths import default_root

    root = home_root(context)
    return None if root == Path(default_root(environment())) else root
