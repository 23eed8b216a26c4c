"""`cotw nightshift`: what runs while nobody is talking."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, emit_json, environment, open_memory, say
from cotw.commands.report import Day, OpenIt
from cotw.commands.report import command as show_report
from cotw.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from cotw.memory import Memory

app = typer.Typer(no_args_is_help=True, help="What runs while nobody is talking.")

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done; do nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
# Of a pass that the resident nightshift has begun: there was nothing to do, or it is not the time.
_NOTHING = 4


@app.command("run")
def run(
    ctx: typer.Context,
    only: Annotated[
        str | None, typer.Option("--only", metavar="JOB", help="This job alone, due or not.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="HH:MM", help="Stop at this time of the home's clock.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    resident: Annotated[str | None, typer.Option("--for", hidden=True)] = None,
) -> int:
    """Do what is due, once, whatever the hour; what was missed is made up for. For cron, and for you.

    \b
    cotw nightshift run                      all that is due
    cotw nightshift run --until 05:00        and stop when it is time
    cotw nightshift run --only summaries     one job, even if it was done, or failed too often
    cotw nightshift run --dry-run            what is due, and why

    What is due is told from the journal: a job that was done for this night is not done again. Ctrl-C
    stops; what was begun goes on the next time. Exit code 3: a job failed. 11: a nightshift is at work.
    """
    from cotw.commands._nightshift_telling import print_due, tell
    from cotw.jobs.job import Stop
    from cotw.jobs.shift.passing import work
    from cotw.jobs.shift.resting import reason_to_rest
    from cotw.jobs.shift.stopping import stopped_by_signals
    from cotw.jobs.table import job_named
    from cotw.records.job_attempt import Phase

    job = None if only is None else job_named(only)
    with open_memory(Context.of(ctx)) as memory:
        stop = Stop(memory.clock, _end(memory, until, resident))
        if dry_run:
            return print_due(memory, job, as_json=as_json)
        if resident is not None and reason_to_rest(memory, resident):
            return _NOTHING  # asked again every few minutes: that is not worth a line each time
        by = resident or ("asked" if sys.stdin.isatty() else "timer")
        with stopped_by_signals(stop):
            made = work(memory, stop, by=by, only=job, told=lambda attempt: tell(attempt, quiet=as_json))
    if as_json:
        emit_json({"attempts": made, "stopped": stop.reason or None})
    elif not made and resident is None:
        print("Nothing is due.")
    if stop.reason:
        say(f"stopped: {stop.reason}")
    if any(one.phase is Phase.FAILED for one in made):
        return 3
    return 0 if made or resident is None else _NOTHING


@app.command("serve")
def serve(ctx: typer.Context) -> int:
    """Wait for the night, or for an idle hour, and do what is due then; until Ctrl-C.

    \b
    cotw nightshift serve

    It works in office hours, and outside of them when nothing was said for 15 minutes, at most 5 times a
    day; after a good-night it waits half an hour. When you are back it stops within two seconds. Hours and
    waiting times are settings: cotw config show nightshift. Exit code 11: this home has one already.
    """
    from cotw.jobs.shift.resident import Resident

    # A clock that stands still is none to wait by.
    with open_memory(replace(Context.of(ctx), now=None)) as memory:
        command = [sys.executable, "-P", "-m", "cotw", "--home", str(memory.home.root)]
        night = memory.config.nightshift
        say(f"waiting in {memory.home.root}; office hours {night.begins}–{night.ends}; until Ctrl-C")
        Resident(memory, [*command, "nightshift", "run", "--for"], environment(), say).serve()
    say("left")
    return 0


@app.command("status")
def status(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Say what is due and when, what was done last, and what failed too often.

    \b
    cotw nightshift status
    cotw nightshift status --json

    Exit code 3: a job has failed too often in this night; it is tried again in the next one.
    """
    from cotw.commands._nightshift_telling import print_status

    with open_memory(Context.of(ctx)) as memory:
        return print_status(memory, as_json=as_json)


@app.command("report")
def report(ctx: typer.Context, day: Day = None, open_it: OpenIt = False, as_json: AsJson = False) -> int:
    """Show the report of a night, as `cotw report` does.

    \b
    cotw nightshift report
    cotw nightshift report 2026-11-20 --open
    """
    return show_report(ctx, day, open_it, as_json)


@app.command("install")
def install(ctx: typer.Context, yes: Yes = False, dry_run: DryRun = False) -> int:
    """Let the system call `cotw nightshift run` each night: a systemd user timer, or a line of your crontab.

    \b
    cotw nightshift install
    cotw nightshift install --dry-run    see what would change

    You see what is written and done first, and are asked. Where there is neither, the line is printed for
    a timer of your own. cotw nightshift uninstall takes it back.
    """
    from cotw.commands._nightshift_installing import install_timer

    with open_memory(Context.of(ctx)) as memory:
        return install_timer(memory, yes=yes, dry_run=dry_run)


@app.command("uninstall")
def uninstall(ctx: typer.Context, yes: Yes = False, dry_run: DryRun = False) -> int:
    """Take the nightly call away again; nothing else changes.

    \b
    cotw nightshift uninstall

    Exit code 4: there is none.
    """
    from cotw.commands._nightshift_installing import uninstall_timer

    with open_memory(Context.of(ctx)) as memory:
        return uninstall_timer(memory, yes=yes, dry_run=dry_run)


def _end(memory: Memory, until: str | None, resident: str | None) -> datetime | None:
    """When a pass ends: at the time that was said, and in office hours with them. Raises UsageError."""
    from datetime import time

    from cotw.jobs.shift.resting import OFFICE
    from cotw.jobs.shift.standing import nights_of

    nights, now = nights_of(memory), memory.clock()
    if until is None:
        return nights.ending(nights.night_of(now)) if resident == OFFICE else None
    try:
        at = time.fromisoformat(until)
    except ValueError:
        raise UsageError(f"not a time of day: {until!r}", hint="write it as 05:00") from None
    return nights.next_at(now, at.replace(tzinfo=None))
