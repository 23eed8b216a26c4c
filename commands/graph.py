"""`cotw graph`: who and what was named, and how it hangs together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable, waiting
from cotw.counting import times
from cotw.errors import UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from cotw.retrieval.entities import Portrait, Triple

app = typer.Typer(no_args_is_help=True, help="Who and what was named, and how it hangs together.")

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
AsDot = Annotated[bool, typer.Option("--dot", help="As a drawing for Graphviz.")]
AsHtml = Annotated[bool, typer.Option("--html", help="As one page for a browser.")]
_TRIPLES_SHOWN = 20
_SOURCES_SHOWN = 5
_DRAWN = 30


@app.command("show")
def show(
    ctx: typer.Context,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="A name, in any case.")],
    as_json: AsJson = False,
    dot: AsDot = False,
    html: AsHtml = False,
) -> int:
    """Show one entity: its names, when it came up, what was said of it, what it occurs with.

    \b
    cotw graph show Mara
    cotw graph show Mara --html > mara.html

    Everything here was read out of what was said, by rules: follow the ids with `cotw show`
    before you rely on it. Exit code 4: nothing is called so.
    """
    from cotw.retrieval.entities import portrait

    _one_form(as_json, dot, html)
    context = Context.of(ctx)
    with waiting("reading"), open_memory(context) as memory, memory.index() as index:
        found, zone = portrait(index.database, entity), memory.truth.zone
    if as_json:
        emit_json(asdict(found))
    elif dot or html:
        _draw(found.name, _links(found), html=html, in_a_row=False)
    else:
        _print_portrait(context, found, zone)
    return 0


@app.command("path")
def path(
    ctx: typer.Context,
    begin: Annotated[str, typer.Argument(metavar="A", help="A name, in any case.")],
    end: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    as_json: AsJson = False,
    dot: AsDot = False,
    html: AsHtml = False,
) -> int:
    """Show how two entities hang together: the shortest chain of links, each with its sources.

    \b
    cotw graph path Mara "Silver Wheel"
    cotw graph path Mara Jonas --json

    Exit code 4: nothing is called so, or nothing leads from one to the other.
    """
    from cotw.retrieval.chain import chain

    _one_form(as_json, dot, html)
    context = Context.of(ctx)
    with waiting("reading"), open_memory(context) as memory, memory.index() as index:
        found = chain(index.database, begin, end)
    if as_json:
        emit_json(asdict(found))
    elif dot or html:
        _draw(f"{begin} – {end}", found.links, html=html, in_a_row=True)
    elif not found.links:
        print(printable(f"{begin} and {end} are the same."))
    else:
        for line in _link_lines(found.links, len(found.links)):
            context.console().print(line, soft_wrap=True)
    return 0


@app.command("patterns")
def patterns(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> int:
    """Show which ways through the graph keep leading from questions to their answers.

    \b
    cotw recall --record "who works on the tandem?"
    cotw graph patterns

    Counted over the recalls that were kept with --record. Exit code 4: none was.
    """
    from cotw.care.paying import paying_patterns

    context = Context.of(ctx)
    with waiting("reading"), open_memory(context) as memory:
        found = paying_patterns(memory)[:limit]
    if as_json:
        rows = [{**asdict(one), "yield": one.share, "yield_at_least": one.surely} for one in found]
        emit_json({"patterns": rows})
        return 0
    for one in found:
        way = " → ".join(step.replace("_", " ") for step in one.steps) or "named in the question"
        counts = f"{one.hits:,} of {one.reached:,} exchanges, {one.paid:,} of {one.recalls:,} recalls"
        context.console().print(printable(f"{one.share:6.1%}  {way}  ({counts})"), soft_wrap=True)
    return 0


def _one_form(*wanted: bool) -> None:
    if sum(wanted) > 1:
        raise UsageError("--json, --dot and --html exclude each other")


def _links(found: Portrait) -> list[Triple]:
    """What is drawn of an entity: what was said of it, and what it occurs with besides."""
    from cotw.retrieval.chain import TOGETHER
    from cotw.retrieval.entities import Triple

    beside = [Triple(found.name, TOGETHER, one.name, 1.0, ()) for one in found.beside]
    return [*found.triples[:_DRAWN], *beside]


def _draw(title: str, links: Sequence[Triple], *, html: bool, in_a_row: bool) -> None:
    from cotw.commands._drawing import drawing, to_dot, to_html

    drawn = drawing(title, links, in_a_row=in_a_row)
    print(to_html(drawn) if html else to_dot(drawn), end="")


def _print_portrait(context: Context, found: Portrait, zone: tzinfo) -> None:
    console = context.console()
    console.print(printable(found.name), style="bold")
    first, last = (f"{moment.astimezone(zone):%Y-%m-%d}" for moment in (found.first_seen, found.last_seen))
    facts = [
        found.kind if found.kind != "unknown" else "of unknown kind",
        f"named {times(found.mentions)} in {found.exchanges:,} exchange{'s' * (found.exchanges != 1)}",
        f"on {first}" if first == last else f"from {first} to {last}",
    ]
    console.print(" · ".join(facts), style="dim")
    if len(found.spellings) > 1:
        console.print(printable(f"written {', '.join(found.spellings)}"), style="dim")
    for alias in found.aliases:
        console.print(
            printable(f"{alias.alias} may be {alias.name} ({alias.evidence}, {alias.confidence:.2f})"),
            style="dim",
        )
    if found.triples:
        console.print("\nsaid of it", style="cyan")
    for line in _link_lines(found.triples, _TRIPLES_SHOWN):
        console.print(line, soft_wrap=True)
    if found.beside:
        console.print("\noccurs with", style="cyan")
        beside = ", ".join(f"{one.name} ({one.exchanges})" for one in found.beside)
        console.print(f"  {printable(beside)}")


def _link_lines(links: Sequence[Triple], most: int) -> Iterator[str]:
    for link in links[:most]:
        sources = ", ".join(link.sources[:_SOURCES_SHOWN]) + (
            ", …" if len(link.sources) > _SOURCES_SHOWN else ""
        )
        said = f"{link.subject} – {link.predicate.replace('_', ' ')} – {link.object}"
        yield printable(f"  {said}  ({link.confidence:.2f}; {sources})")
    if len(links) > most:
        yield f"  … and {len(links) - most:,} more; see all with --json"
