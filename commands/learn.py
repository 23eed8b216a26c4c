"""`cotw learn`: what was said somewhere where no transcript is written."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Annotated

import typer

from cotw.commands._answering import answering
from cotw.commands._common import Context, emit_json
from cotw.commands._telling import bring_up_to_date, exchanges_of, input_bytes, say_learnt, told_here
from cotw.errors import UsageError

# A keeper is sent what is said in a turn or in some; a file of turns is read here.
_MOST_SENT_BYTES = 1_000_000


def command(
    ctx: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="JSON to learn; - or nothing reads stdin.")
    ] = None,
    user: Annotated[str | None, typer.Option("--user", help="What the person said.")] = None,
    agent: Annotated[str | None, typer.Option("--agent", help="What the agent answered.")] = None,
    thread: Annotated[
        str | None,
        typer.Option(
            metavar="THREAD", help="The thread it belongs to, by id or title; it need not be known yet."
        ),
    ] = None,
    mode: Annotated[
        str | None, typer.Option(metavar="MODE", help="The mode it was said in: chat, code, …")
    ] = None,
    session: Annotated[
        str | None, typer.Option(metavar="ID", help="The session; else the thread's latest.")
    ] = None,
    project: Annotated[str | None, typer.Option(help="The project it was about.")] = None,
    at: Annotated[
        str | None, typer.Option(metavar="WHEN", help="When it was said; else now: 2026-11-20T14:30.")
    ] = None,
    tool: Annotated[
        str | None, typer.Option(metavar="NAME", help="The agent or program it was said to.")
    ] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Bring the index up to date as well.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be learnt; write nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The ids as JSON.")] = False,
) -> int:
    """Remember an exchange that no transcript holds. It is on the disk when the command ends.

    \b
    cotw learn --user "The stand is on Saturday." --agent "Noted."
    cotw learn --tool openclaw --thread workshop --user "…" --agent "…"
    echo '{"user": "…", "agent": "…", "tool": "openclaw"}' | cotw learn
    cotw learn - < turns.jsonl                 one object a line, or a list

    Members of the JSON: user, agent (or messages: [{role, content, at, id}]), thread, mode, session, project,
    at, tool, user_name, agent_name, id. With the same id, or the same time and words, it is learnt once. What
    you type yourself at a terminal counts as your words; all else is kept as "reported by". Both give way to
    a transcript of the same.
    """
    context = Context.of(ctx)
    options = {"thread": thread, "mode": mode, "session": session, "project": project, "at": at, "tool": tool}
    by_hand = user is not None or agent is not None
    if by_hand and path is not None:
        raise UsageError("words and a file cannot be had at once", hint="say one after the other")
    data = b"" if by_hand else input_bytes(path)
    wanted = {
        "turn": {"user": user, "agent": agent} if by_hand else None,
        "data": b64encode(data).decode(),
        "place": "the command line",
        "names": options,
        "dry_run": dry_run,
        **told_here(context, by_hand=by_hand),
    }
    with answering(context) as answers:
        learnt = answers.ask("learn", wanted, alone=len(data) > _MOST_SENT_BYTES)
        if as_json:
            emit_json({"dry_run": dry_run, **learnt})
        else:
            say_learnt(learnt, dry_run=dry_run)
            for id_ in exchanges_of(learnt):
                print(id_)
        if refresh and not dry_run:
            bring_up_to_date(answers)
    return 0
