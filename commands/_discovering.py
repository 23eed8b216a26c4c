"""`cotw ingest --discover`: what the agents on this machine have written, and whether to remember it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cotw.commands._common import (
    Context,
    confirm,
    emit_json,
    open_memory,
    printable,
    readable_size,
    say,
    waiting,
)
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from cotw.care.discovery import Found


def discover_sources(
    context: Context, folders: Sequence[Path], *, yes: bool, dry_run: bool, as_json: bool
) -> int:
    """Lists what is found, asks tool by tool, and remembers what was answered with yes."""
    from cotw.care.discovery import discover
    from cotw.care.sources import remember

    roots = [folder.expanduser().absolute() for folder in folders]
    for root in roots:
        if not root.is_dir():
            raise UsageError(f"{root} is no folder", hint="name folders that hold projects")
    with open_memory(context) as memory:
        with waiting("looking around"):
            founds = discover(memory, roots)
        if as_json:
            chosen = founds if yes and not dry_run else []
        else:
            _print(context, founds, memory.truth.zone)
            chosen = [] if dry_run else _chosen(founds, yes=yes)
        new = remember(memory, [source for found in chosen for source in found.sources])
        if as_json:
            emit_json({"found": founds, "remembered": new})
        elif new:
            say(f"remembered in {memory.home.config} (ingest.sources)")
            say("next: cotw ingest    (or: cotw ingest --watch)")
    if not founds and not as_json:
        raise NothingFound(
            "no transcripts were found on this machine",
            hint="name some: cotw ingest PATH; or search: cotw ingest --discover FOLDER",
        )
    return 0 if founds else 4


def _chosen(founds: Sequence[Found], *, yes: bool) -> list[Found]:
    """Those to remember. Nobody is asked where nobody sits; then it is said how to answer."""
    open_questions = [found for found in founds if not found.remembered]
    if not open_questions:
        return []
    if not yes and not sys.stdin.isatty():
        say("to remember all of them: cotw ingest --discover --yes")
        return []
    return [found for found in open_questions if confirm(f"Take in {found.tool} from now on?", yes=yes)]


def _print(context: Context, founds: Sequence[Found], zone: tzinfo) -> None:
    if not founds:
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("tool", "files", "size", "from", "to", "taken in", ""):
        table.add_column(title, justify="right" if title in ("files", "size", "taken in") else "left")
    for found in founds:
        days = [str(at.astimezone(zone).date()) if at else "" for at in (found.first, found.last)]
        counts = (f"{found.files:,}", readable_size(found.size))
        state = "remembered" if found.remembered else ""
        table.add_row(printable(found.tool), *counts, *days, f"{found.taken:,}", state)
    console = context.console()
    console.print(table)
    console.print()
    for found in founds:
        console.print(f"{printable(found.tool)}: {printable(', '.join(found.sources))}", style="dim")
        if found.deleted_after_days is not None:
            console.print(_deletes(found), style="yellow")


def _deletes(found: Found) -> str:
    days = found.deleted_after_days or 0.0
    return f"{found.tool} deletes them after {days:g} {'day' if days == 1 else 'days'} ({found.setting})."
