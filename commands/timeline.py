"""`cotw timeline`: what happened when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_hours
from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting
from cotw.commands._named import OnlyThread
from cotw.errors import NothingFound

if TYPE_CHECKING:
    from datetime import date, timedelta, tzinfo

    from rich.console import Console

    from cotw.continuity.timeline import Sitting, Timeline


def command(
    ctx: typer.Context,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Not before: 2026-11-20, or 'last week'.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="Not after; a day counts whole.")] = None,
    thread: OnlyThread = None,
    mode: Annotated[str | None, typer.Option(metavar="MODE", help="Only this mode: chat, code, …")] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=1000, help="About so many sessions a day, the newest.")
    ] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Show what happened when, by day and session, newest last.

    \b
    cotw timeline
    cotw timeline --since "last week"
    cotw timeline --since 2026-03-14 --until 2026-03-14      one day, from close
    cotw timeline --thread blog --until yesterday

    The fewer exchanges there are, the more of them are told by their first words; follow the ids with
    `cotw show`. Exit code 4: nothing was said then.
    """
    from cotw.care.past import look_back
    from cotw.care.within import bounds

    context = Context.of(ctx)
    with waiting("reading"), open_memory(context) as memory:
        found = look_back(memory, bounds(memory, since, until, thread, mode), limit)
        zone = memory.truth.zone
    if as_json:
        emit_json({"is_cut": found.is_cut, "days": list(_records(found))})
        return 0 if found.days else NothingFound.exit_code
    if not found.days:
        raise NothingFound("nothing was said then", hint="see all there is with: cotw timeline")
    print_timeline(context.console(), found, zone)
    if found.is_cut:
        say(f"earlier: cotw timeline --until {_day_before(found.days[0].day)}    (or a larger --limit)")
    else:
        say(f"next: cotw digest {found.days[-1].day}")
    return 0


def print_timeline(console: Console, found: Timeline, zone: tzinfo) -> None:
    """Day by day, with what was silent between."""
    before = None
    for day in found.days:
        if before is not None and (day.day - before).days > 1:
            console.print(f"\n  – {_silent_days((day.day - before).days - 1)} –", style="dim")
        exchanges = f"{day.exchanges:,} exchange{'s' * (day.exchanges != 1)}"
        head = f"{day.day:%A}, {day.day.day} {day.day:%B %Y} · {exchanges}"
        console.print(head if before is None else f"\n{head}", style="bold")
        for place, sitting in enumerate(day.sittings):
            if place and sitting.silence is not None:
                console.print(f"  · {_duration(sitting.silence)}", style="dim")
            _print_sitting(console, sitting, zone)
        before = day.day


def _print_sitting(console: Console, sitting: Sitting, zone: tzinfo) -> None:
    from rich.text import Text

    line = Text(f"  {local_hours(sitting.started, sitting.ended, zone)}  ", style="cyan")
    line.append(printable(sitting.title), style="bold")
    line.append(
        printable(f"  {sitting.thread} · {sitting.mode} · {sitting.exchanges:,}"), style="dim not bold"
    )
    console.print(line, soft_wrap=True)
    for moment in sitting.moments:
        told = Text(f"      {moment.started.astimezone(zone):%H:%M}  ", style="dim")
        spoken = moment.words if moment.speaker == "human" else f"agent: {moment.words}"
        told.append(printable(spoken), style="not dim")
        if moment.reported_by:
            told.append(printable(f"  (reported by {moment.reported_by})"))
        told.append(f"  {moment.short_id}")
        console.print(told, soft_wrap=True)


def _records(found: Timeline) -> Iterator[dict[str, Any]]:
    for day in found.days:
        sittings = [
            {**asdict(one), "silence": one.silence and one.silence.total_seconds()} for one in day.sittings
        ]
        yield {"day": day.day, "exchanges": day.exchanges, "sittings": sittings}


def _silent_days(days: int) -> str:
    return "a day of silence" if days == 1 else f"{days:,} days of silence"


def _duration(pause: timedelta) -> str:
    minutes = round(pause.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min"


def _day_before(day: date) -> date:
    from datetime import timedelta

    return day - timedelta(days=1)
