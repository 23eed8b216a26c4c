"""`cotw ingest`: take in transcripts, find them, follow them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, progress, say
from cotw.commands._settling import settle_first
from cotw.errors import UsageError

if TYPE_CHECKING:
    from cotw.importers.report import IngestReport
    from cotw.memory import Memory

# Ways of calling that are not an import and exclude each other.
_OTHERWISE = ("--discover", "--watch", "--list-formats")


def command(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH…", help="Files or folders; - reads stdin. Else what is remembered."),
    ] = None,
    discover: Annotated[
        bool, typer.Option("--discover", help="Find what the agents on this machine have written.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --discover: remember all that is found.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on and take in what comes.")] = False,
    list_formats: Annotated[bool, typer.Option("--list-formats", help="List what can be read.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count; write nothing.")] = False,
    index: Annotated[
        bool, typer.Option("--index/--no-index", help="Bring the index up to date as well.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> int:
    """Take in what agents have written: every message once, verbatim, into the daily archives.

    \b
    cotw ingest --discover                    find transcripts, and remember where
    cotw ingest                               everything that is remembered
    cotw ingest --watch                       the same, and go on
    cotw ingest ~/.claude/projects            everything below a folder
    cotw ingest --dry-run ~/Downloads         see what would come
    zcat old.jsonl.gz | cotw ingest -         from another program

    Formats are told by content: cotw ingest --list-formats. Files that have not changed are skipped, and what
    is known is left out, so running it again does no harm. Tools' own files are never touched.
    Exit code 3: done, but some files had problems; each is named.
    """
    context = Context.of(ctx)
    _refuse_contradictions((discover, watch, list_formats), dry_run=dry_run, yes=yes)
    if list_formats:
        from cotw.commands._formats import print_formats

        return print_formats(context, as_json=as_json)
    if discover:
        from cotw.commands._discovering import discover_sources

        return discover_sources(context, paths or [], yes=yes, dry_run=dry_run, as_json=as_json)
    if watch:
        from cotw.commands._watching import watch_sources

        return watch_sources(context, paths or [], index=index, as_json=as_json)
    return _ingest(context, paths or [], dry_run=dry_run, index=index, as_json=as_json)


def _refuse_contradictions(chosen: tuple[bool, ...], *, dry_run: bool, yes: bool) -> None:
    named = [option for option, wanted in zip(_OTHERWISE, chosen, strict=True) if wanted]
    if len(named) > 1:
        raise UsageError(f"{named[0]} and {named[1]} cannot be had at once", hint="say one after the other")
    if dry_run and "--watch" in named:
        raise UsageError("a watch cannot be a dry run", hint="cotw ingest --dry-run shows what would come")
    if yes and "--discover" not in named:
        raise UsageError("--yes answers the questions of --discover", hint="cotw ingest --discover --yes")


def _ingest(context: Context, paths: list[Path], *, dry_run: bool, index: bool, as_json: bool) -> int:
    with open_memory(context) as memory:
        if not dry_run:
            settle_first(memory)
        is_first = not memory.truth.archive.day_files()
        wanted = paths or _remembered(memory)
        with progress("Reading", unit="bytes", colour=context.colour) as advance:
            report = memory.ingest(wanted, named=bool(paths), dry_run=dry_run, progress=advance)
        _show(context, report, as_json=as_json)
        if index and not dry_run:
            from cotw.care.starts import prepare_starts, prepared_starts
            from cotw.commands._refreshing import refresh_index

            refresh_index(context, memory)
            if report.messages:
                prepare_starts(memory, prepared_starts(memory))
        if report.messages and not as_json:
            say(f"next: {_next(memory, is_first=is_first)}")
    return 3 if report.problem_count else 0


def _next(memory: Memory, *, is_first: bool) -> str:
    """A question after the first import; then what was not done yet, and at last what is new."""
    from cotw.care.first_steps import first_step

    if is_first:
        return 'cotw recall "what did we decide about …"'
    return first_step(memory) or "cotw timeline"


def _remembered(memory: Memory) -> list[Path]:
    from cotw.care.sources import remembered

    return [path for source in remembered(memory) for path in source.paths()]


def _show(context: Context, report: IngestReport, *, as_json: bool) -> None:
    from cotw.commands._ingest_report import print_report

    if as_json:
        emit_json(report.as_record())
    else:
        print_report(context, report)
