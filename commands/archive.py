"""`cotw archive`: what was said, day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable
from cotw.errors import NothingFound, UsageError

app = typer.Typer(no_args_is_help=True, help="What was said, verbatim, one file a day.")

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.command("list")
def list_days(ctx: typer.Context, as_json: AsJson = False) -> int:
    """List the days of the archive.

    \b
    cotw archive list
    """
    context = Context.of(ctx)
    with open_memory(context) as memory:
        days = memory.truth.archive.days()
    if as_json:
        emit_json({"days": days})
        return 0
    if not days:
        raise NothingFound("the archive is empty", hint="take something in with: cotw ingest PATH")
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("day", "records", "bytes", "files", ""):
        table.add_column(title, justify="left" if title in ("day", "") else "right")
    for day in days:
        state = "open" if day.is_open else ""
        table.add_row(str(day.date), f"{day.records:,}", f"{day.size:,}", str(len(day.files)), state)
    context.console().print(table)
    return 0


@app.command("show")
def show_day(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="A day as 2026-11-20.")],
    everything: Annotated[bool, typer.Option("--all", help="Also what is no speech.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Word for word, secrets included.")] = False,
    as_json: AsJson = False,
) -> int:
    """Print what was said on one day.

    \b
    cotw archive show 2026-11-20
    cotw archive show 2026-11-20 --all      with tool calls and notices
    cotw archive show 2026-11-20 --raw      word for word; otherwise secrets are masked
    """
    from cotw.extraction.plain import plain

    context = Context.of(ctx)
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"{day!r} is not a day", hint="write it as 2026-11-20") from None
    with open_memory(context) as memory:
        said = [one for one in memory.truth.archive.read_day(wanted) if everything or one.is_speech]
        zone = memory.truth.zone
    if not raw:
        said = [replace(one, text=plain(one.text)) for one in said]
    if as_json:
        emit_json({"date": wanted, "messages": [one.to_record() for one in said]})
        return 0 if said else 4
    if not said:
        raise NothingFound(f"nothing was said on {wanted}", hint="see the days with: cotw archive list")
    console = context.console()
    session = None
    for one in said:
        if one.session != session:
            session = one.session
            console.print(f"\n── session {printable(session)}", style="dim")
        clock = one.timestamp.astimezone(zone).strftime("%H:%M")
        label = one.sender if one.is_speech else f"{one.sender} ({one.kind.value})"
        console.print(f"{clock} {printable(label)}: ", style="bold", end="")
        console.print(printable(one.text or _call_line(one.call)))
    return 0


def _call_line(call: object) -> str:
    from cotw.records.message import ToolCall

    if not isinstance(call, ToolCall):
        return ""
    parts = (call.name, call.target, call.status, f"{call.size:,} bytes" if call.size is not None else None)
    return " · ".join(part for part in parts if part)


@app.command("seal")
def seal(
    ctx: typer.Context,
    day: Annotated[
        str | None, typer.Argument(metavar="DATE", help="One day; else every day that is over.")
    ] = None,
) -> int:
    """Seal days that are over; that also happens by itself with the next import.

    \b
    cotw archive seal
    cotw archive seal 2026-11-20      this one, even if it is not over
    """
    context = Context.of(ctx)
    with open_memory(context) as memory:
        try:
            sealed = memory.seal(date.fromisoformat(day) if day else None)
        except ValueError:
            raise UsageError(f"{day!r} is not a day", hint="write it as 2026-11-20") from None
    for one in sealed:
        print(f"sealed {one}")
    if not sealed:
        print("Nothing to seal.")
    return 0
