"""`cotw status`: how big and how fresh everything is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import (
    Context,
    emit_json,
    open_memory,
    printable,
    readable_size,
    say,
    short_path,
    waiting,
)
from cotw.counting import many

if TYPE_CHECKING:
    from cotw.care.overview import Overview
    from cotw.care.parts import Parts
    from cotw.index.status import IndexStatus


def command(
    ctx: typer.Context,
    hooks: Annotated[
        bool, typer.Option("--hooks", help="How quick the hooks of agents have been, and what failed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Say what is kept, how big it is, and whether the index is up to date.

    \b
    cotw status
    cotw status --hooks     how quick the hooks of agents have been
    cotw status --json
    """
    context = Context.of(ctx)
    if hooks:
        return _hooks(context, as_json=as_json)
    with waiting("reading"), open_memory(context) as memory:
        from cotw.care.overview import overview
        from cotw.commands._status_at_work import at_work

        status, working = overview(memory), at_work(memory)
    if as_json:
        emit_json(
            {
                "home": status.root,
                "timezone": str(status.zone),
                "archive": {
                    "days": len(status.days),
                    "records": sum(day.records for day in status.days),
                    "first": status.days[0].date if status.days else None,
                    "last": status.days[-1].date if status.days else None,
                    "open": [day.date for day in status.days if day.is_open],
                },
                "index": None if status.index is None else asdict(status.index),
                "encoder": status.encoder,
                "bytes": status.sizes,
                "parts": asdict(status.parts),
                "spool": status.pointers,
                **working.record,
            }
        )
        return 0
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column()
    for label, text in [*_rows(status), *working.rows]:
        table.add_row(label, printable(text))
    context.console().print(table)
    _say_next(status)
    return 0


def _hooks(context: Context, *, as_json: bool) -> int:
    from cotw.care.hook_times import hook_times
    from cotw.commands._hook_times import emit_times, print_times

    with open_memory(context) as memory:
        times = hook_times(memory)
    if as_json:
        emit_times(times)
    else:
        print_times(context, times)
    return 0


def _rows(status: Overview) -> list[tuple[str, str]]:
    rows = [("home", f"{short_path(status.root)}  (days of {status.zone})"), ("archive", _archive(status))]
    if status.index is None:
        rows.append(("index", "none yet"))
    else:
        index = status.index
        rows.append(
            ("index", f"{index.exchanges:,} exchanges in {index.sessions:,} sessions, {index.units:,} pieces")
        )
        rows.append(("freshness", _freshness(index)))
        rows.append(("encoder", f"{index.encoder_name} ({index.encoder_version})"))
    rows += _parts(status.parts)
    if status.pointers:
        rows.append(("spool", f"{many(status.pointers, 'event')} of agents' sessions to be taken in"))
    rows.append(
        ("on disk", ", ".join(f"{name} {readable_size(count)}" for name, count in status.sizes.items()))
    )
    return rows


def _parts(parts: Parts) -> list[tuple[str, str]]:
    """A line for each part that there is something to say of."""
    rows = []
    if parts.threads or parts.handoffs_waiting:
        waiting = f", {many(parts.handoffs_waiting, 'handoff')} waiting" if parts.handoffs_waiting else ""
        rows.append(("threads", f"{parts.threads:,} made by you{waiting}"))
    if parts.truth_rows or parts.bound_files:
        held = f"{many(parts.truth_rows, 'row')} set, {many(parts.facts, 'fact')}"
        late = f"; {parts.facts_changed:,} changed: cotw knowledge refresh" if parts.facts_changed else ""
        rows.append(("knowledge", f"{held} in {many(parts.bound_files, 'bound file')}{late}"))
    if parts.identity_findings:
        rows.append(("identity", f"{many(parts.identity_findings, 'finding')}: cotw identity check"))
    return rows


def _archive(status: Overview) -> str:
    if not status.days:
        return "empty"
    records = sum(day.records for day in status.days)
    opened = sum(day.is_open for day in status.days)
    remark = f", {opened} still open" if opened else ""
    days = "1 day" if len(status.days) == 1 else f"{len(status.days):,} days"
    return f"{records:,} records on {days}, {status.days[0].date} to {status.days[-1].date}{remark}"


def _freshness(index: IndexStatus) -> str:
    late = index.freshness
    if late.current:
        return "up to date"
    parts = []
    if late.rebuild_needed:
        parts.append(late.rebuild_needed)
    if late.files_behind:
        parts.append(f"{late.files_behind:,} files ({readable_size(late.bytes_behind)}) are not in it yet")
    if late.units_pending:
        parts.append(f"{late.units_pending:,} pieces are not embedded yet")
    if late.decisions_behind:
        parts.append(f"{late.decisions_behind:,} decisions about threads are not in it yet")
    return "; ".join(parts)


def _say_next(status: Overview) -> None:
    if not status.days:
        say("next: cotw ingest --discover    (or name any folder of transcripts: cotw ingest FOLDER)")
    elif status.index is None or not status.index.freshness.current:
        say("next: cotw index refresh")
    elif status.first_step:
        say(f"next: {status.first_step}")
