"""`cotw thread`: what you work on, across sessions, projects and modes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting
from cotw.commands._person import decider
from cotw.commands._thread_page import HEADING, thread_facts, thread_line
from cotw.commands.session import SHORT_ID, print_sessions
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from cotw.memory import Memory

app = typer.Typer(
    no_args_is_help=True, help="What you work on: threads outlive sessions and span projects and modes."
)

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Named = Annotated[str, typer.Argument(metavar="THREAD", help="Its id, its title, or the beginning of one.")]
SESSIONS_SHOWN = 10


@app.command("list")
def list_all(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Archived ones too.")] = False,
    as_json: AsJson = False,
) -> int:
    """List threads, those spoken in last first.

    \b
    cotw thread list
    cotw thread list --all
    """
    from cotw.care.threads import index_if_there
    from cotw.continuity.overview import threads_of
    from cotw.continuity.threads import decided_threads
    from cotw.records.threads import MAIN_THREAD, thread_of_now

    context = Context.of(ctx)
    with open_memory(context) as memory:
        zone, settings = memory.truth.zone, memory.config.continuity
        with index_if_there(memory) as index:
            threads = decided_threads(memory.truth)
            rows = threads_of(index, threads)
        current = thread_of_now(threads, memory.clock())
    shown = [row for row in rows if everything or row.state == "open"]
    if as_json:
        emit_json({"threads": [asdict(row) for row in shown]})
        return 0 if shown else NothingFound.exit_code
    if not shown:
        raise NothingFound("there is no thread", hint='make one with: cotw thread new "Silver Wheel"')
    print(HEADING)
    for row in shown:
        here = row.id == current != MAIN_THREAD
        print(printable(thread_line(row, zone, settings.consolidate_after_compactions, current=here)))
    if hidden := len(rows) - len(shown):
        say(f"{hidden} archived: cotw thread list --all")
    say(f"next: cotw thread show {shown[0].id}")
    return 0


@app.command("show")
def show(ctx: typer.Context, named: Named, as_json: AsJson = False) -> int:
    """Print a thread: its sessions, projects, links and modes.

    \b
    cotw thread show wheels
    cotw thread show "Silver Wheel" --json
    """
    from cotw.care.threads import index_if_there, life, thread_called
    from cotw.continuity.overview import page_of
    from cotw.continuity.sessions import sessions_of
    from cotw.continuity.threads import decided_threads

    context = Context.of(ctx)
    with open_memory(context) as memory:
        zone, most = memory.truth.zone, memory.config.continuity.consolidate_after_compactions
        id_ = thread_called(memory, named)
        with index_if_there(memory) as index:
            page = page_of(index, decided_threads(memory.truth), id_)
            latest = index and sessions_of(index, life(memory), thread=id_, limit=SESSIONS_SHOWN)
    if as_json:
        wants = {"asks_for_consolidation": page.row.asks_for_consolidation(most)}
        emit_json({"thread": asdict(page) | wants, "latest_sessions": [asdict(one) for one in latest or []]})
        return 0
    console = context.console()
    console.print(printable(page.row.title), style="bold")
    for line in thread_facts(page, zone, most):
        console.print(printable(line), style="dim")
    if not latest:
        say(f"next: cotw thread switch {id_}")
        return 0
    print()
    print_sessions(latest, zone)
    if page.sessions > len(latest):
        say(f"all {page.sessions:,} sessions: cotw session list --thread {id_} --limit 0")
    say(f"next: cotw session show {latest[0].id[:SHORT_ID]}")
    return 0


@app.command("new")
def new(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What it is called.")],
    bind_to: Annotated[
        str | None, typer.Option("--bind", metavar="FOLDER", help="All sessions in this folder belong to it.")
    ] = None,
) -> int:
    """Make a thread.

    \b
    cotw thread new "Silver Wheel"
    cotw thread new "Silver Wheel" --bind ~/shop
    """
    from cotw.care.threads import folder_called, titles
    from cotw.continuity.threads import make_thread, place_project

    context = Context.of(ctx)
    with open_memory(context) as memory:
        by = decider()
        made = make_thread(memory.truth, title, by, titles(memory))
        if bind_to is not None:
            place_project(memory.truth, folder_called(memory, bind_to), made.id, by)
        _take_in(memory)
    print(made.id)
    say(f"next: cotw thread switch {made.id}" if bind_to is None else f"next: cotw thread show {made.id}")
    return 0


@app.command("switch")
def switch(
    ctx: typer.Context,
    named: Named,
    session: Annotated[
        str | None, typer.Option(metavar="ID", help="What is said in this session from now on.")
    ] = None,
    project: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="What is said in this folder from now on.")
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Also what was said there before; with --session or --project.")
    ] = False,
) -> int:
    """Let what is said from now on belong to a thread.

    \b
    cotw thread switch wheels --session 5e55105e           one session, from now on
    cotw thread switch wheels --session 5e55105e --whole   and all that was said in it
    cotw thread switch wheels --project ~/shop             every session in a folder, from now on
    cotw thread switch wheels                              what is typed or reported without a thread
    """
    from cotw.care.threads import folder_called, session_called, thread_called
    from cotw.continuity.threads import decided_threads, place_project, place_session, place_typed

    if session is not None and project is not None:
        raise UsageError("--session and --project exclude each other")
    if whole and session is None and project is None:
        raise UsageError("--whole needs a session or a project", hint="see: cotw thread switch --help")
    context = Context.of(ctx)
    with open_memory(context) as memory:
        truth, by, now = memory.truth, decider(), memory.clock()
        thread = thread_called(memory, named)
        since = None if whole else now
        if session is not None:
            what = session_called(memory, session)
            place_session(truth, what, thread, by, since)
        elif project is not None:
            what = folder_called(memory, project)
            place_project(truth, what, thread, by, since)
        else:
            what = "what is typed"
            place_typed(truth, thread, by, now)
        _take_in(memory)
        archived = decided_threads(truth).thread(thread).archived
    print(printable(f"{what} belongs to {thread}" + ("" if whole else " from now on")))
    if archived:
        say(f"note: it is archived; take it up again with: cotw thread archive {thread} --undo")
    return 0


@app.command("bind")
def bind(
    ctx: typer.Context,
    named: Named,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="A project's folder.")],
    undo: Annotated[bool, typer.Option("--undo", help="Let it go again.")] = False,
) -> int:
    """Let all sessions in a folder belong to a thread.

    \b
    cotw thread bind wheels ~/shop
    cotw thread bind wheels ~/shop --undo

    Past ones and later ones, in the folders in it too. A session that was switched itself stays where it is;
    the innermost bound folder counts.
    """
    from cotw.care.threads import folder_called, thread_called
    from cotw.continuity.threads import decided_threads, place_project

    context = Context.of(ctx)
    with open_memory(context) as memory:
        thread, place = thread_called(memory, named), folder_called(memory, folder)
        bound = decided_threads(memory.truth).projects(thread)
        if undo and place not in bound:
            hint = f"bound are: {', '.join(bound)}" if bound else "no folder is bound to it"
            raise NothingFound(f"{place} is not bound to {thread}", hint=hint)
        place_project(memory.truth, place, None if undo else thread, decider())
        _take_in(memory)
    print(printable(f"{place} is no longer bound to {thread}" if undo else f"{place} belongs to {thread}"))
    say(f"next: cotw thread show {thread}")
    return 0


@app.command("rename")
def rename(
    ctx: typer.Context,
    named: Named,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What it is to be called.")],
) -> int:
    """Give a thread another title. Its id stays.

    \b
    cotw thread rename wheels "Wheels and spokes"
    """
    from cotw.care.threads import thread_called
    from cotw.continuity.threads import rename_thread

    context = Context.of(ctx)
    with open_memory(context) as memory:
        thread = thread_called(memory, named)
        title = rename_thread(memory.truth, thread, title, decider())
        _take_in(memory)
    print(printable(f"{thread} is called {title}"))
    return 0


@app.command("archive")
def archive(
    ctx: typer.Context,
    named: Named,
    undo: Annotated[bool, typer.Option("--undo", help="Take it up again.")] = False,
) -> int:
    """Put a thread away. Nothing is forgotten: it is only not listed any more.

    \b
    cotw thread archive wheels
    cotw thread archive wheels --undo
    """
    from cotw.care.threads import thread_called
    from cotw.continuity.threads import archive_thread, take_up_thread

    context = Context.of(ctx)
    with open_memory(context) as memory:
        thread = thread_called(memory, named)
        (take_up_thread if undo else archive_thread)(memory.truth, thread, decider())
        _take_in(memory)
    print(printable(f"{thread} is taken up again" if undo else f"{thread} is archived"))
    if not undo:
        say(f"undo: cotw thread archive {thread} --undo")
    return 0


@app.command("link")
def link(
    ctx: typer.Context,
    named: Named,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The thread it has to do with.")],
) -> int:
    """Note that two threads have to do with each other.

    \b
    cotw thread link wheels garden
    """
    from cotw.care.threads import thread_called
    from cotw.continuity.threads import link_threads

    context = Context.of(ctx)
    with open_memory(context) as memory:
        thread, linked = thread_called(memory, named), thread_called(memory, other)
        link_threads(memory.truth, thread, linked, decider())
        _take_in(memory)
    print(printable(f"{thread} and {linked} are linked"))
    return 0


def _take_in(memory: Memory) -> None:
    from cotw.care.threads import take_in

    with waiting("putting it in order"):
        done = take_in(memory)
    if not done:
        say("noted; recall knows of it after: cotw index refresh")
