"""`cotw truth`: what holds now, as a person decided it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_minute
from cotw.commands._common import Context, confirm, emit_json, open_memory, printable, say
from cotw.commands._named import thread_meant
from cotw.commands._person import Person, require_person
from cotw.errors import NothingFound

if TYPE_CHECKING:
    from datetime import tzinfo

    from cotw.continuity.truth_table import Entry, Row

app = typer.Typer(
    no_args_is_help=True, help="What holds now, by key: the newest decision wins, none is lost."
)

Key = Annotated[str, typer.Argument(metavar="KEY", help="Case, spaces, - and _ do not count.")]
OfThread = Annotated[
    str | None, typer.Option("--thread", metavar="THREAD", help="In this thread alone; else everywhere.")
]
Because = Annotated[str, typer.Option("--because", metavar="REASON", help="Kept with the decision.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be decided.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.command("set")
def set_row(
    ctx: typer.Context,
    key: Key,
    value: Annotated[list[str], typer.Argument(metavar="VALUE…", help="Several words need no quotes.")],
    thread: OfThread = None,
    because: Because = "",
    yes: Annotated[bool, typer.Option("--yes", help="Make a key that is much like another one.")] = False,
    dry_run: DryRun = False,
) -> int:
    """Decide what holds from now on.

    \b
    cotw truth set "shop phone" 030 1234567
    cotw truth set "spoke supplier" Sapim --because "the other one closed"
    cotw truth set colour red --thread tandem        holds in this thread alone

    Agents are told these rows as facts, with what stood there before. Only a person at a terminal can
    decide (else exit code 20).
    """
    from cotw.care.truth_table import LONGEST_KEY, LONGEST_VALUE, line_of, set_truth, truth_table

    person = None if dry_run else require_person("what holds")
    with open_memory(Context.of(ctx)) as memory:
        key, thread = line_of(key, "the key", LONGEST_KEY), thread_meant(memory, thread)
        text = line_of(" ".join(value), "the value", LONGEST_VALUE)
        table = truth_table(memory)
        near = table.near(key)
        if near:
            say(f"note: there is {' and '.join(map(repr, near))} already")
        if person is None:
            former = table.row(key, thread)
            was = f" (was: {former.now.value})" if former else ""
            print(printable(f"would set  {key}: {text}{was}"))
            return 0
        if near and not confirm(f"Make another key {key!r}?", yes=yes):
            say("Nothing was changed.")
            return 1
        changed = set_truth(memory, key, text, _by(person), thread=thread, because=because)
        row = truth_table(memory).row(key, thread)
    if row is not None:
        print(printable(row.text if changed else f"That holds already: {row.text}"))
    return 0


@app.command("unset")
def unset_row(
    ctx: typer.Context, key: Key, thread: OfThread = None, because: Because = "", dry_run: DryRun = False
) -> int:
    """Decide that a key has no value any more; its history stays.

    \b
    cotw truth unset "shop phone"
    cotw truth unset colour --thread tandem --because "painted over"
    """
    from cotw.care.truth_table import truth_table, unset_truth

    person = None if dry_run else require_person("what holds")
    with open_memory(Context.of(ctx)) as memory:
        thread = thread_meant(memory, thread)
        if person is None:
            former = truth_table(memory).row(key, thread)
            print(printable(f"would unset  {former.text}" if former else "there is nothing to unset"))
            return 0
        unset_truth(memory, key, _by(person), thread=thread, because=because)
    say(f"unset; what was set stays in: cotw truth history {key!r}")
    return 0


@app.command("list")
def list_rows(
    ctx: typer.Context,
    thread: Annotated[
        str | None, typer.Option("--thread", metavar="THREAD", help="As it holds in this thread.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="With the rows of every thread.")] = False,
    as_json: AsJson = False,
) -> int:
    """List what holds, the newest first.

    \b
    cotw truth list
    cotw truth list --thread tandem      with the rows of that thread, which win there
    """
    from cotw.care.truth_table import truth_table

    with open_memory(Context.of(ctx)) as memory:
        table, zone = truth_table(memory), memory.truth.zone
        thread = thread_meant(memory, thread)
    rows = table.every_row() if every else table.rows(thread)
    if as_json:
        emit_json({"rows": [_row_record(row, zone) for row in rows]})
        return 0 if rows else 4
    if not rows:
        raise NothingFound("nothing is set", hint='for example: cotw truth set "shop phone" 030 1234567')
    for row in rows:
        print(printable(_row_line(row, zone)))
    return 0


@app.command("history")
def history(ctx: typer.Context, key: Key, as_json: AsJson = False) -> int:
    """List all that was ever decided about a key, oldest first.

    \b
    cotw truth history "shop phone"
    """
    from cotw.care.truth_table import truth_table

    with open_memory(Context.of(ctx)) as memory:
        table, zone = truth_table(memory), memory.truth.zone
    entries = table.history(key)
    if as_json:
        emit_json({"entries": [_entry_record(entry, zone) for entry in entries]})
        return 0 if entries else 4
    if not entries:
        near = table.near(key)
        raise NothingFound(
            f"nothing was ever set for {key!r}",
            hint=f"did you mean {near[0]!r}?" if near else "see: cotw truth list --all",
        )
    for entry in entries:
        print(printable(_entry_line(entry, zone)))
    return 0


def _by(person: Person) -> dict[str, str]:
    return {"actor": person.actor, "channel": person.channel}


def _row_line(row: Row, zone: tzinfo) -> str:
    where = "" if row.now.thread is None else f"  [{row.now.thread}]"
    return f"{local_minute(row.now.at, zone)}  {row.text}{where}"


def _entry_line(entry: Entry, zone: tzinfo) -> str:
    what = "unset" if entry.value is None else f"{entry.key}: {entry.value}"
    where = "" if entry.thread is None else f"  [{entry.thread}]"
    because = f"  because {entry.because}" if entry.because else ""
    return f"{local_minute(entry.at, zone)}  {what}{where}{because}  ({entry.actor})"


def _row_record(row: Row, zone: tzinfo) -> dict[str, Any]:
    was = None if row.was is None else {"value": row.was.value, "at": row.was.at}
    return {**_entry_record(row.now, zone), "was": was}


def _entry_record(entry: Entry, zone: tzinfo) -> dict[str, Any]:
    return {**asdict(entry), "source": str(entry.source(zone))}
