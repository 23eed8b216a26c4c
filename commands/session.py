"""`cotw session`: conversations, each one run of a tool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_minute
from cotw.commands._common import Context, column, emit_json, open_memory, printable, say
from cotw.commands._named import OnlyThread
from cotw.commands._person import decider
from cotw.commands._thread_page import counted, many
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from cotw.continuity.sessions import Session, SessionPage, State

app = typer.Typer(no_args_is_help=True, help="Conversations: each one run of a tool, and disposable.")

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
SHORT_ID = 12
TITLE_CHARACTERS = 60
THREAD_CHARACTERS = 16


@app.command("list")
def list_all(
    ctx: typer.Context,
    thread: OnlyThread = None,
    project: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="In this folder, or one in it.")
    ] = None,
    mode: Annotated[str | None, typer.Option(metavar="MODE", help="Only this mode: chat, code, …")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="With a word since: 2026-11-20, or 'last week'.")
    ] = None,
    state: Annotated[str | None, typer.Option(help="open, interrupted, over or closed.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="At most so many; 0: all.")] = 20,
    as_json: AsJson = False,
) -> int:
    """List sessions, the latest first.

    \b
    cotw session list
    cotw session list --thread wheels --since 2026-11-01
    cotw session list --state interrupted
    cotw session list --project ~/shop --limit 0

    A session is open; interrupted after two hours without a word; over after six; closed when somebody closed
    it, until words come after that. The hours are settings: cotw config show continuity
    """
    from cotw.care.threads import folder_called, life, thread_called
    from cotw.care.within import bounds
    from cotw.continuity.sessions import sessions_of

    context = Context.of(ctx)
    with open_memory(context) as memory:
        zone = memory.truth.zone
        wanted = None if thread is None else thread_called(memory, thread)
        folder = None if project is None else folder_called(memory, project)
        with memory.index() as index:
            found = sessions_of(
                index,
                life(memory),
                thread=wanted,
                project=folder,
                mode=mode,
                since=bounds(memory, since, None, None).since,
                state=None if state is None else _state(state),
                limit=limit or None,
            )
    if as_json:
        emit_json({"sessions": [asdict(one) for one in found]})
        return 0 if found else NothingFound.exit_code
    if not found:
        raise NothingFound("there is no such session", hint="take in transcripts with: cotw ingest PATH")
    print_sessions(found, zone)
    say(f"next: cotw session show {found[0].id[:SHORT_ID]}")
    return 0


@app.command("show")
def show(
    ctx: typer.Context,
    prefix: Annotated[str, typer.Argument(metavar="ID", help="The id of a session, or its beginning.")],
    as_json: AsJson = False,
) -> int:
    """Print what is known of one session: its span, its state, its threads, where it lies.

    \b
    cotw session show 5e55105e
    """
    from cotw.care.threads import life
    from cotw.continuity.sessions import session_page
    from cotw.retrieval.prefixes import full_id

    context = Context.of(ctx)
    with open_memory(context) as memory:
        zone = memory.truth.zone
        with memory.index() as index:
            page = session_page(index, life(memory), full_id(index.database, "sessions", prefix))
    if as_json:
        emit_json({"session": _record(page)})
        return 0
    console = context.console()
    console.print(printable(page.session.title or page.session.id), style="bold")
    for line in _facts(page, zone):
        console.print(printable(line), style="dim")
    say(f"next: cotw show {page.last[:SHORT_ID]} --around 5")
    return 0


@app.command("close")
def close(
    ctx: typer.Context,
    prefix: Annotated[str, typer.Argument(metavar="ID", help="The id of a session, or its beginning.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; kept in the ledger.")] = "",
) -> int:
    """Close a session. Words that are said in it later open it again.

    \b
    cotw session close 5e55105e
    cotw session close 5e55105e --reason "the wheel is built"
    """
    from cotw.care.threads import session_called
    from cotw.continuity.sessions import close_session

    context = Context.of(ctx)
    with open_memory(context) as memory:
        session = session_called(memory, prefix)
        close_session(memory.truth, session, decider(), reason)
    print(printable(f"closed {session}"))
    return 0


def print_sessions(sessions: Sequence[Session], zone: tzinfo) -> None:
    """One line each: when its last word was said, its state, and what it is about."""
    print(f"{'id':<{SHORT_ID}}  {'last word':<16}  {'state':<11}  {'said':>5}  {'thread':<16}  about")
    for one in sessions:
        ended = local_minute(one.ended, zone)
        about = " ".join(printable(one.title).split())[:TITLE_CHARACTERS]
        thread = column(one.thread, THREAD_CHARACTERS)
        print(
            f"{column(one.id[:SHORT_ID], SHORT_ID)}  {ended}  {one.state.value:<11}  {one.exchanges:>5,}"
            f"  {thread}  {about}"
        )


def _facts(page: SessionPage, zone: tzinfo) -> Iterator[str]:
    one = page.session
    began, ended = (local_minute(instant, zone) for instant in (one.started, one.ended))
    said = f"{many(one.exchanges, 'exchange')}, {many(one.messages, 'message')}"
    yield f"session {one.id}"
    yield f"{began} to {ended} · {one.state.value} · {said}"
    yield " · ".join([f"thread {counted(page.threads)}", f"mode {one.mode}", one.tool])
    if one.project:
        yield one.project
    for again in page.resumed:
        hours = again.after.total_seconds() / 3600
        yield f"taken up again {local_minute(again.at, zone)}, after {hours:,.0f} hours"
    yield " to ".join(dict.fromkeys(page.addresses))


def _record(page: SessionPage) -> dict[str, Any]:
    resumed = [
        {"at": one.at, "after_hours": round(one.after.total_seconds() / 3600, 1)} for one in page.resumed
    ]
    first, last = page.addresses
    return asdict(page.session) | {
        "resumed": resumed,
        "threads": page.threads,
        "addresses": {"first": first, "last": last},
    }


def _state(named: str) -> State:
    from cotw.continuity.sessions import State

    try:
        return State(named.lower())
    except ValueError:
        raise UsageError(f"no session is {named!r}", hint=f"one of: {', '.join(State)}") from None
