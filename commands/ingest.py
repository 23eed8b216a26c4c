"""`cotw ingest`: take in transcripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable, progress, say

if TYPE_CHECKING:
    from rich.table import Table

    from cotw.importers.report import IngestReport

PROBLEMS_SHOWN = 12


def command(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files or folders; - reads stdin.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count; write nothing.")] = False,
    index: Annotated[
        bool, typer.Option("--index/--no-index", help="Bring the index up to date as well.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> int:
    """Take in what agents have written: every message once, verbatim, into the daily archives.

    \b
    cotw ingest ~/.claude/projects            everything below a folder
    cotw ingest session.jsonl notes.jsonl     some files
    cotw ingest --dry-run ~/Downloads         see what would come
    zcat old.jsonl.gz | cotw ingest -         from another program

    Formats are told by content: Claude Code transcripts, daily archives, JSON Lines (docs/jsonl.md). Files
    that have not changed are skipped, and what is known is left out, so running it again does no harm.
    Exit code 3: done, but some files had problems; each is named.
    """
    context = Context.of(ctx)
    with open_memory(context) as memory:
        with progress("Reading", unit="bytes", colour=context.colour) as advance:
            report = memory.ingest(paths, dry_run=dry_run, progress=advance)
        if as_json:
            emit_json(report.as_record())
        else:
            _print_report(context, report)
        if index and not dry_run:
            from cotw.commands._refreshing import refresh_index

            refresh_index(context, memory)
    if report.messages and not as_json:
        say('next: cotw recall "what did we decide about …"')
    return 3 if report.problem_count else 0


def _print_report(context: Context, report: IngestReport) -> None:
    console = context.console()
    console.print(_files_sentence(report))
    if report.days:
        console.print(_counts(report))
    if report.problem_count:
        console.print(f"\nProblems: {report.problem_count:,}", style="yellow")
        for problem in report.problems[:PROBLEMS_SHOWN]:
            console.print(f"  {printable(str(problem))}")
        if report.problem_count > PROBLEMS_SHOWN:
            console.print(
                f"  … and {report.problem_count - PROBLEMS_SHOWN:,} more (all with --json)", style="dim"
            )


def _counts(report: IngestReport) -> Table:
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column(justify="right")
    table.add_column(style="dim")
    aside = ", ".join(f"{label} {count:,}" for label, count in report.aside.items())
    rows = (
        ("sessions", report.sessions, ""),
        ("messages", report.messages, f"prompts {report.prompts:,}, replies {report.replies:,}"),
        ("exchanges", report.exchanges, ""),
        ("duplicates", report.duplicates, "left out"),
        ("kept aside", sum(report.aside.values()), f"no speech: {aside}" if aside else ""),
        ("receipts", report.receipts, "of files and images; see them with: cotw receipt list"),
        ("days", report.days, ""),
    )
    for label, count, remark in rows:
        table.add_row(label, f"{count:,}", remark if count else "")
    return table


def _files_sentence(report: IngestReport) -> str:
    formats = ", ".join(f"{name} {count:,}" for name, count in sorted(report.formats.items()))
    parts = [f"Read {_files(report.files_read)}{f' ({formats})' if formats else ''}"]
    if report.files_unchanged:
        parts.append(f"{report.files_unchanged:,} unchanged since the last time")
    if report.files_not_transcripts:
        parts.append(f"{report.files_not_transcripts:,} not transcripts")
    sentence = "; ".join(parts) + "."
    if not report.days:
        return f"{sentence} Nothing new."
    return (
        f"{sentence} A dry run: nothing was written. New would be:" if report.dry_run else f"{sentence} New:"
    )


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"
