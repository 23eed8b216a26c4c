"""`cotw export`: what was said, taken elsewhere."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, open_memory, printable, say, short_path, waiting
from cotw.commands._named import OnlyThread
from cotw.errors import UsageError

if TYPE_CHECKING:
    from cotw.care.export import Chosen
    from cotw.memory import Memory


class Form(StrEnum):
    """What an export looks like."""

    JSONL = "jsonl"
    MARKDOWN = "markdown"
    ARCHIVE = "archive"


def command(
    ctx: typer.Context,
    form: Annotated[
        Form, typer.Option("--format", help="Lines of JSON, pages to read, or daily archives.")
    ] = Form.JSONL,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE|DIR", help="Where to; - for stdout.")
    ] = None,
    session: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this session (the beginning of its id).")
    ] = None,
    thread: OnlyThread = None,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Not before: 2026-11-20, or 'last week'.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="Not after; a day counts whole.")] = None,
    raw: Annotated[bool, typer.Option("--raw", help="Word for word, secrets included.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> int:
    """Take what was said elsewhere: as lines for programs, pages for people, archives for another home.

    \b
    cotw export > everything.jsonl
    cotw export --format markdown -o pages --since 2026-11-01    a page for each session
    cotw export --format markdown --session 3f2a91               one session, on the terminal
    cotw export --format archive -o days --raw                   for the home of another machine

    `cotw ingest` takes lines and archives in again, with the same ids. Without --raw secrets are masked.
    """
    from cotw.care.export import Choice, chosen, refuse_place
    from cotw.care.threads import archived_session, archived_thread
    from cotw.care.within import bounds

    context = Context.of(ctx)
    place = None if out is None or str(out) == "-" else out.expanduser()
    if place is None and form is Form.ARCHIVE:
        raise UsageError("daily archives are a folder of files", hint="name it: -o DIR")
    with open_memory(context) as memory:
        if place is not None:
            refuse_place(memory, place, force=force)
        within = bounds(memory, since, until, None)
        choice = Choice(
            session and archived_session(memory, session),
            thread and archived_thread(memory, thread),
            since=within.since,
            until=within.until,
        )
        with waiting("gathering"), chosen(memory, choice, raw=raw) as found:
            told = _write(memory, found, form, place)
        if place is not None:
            print(printable(f"{short_path(place.absolute())}: {found.messages:,} messages{told}"))
        if found.problems:
            say(f"note: {len(found.problems)} records cannot be read; see: cotw check --read-data")
    return 3 if found.problems else 0


def _write(memory: Memory, found: Chosen, form: Form, place: Path | None) -> str:
    """Writes the export and says of how many files it is."""
    from cotw.care.export import make_place, write_days, write_file, write_lines
    from cotw.care.pages import write_one_page, write_pages

    match form, place:
        case Form.JSONL, None:
            write_lines(found, sys.stdout.buffer)
        case Form.JSONL, Path():
            write_file(place, lambda stream: write_lines(found, stream))
        case Form.MARKDOWN, None:
            write_one_page(memory, found, sys.stdout.buffer)
        case Form.MARKDOWN, Path():
            return f" in {write_pages(memory, found, make_place(place)):,} pages"
        case Form.ARCHIVE, Path():
            return f" in {write_days(memory, found, make_place(place)):,} days"
    return ""
