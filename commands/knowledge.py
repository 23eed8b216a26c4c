"""`cotw knowledge`: Markdown files of a person's own, whose lines count as facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._answering import answering
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
from cotw.commands._facts import (
    ID_DIGITS,
    binding_line,
    fact_record,
    life_line,
    print_facts,
    print_report,
)
from cotw.commands._named import thread_meant
from cotw.commands._person import Person, confirm_by_code, require_person
from cotw.commands._refreshing import refresh_index
from cotw.counting import many
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from cotw.memory import Memory

app = typer.Typer(
    no_args_is_help=True, help="Markdown files of yours whose lines count as facts, with their history."
)

ThePath = Annotated[Path, typer.Argument(metavar="PATH", help="A Markdown file, or a folder of them.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.command("bind")
def bind_path(
    ctx: typer.Context,
    path: ThePath,
    thread: Annotated[
        str | None, typer.Option("--thread", metavar="THREAD", help="Facts in this thread alone.")
    ] = None,
    dry_run: DryRun = False,
) -> int:
    """Declare that what stands in a file is fact, now and whenever it changes.

    \b
    cotw knowledge bind ~/shop/CLAUDE.md
    cotw knowledge bind ~/shop/notes --thread tandem

    List items, paragraphs, rows of tables and `key: value` lines become facts that agents are told where
    they fit. The file stays yours: edit it as you like, and run `cotw knowledge refresh`. What stands
    between <private> and </private> is left out. Only a person at a terminal can do this (else exit code 20).
    """
    from cotw.care.binding import bind, bindable

    context = Context.of(ctx)
    person = None if dry_run else require_person("what counts as fact")
    with open_memory(context) as memory:
        real, files = bindable(memory, path)
        thread = thread_meant(memory, thread)
        if person is None:
            print(printable(f"would bind {short_path(real)}: {many(len(files), 'file')}"))
            return 0
        if not bind(memory, path, _by(person), thread=thread):
            say("It is bound already.")
        return _refresh(context, memory)


@app.command("unbind")
def unbind_path(ctx: typer.Context, path: ThePath) -> int:
    """Take a binding back: what stands there is no fact any more. Its history stays.

    \b
    cotw knowledge unbind ~/shop/CLAUDE.md
    """
    from cotw.care.binding import unbind

    context = Context.of(ctx)
    person = require_person("what counts as fact")
    with open_memory(context) as memory:
        bound = unbind(memory, path, _by(person))
        refresh_index(context, memory)
    print(printable(f"{short_path(Path(bound.path))} is not bound any more."))
    return 0


@app.command("refresh")
def refresh(
    ctx: typer.Context,
    gone: Annotated[bool, typer.Option("--gone", help="Files that are not there are gone for good.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Take in what has changed in bound files.

    \b
    cotw knowledge refresh
    cotw knowledge refresh --gone        do not wait for missing files to come back

    A file that is not there is noted, and its facts are removed when it is missing a second time. Exit
    code 3: a file could not be read.
    """
    context = Context.of(ctx)
    with open_memory(context) as memory:
        if gone and not dry_run:
            require_person("that files are gone for good")
        return _refresh(context, memory, gone=gone, dry_run=dry_run, as_json=as_json)


@app.command("list")
def list_facts(
    ctx: typer.Context,
    thread: Annotated[
        str | None, typer.Option("--thread", metavar="THREAD", help="As it holds in this thread.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="With the facts of every thread.")] = False,
    files: Annotated[bool, typer.Option("--files", help="Only what is bound.")] = False,
    as_json: AsJson = False,
) -> int:
    """List the facts that hold now, by file, or what is bound.

    \b
    cotw knowledge list
    cotw knowledge list --files
    """
    from cotw.care.binding import bindings
    from cotw.care.knowledge import standing_facts

    with open_memory(Context.of(ctx)) as memory:
        bound = bindings(memory)
        facts = [] if files else standing_facts(memory, thread_meant(memory, thread), every=every)
    if as_json:
        emit_json({"bindings": list(bound), "facts": [fact_record(life) for life in facts]})
        return 0 if bound else 4
    if not bound:
        raise NothingFound("nothing is bound", hint="for example: cotw knowledge bind ~/shop/CLAUDE.md")
    if files:
        for binding in bound:
            print(printable(binding_line(binding)))
    elif not facts:
        raise NothingFound("no fact holds here", hint="see: cotw knowledge list --all")
    else:
        print_facts(facts)
    return 0


@app.command("search")
def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="A question needs no quotes.")],
    thread: Annotated[
        str | None, typer.Option("--thread", metavar="THREAD", help="With the facts of this thread.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="Facts shown.")] = 10,
    as_json: AsJson = False,
) -> int:
    """Find facts by meaning and by words, the best first.

    \b
    cotw knowledge search which oil for the hub
    """
    wanted = {"question": " ".join(words), "thread": thread, "limit": limit}
    with waiting("remembering"), answering(Context.of(ctx)) as answers:
        found = answers.ask("knowledge", wanted)["facts"]
    if as_json:
        emit_json({"facts": found})
        return 0 if found else 4
    if not found:
        raise NothingFound("no fact is about that", hint="see: cotw knowledge list")
    for fact in found:
        place = f"{short_path(Path(fact['path']))}:{fact['first']}"
        print(printable(f"{fact['id'][:ID_DIGITS]}  {fact['text']}"))
        print(printable(" " * (ID_DIGITS + 2) + " · ".join(filter(None, (fact["title"], place)))))
    return 0


@app.command("history")
def history(
    ctx: typer.Context,
    fact: Annotated[str | None, typer.Argument(metavar="FACT", help="An id, or its beginning.")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="PATH", help="Of a whole file.")] = None,
    as_json: AsJson = False,
) -> int:
    """Show what a fact said before, and when and why that changed, oldest first.

    \b
    cotw knowledge history 3f2a91c0
    cotw knowledge history --file ~/shop/CLAUDE.md
    """
    from cotw.care.knowledge import declared_facts, find_life

    if (fact is None) == (file is None):
        raise UsageError("name a fact, or a file with --file", hint="see: cotw knowledge list")
    with open_memory(Context.of(ctx)) as memory:
        declared, zone = declared_facts(memory), memory.truth.zone
    if fact is not None:
        lives = declared.lineages[find_life(declared, fact).lineage]
    else:
        assert file is not None
        lives = list(declared.lives(str(file.expanduser().resolve())))
    if as_json:
        emit_json({"facts": [fact_record(life) for life in lives]})
        return 0 if lives else 4
    if not lives:
        raise NothingFound(f"nothing was declared in {file}", hint="see: cotw knowledge list --files")
    for life in lives:
        print(printable(life_line(life, zone)))
    return 0


@app.command("forget")
def forget(
    ctx: typer.Context,
    facts: Annotated[list[str], typer.Argument(metavar="FACT…", help="Ids, or their beginnings.")],
    dry_run: DryRun = False,
) -> int:
    """Take former facts out of journal, index and caches, so that no file of the home holds them.

    \b
    cotw knowledge forget 3f2a91c0

    What still stands in a bound file would come back: take it out there first. Asks for a code that
    stands only on your terminal: no agent can do this.
    """
    from cotw.care.knowledge import declared_facts, find_life, forget_facts

    context = Context.of(ctx)
    with open_memory(context) as memory:
        declared = declared_facts(memory)
        lives = [find_life(declared, one) for one in facts]
        person = None if dry_run else require_person("forgetting")
        for life in lives:
            print(printable(life_line(life, memory.truth.zone)))
        if person is None:
            return 0
        if not confirm_by_code(f"Forget {many(len(lives), 'fact')} for good?"):
            say("Nothing was forgotten.")
            return 1
        with progress("Forgetting", colour=context.colour) as advance:
            done = forget_facts(memory, lives, _by(person), advance)
    print(f"Forgotten: {many(len(lives), 'fact')}. No file of this home holds them.")
    if done.index_removed:
        say(f"The index could not be built anew and was removed ({done.index_removed}).")
    return 0


def _refresh(
    context: Context, memory: Memory, *, gone: bool = False, dry_run: bool = False, as_json: bool = False
) -> int:
    from cotw.care.knowledge import refresh_knowledge

    with waiting("reading bound files"):
        report = refresh_knowledge(memory, gone=gone, dry_run=dry_run)
    if not dry_run:
        refresh_index(context, memory)
    if as_json:
        emit_json(
            {
                "files": report.files,
                "read": report.read,
                "facts": {turn.value: count for turn, count in report.turns.items()},
                "missing": report.missing,
                "problems": [str(one) for one in report.problems],
            }
        )
    else:
        print_report(report, dry_run=dry_run)
    return 3 if report.problems else 0


def _by(person: Person) -> dict[str, str]:
    return {"actor": person.actor, "channel": person.channel}
