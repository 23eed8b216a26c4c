"""`cotw forget`: take words out of the memory for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_minute
from cotw.commands._common import (
    Context,
    emit_json,
    open_memory,
    printable,
    progress,
    say,
    short_path,
    waiting,
)
from cotw.commands._person import Person, confirm_by_code, require_person
from cotw.errors import NothingFound

if TYPE_CHECKING:
    from cotw.care.forget import Forgotten
    from cotw.care.selecting import Selection, Wanted
    from cotw.memory import Memory

_LINE = 88


def command(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID…", help="As recall shows them.")] = None,
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help="A whole session: its id or its beginning.")
    ] = None,
    thread: Annotated[str | None, typer.Option("--thread", metavar="THREAD", help="A whole thread.")] = None,
    match: Annotated[
        str | None, typer.Option("--match", metavar="TEXT", help="Every exchange in which this stands.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Finish what was interrupted.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --dry-run: what would go, as JSON.")] = False,
) -> int:
    """Take exchanges out of archive, journal, receipts, index and caches, so that no file holds them.

    \b
    cotw forget 3f9a1c2e                          one exchange
    cotw forget --match "the vault code"          every exchange in which this stands
    cotw forget --session 5e55105e                a whole session
    cotw forget --match "the vault code" --dry-run

    Questions that cotw recall --record kept go too, if they hold the words or have found the exchange; with
    --match alone also decisions, facts that no file states any more, and kept versions of identity files.
    Shows what goes and asks for a code that stands only on your terminal: no agent can do this. Transcripts
    of the tools themselves that still hold the words are named; they and your backups are yours to clean.
    """
    from cotw.care.forget import finish, forget, sources
    from cotw.care.selecting import Wanted
    from cotw.care.threads import archived_session, archived_thread
    from cotw.records.threads import Threads
    from cotw.store.decided import decided_in

    context = Context.of(ctx)
    with open_memory(context) as memory:
        if resume:
            with progress("Forgetting", colour=context.colour) as advance:
                return _say_done(finish(memory, advance))
        person = None if dry_run else require_person("forgetting")
        if session:
            session = archived_session(memory, session)
        if thread:
            thread = archived_thread(memory, thread)
        threads = decided_in(memory.home).threads if thread else Threads()
        wanted = Wanted(tuple(ids or ()), session, thread, match, threads)
        with waiting("looking for it"):
            selection, yours = _selected(memory, wanted)
        if as_json:
            emit_json(_as_record(selection))
        else:
            _show(selection, memory)
        if person is None:
            return 0
        if not confirm_by_code(f"Forget {_counted(len(selection.ids))} for good?"):
            say("Nothing was forgotten.")
            return 1
        with progress("Looking where else it stands", colour=context.colour) as advance:
            elsewhere = list(sources(memory, selection.ids, advance))
        with progress("Forgetting", colour=context.colour) as advance:
            done = forget(memory, selection, _by(person), advance)
        for path in (*elsewhere, *yours):
            print(f"still stands in {printable(short_path(path))}")
        if elsewhere:
            say("These transcripts belong to the tools that wrote them: clean or delete them yourself.")
        if yours:
            say("What you write yourself is left to you: take it out there.")
        return _say_done(done)


def _selected(memory: Memory, wanted: Wanted) -> tuple[Selection, list[Path]]:
    """What goes, and files of the person's own in which the words stand and stay."""
    from cotw.care.beside import beside
    from cotw.care.replaying import list_records
    from cotw.care.selecting import Selection, select

    by_words = wanted.match is not None and wanted.session is None and wanted.thread is None
    also = beside(memory, wanted.match) if by_words and wanted.match else None
    try:
        selection = select(memory.truth.archive.read_all, wanted, list_records(memory))
    except NothingFound:
        if also is None or not also.counts:
            raise
        selection = Selection()
    if also is not None:
        also.add_to(selection)
    return selection, [] if also is None else list(map(Path, also.standing))


def _by(person: Person) -> dict[str, str]:
    return {"actor": person.actor, "channel": person.channel}


def _show(selection: Selection, memory: Memory) -> None:
    from cotw.extraction.plain import plain
    from cotw.extraction.shortening import clipped

    zone = memory.truth.zone
    counts = ", ".join(f"{count:,} {label}" for label, count in sorted(selection.counts.items()))
    print(f"{_counted(len(selection.ids))} in {len(selection.sessions):,} sessions: {counts}")
    if selection.begins is not None and selection.ends is not None:
        begins, ends = (each.astimezone(zone).date() for each in (selection.begins, selection.ends))
        print(f"from {begins} to {ends}; beginning with")
    for message in selection.openings:
        shown = clipped(plain(message.text), _LINE)
        print(f"  {local_minute(message.timestamp, zone)}  {printable(shown)}")
    rest = selection.counts["human"] - len(selection.openings)
    if rest > 0:
        print(f"  … and {rest:,} more")
    for record in selection.questions:
        print(f"  {local_minute(record.asked, zone)}  asked: {printable(clipped(record.question, _LINE))}")


def _say_done(done: Forgotten) -> int:
    if not done.records:
        print("Nothing is left to forget.")
        return 0
    print(f"Forgotten: {_counted(done.records)}. The ledger says who asked.")
    if done.index_removed:
        say(f"The index could not be built anew and was removed ({done.index_removed}).")
        say("hint: cotw index refresh")
    say("Backups and copies that were made before still hold them.")
    return 0


def _counted(records: int) -> str:
    return "1 record" if records == 1 else f"{records:,} records"


def _as_record(selection: Selection) -> dict[str, Any]:
    return {
        "records": sorted(selection.ids),
        "counts": dict(selection.counts),
        "sessions": sorted(selection.sessions),
        "begins": selection.begins,
        "ends": selection.ends,
    }
