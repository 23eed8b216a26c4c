"""`cotw summary`: a day, week or month in the sentences that tell most of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting
from cotw.commands._named import OnlyThread
from cotw.counting import many

if TYPE_CHECKING:
    from datetime import tzinfo

    from rich.console import Console

    from cotw.care.past import NodePage

app = typer.Typer(no_args_is_help=True, help="A day, week or month of a thread, in what was said.")


@app.command("show")
def show(
    ctx: typer.Context,
    period: Annotated[
        str | None,
        typer.Argument(
            metavar="PERIOD", help="2026-03-14, 2026-W11, 2026-03, yesterday, last week; else the latest."
        ),
    ] = None,
    thread: OnlyThread = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Show what was said in a day, week or month, thread by thread, and where to read on.

    \b
    cotw summary show                the last week in which something was said
    cotw summary show 2026-W11
    cotw summary show 2026-03 --thread blog
    cotw summary show yesterday

    A month names its weeks, a week its days, a day its exchanges: go down with `cotw summary show` and
    `cotw show`. Sentences are chosen by rules and quoted as they were said. Exit code 4: nothing was said.
    """
    from cotw.care.past import latest_week, period_meant, summary_pages

    context = Context.of(ctx)
    with waiting("reading"), open_memory(context) as memory:
        meant = period_meant(memory, period) if period else latest_week(memory, thread)
        pages = summary_pages(memory, meant, thread)
        zone = memory.truth.zone
    if as_json:
        emit_json({"period": meant.name, "summaries": [_record(page) for page in pages]})
        return 0
    console = context.console()
    console.print(meant.title, style="bold")
    for page in pages:
        _print_node(console, page, zone)
    _say_where_next(pages)
    return 0


def _print_node(console: Console, page: NodePage, zone: tzinfo) -> None:
    from rich.text import Text

    node = page.node
    counts = f"{many(node.exchanges, 'exchange')}, {many(node.sessions, 'session')}"
    head = Text(f"\n{printable(node.thread)}", style="bold cyan")
    head.append(f"  {counts}", style="dim not bold")
    console.print(head)
    if node.topics:
        console.print(printable(", ".join(one.name for one in node.topics)), style="dim", soft_wrap=True)
    if node.written is not None:
        console.print(f"\n{printable(node.written.text)}")
        console.print(printable(f"– summed up by {node.written.by or 'a language model'}"), style="dim")
    for quote in node.quotes:
        started = quote.started.astimezone(zone)
        when = f"{started:%H:%M}" if node.exchange_ids else f"{started:%m-%d %H:%M}"
        line = Text(f"  {when}  ", style="cyan")
        reported = f" (reported by {quote.reported_by})" if quote.reported_by else ""
        line.append(printable(f"{quote.sender}{reported}: "), style="dim")
        line.append(f"“{printable(quote.text)}”")
        line.append(f"  {quote.short_id}", style="dim")
        console.print(line, soft_wrap=True)
    if node.children:
        console.print(
            f"  made of: {', '.join(one.name for one in node.children)}", style="dim", soft_wrap=True
        )
    for short_id, words in page.exchanges:
        console.print(f"  {short_id}  {printable(words)}", style="dim", soft_wrap=True)
    if len(page.exchanges) < len(node.exchange_ids):
        day, rest = node.period.name, len(node.exchange_ids) - len(page.exchanges)
        console.print(f"  … and {rest:,} more: cotw timeline --since {day} --until {day}", style="dim")


def _record(page: NodePage) -> dict[str, Any]:
    node = page.node
    return {
        "thread": node.thread,
        "period": node.period.name,
        "digest": node.digest,
        "exchanges": node.exchanges,
        "sessions": node.sessions,
        "first": node.first,
        "last": node.last,
        "topics": list(node.topics),
        "quotes": list(node.quotes),
        "written": node.written,
        "children": [one.name for one in node.children],
        "exchange_ids": list(node.exchange_ids),
    }


def _say_where_next(pages: Sequence[NodePage]) -> None:
    node = pages[0].node
    if node.children:
        say(f"next: cotw summary show {node.children[-1].name}")
    elif node.quotes:
        say(f"next: cotw show {node.quotes[0].short_id}")
