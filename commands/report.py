"""`cotw report`: what a day and its night came to, made to be read over coffee."""

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
from cotw.errors import UsageError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from cotw.care.report.keeping import Kept
    from cotw.memory import Memory


Day = Annotated[
    str | None,
    typer.Argument(metavar="DATE", help="2026-11-20, yesterday, …; else the last night that is over."),
]
OpenIt = Annotated[bool, typer.Option("--open", help="Open the page in your browser.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


def command(ctx: typer.Context, day: Day = None, open_it: OpenIt = False, as_json: AsJson = False) -> int:
    """Show the report of a night with the day before it: what was said, thought, left open and went wrong.

    \b
    cotw report                      over coffee
    cotw report --open               with its pictures, in your browser
    cotw report 2026-11-20 > day.md

    It lies in the home as nightshift/DATE.md and DATE.html, and is made if it is not there, or was made
    before the night was over (05:00). What you write into one stays: a new one is put beside it. The pages
    come from the templates report.md.j2 and report.html.j2, of which you may keep your own in the home's
    templates/.
    """
    context = Context.of(ctx)
    with waiting("reading"), open_memory(context) as memory:
        kept = _kept(memory, day)
        page = kept.markdown.read_text(encoding="utf-8")
        root = memory.home.root
    if as_json:
        emit_json({**asdict(kept), "page": page})
    elif not open_it:
        _print(context, page)
    if kept.beside:
        edited = short_path(root / "nightshift" / f"{kept.night}.md")
        say(f"you edited the report in {edited}: this one lies beside it as {kept.markdown.name}")
    if open_it:
        _open(kept.html)
    elif not as_json and context.console().is_terminal:
        size = readable_size(kept.html.stat().st_size)
        say(f"next: cotw report {kept.night} --open    ({short_path(kept.html)}, {size})")
    return 0


def _kept(memory: Memory, named: str | None) -> Kept:
    from cotw.care.report.keeping import latest_night, report_of
    from cotw.care.report.night import night_told

    night = latest_night(memory) if named is None else _meant(memory, named)
    return report_of(memory, night, night_told(memory, night))


def _meant(memory: Memory, named: str) -> date:
    from cotw.care.past import period_meant
    from cotw.continuity.calendar import Span
    from cotw.records.night import night_of

    period = period_meant(memory, named)
    if period.span is not Span.DAY:
        raise UsageError(f"{named!r} is more than a day", hint="for a week see: cotw digest 'last week'")
    if period.first > night_of(memory.clock(), memory.truth.zone):
        raise UsageError(f"{period.title} is yet to come", hint="see the last one with: cotw report")
    return period.first


def _print(context: Context, page: str) -> None:
    """Without the comment that names what the page was made of: it is there for `cotw forget`."""
    shown = printable(page.partition("\n<!-- made of: ")[0].rstrip("\n"))
    console = context.console()
    if console.is_terminal:
        from rich.markdown import Markdown

        console.print(Markdown(shown))
    else:
        print(shown)


def _open(path: Path) -> None:
    import webbrowser

    if not webbrowser.open(path.absolute().as_uri()):
        say(f"no browser could be opened; the page is {short_path(path)}")
