"""What an import took in, as a person reads it: shared by `ingest` and its `--watch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cotw.commands._common import Context, printable

if TYPE_CHECKING:
    from rich.table import Table

    from cotw.importers.report import IngestReport

PROBLEMS_SHOWN = 12


def print_report(context: Context, report: IngestReport) -> None:
    """What was read, what of it was new, and what could not be used."""
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
