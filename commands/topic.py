"""`cotw topic`: what was spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting
from cotw.commands._named import OnlyThread
from cotw.errors import NothingFound

if TYPE_CHECKING:
    from datetime import tzinfo

    from cotw.care.past import ListedTopic
    from cotw.continuity.timeline import Timeline
    from cotw.retrieval.topics import Related, TopicPage

app = typer.Typer(no_args_is_help=True, help="What was spoken of, how often and how lately.")

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
_BARS = "▁▂▃▄▅▆▇█"
_WEEKS = 52
_NAME = 40


@app.command("list")
def list_all(
    ctx: typer.Context,
    thread: OnlyThread = None,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Not before: 2026-11-20, or 'last week'.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> int:
    """List topics, those most spoken of lately first.

    \b
    cotw topic list
    cotw topic list --since "last month" --thread blog

    Fresh is the share that was said of late: half of it is gone after `topics.half_life_days`.
    """
    from cotw.care.past import list_topics
    from cotw.care.within import bounds

    context = Context.of(ctx)
    with waiting("reading"), open_memory(context) as memory:
        found = list_topics(memory, bounds(memory, since, None, thread), limit)
        zone = memory.truth.zone
    if as_json:
        emit_json({"topics": [{**asdict(one.topic), "parent": one.parent} for one in found]})
        return 0 if found else NothingFound.exit_code
    if not found:
        raise NothingFound("nothing was spoken of", hint="see what there is with: cotw timeline")
    _print_list(context, found, zone)
    say(f"next: cotw topic show {_quoted(found[0].topic.name)}")
    return 0


@app.command("show")
def show(
    ctx: typer.Context,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="A topic, in any case.")],
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=200, help="At most so many exchanges.")
    ] = 10,
    as_json: AsJson = False,
) -> int:
    """Show one topic: what it belongs to, what belongs to it, its weeks, its newest exchanges.

    \b
    cotw topic show "cargo bike"

    Exit code 4: there is no such topic; `cotw recall` finds words wherever they stand.
    """
    from cotw.care.past import show_topic

    context = Context.of(ctx)
    with waiting("reading"), open_memory(context) as memory:
        page, told = show_topic(memory, topic, limit)
        zone = memory.truth.zone
    if as_json:
        emit_json(asdict(page))
    else:
        _print_page(context, page, told, zone)
    return 0


def _print_list(context: Context, found: Sequence[ListedTopic], zone: tzinfo) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("topic", "exchanges", "fresh", "first", "last", "part of"):
        table.add_column(
            head, justify="right" if head in ("exchanges", "fresh") else "left", header_style="dim"
        )
    for one in found:
        topic = one.topic
        table.add_row(
            _short(topic.name),
            f"{topic.exchanges:,}",
            f"{topic.freshness:.0%}",
            f"{topic.first_seen.astimezone(zone):%Y-%m-%d}",
            f"{topic.last_seen.astimezone(zone):%Y-%m-%d}",
            _short(one.parent or ""),
        )
    context.console().print(table)


def _print_page(context: Context, page: TopicPage, told: Timeline, zone: tzinfo) -> None:
    from cotw.commands.timeline import print_timeline

    console, topic = context.console(), page.topic
    console.print(printable(topic.name), style="bold")
    first, last = (f"{moment.astimezone(zone):%Y-%m-%d}" for moment in (topic.first_seen, topic.last_seen))
    when = f"on {first}" if first == last else f"from {first} to {last}"
    count = f"{topic.exchanges:,} exchange{'s' * (topic.exchanges != 1)}"
    console.print(f"{count} {when} · {topic.freshness:.0%} fresh", style="dim")
    if len(page.spellings) > 1:
        console.print(printable(f"written {', '.join(page.spellings)}"), style="dim")
    weeks = page.weeks[-_WEEKS:]
    if len(weeks) > 1:
        console.print(f"{sparkline([count for _, count in weeks])}  a week, from {weeks[0][0]}")
    if page.parents:
        console.print(printable(f"part of: {' → '.join(page.parents)}"))
    for what, related in (("parts", page.children), ("together with", page.beside)):
        if related:
            console.print(printable(f"{what}: {_related(related)}"), soft_wrap=True)
    console.print()
    print_timeline(console, told, zone)


def sparkline(counts: Sequence[int]) -> str:
    """A bar for each count, the highest as high as a line; none for 0."""
    most = max(counts, default=0)
    return "".join(" " if not one else _BARS[(len(_BARS) - 1) * one // most] for one in counts)


def _related(related: Sequence[Related]) -> str:
    return ", ".join(f"{one.name} ({one.exchanges})" for one in related)


def _short(name: str) -> str:
    from cotw.extraction.shortening import clipped

    return printable(clipped(name, _NAME))


def _quoted(name: str) -> str:
    from shlex import quote

    return quote(printable(name))
