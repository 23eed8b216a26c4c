"""`cotw show`: a whole exchange with its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.commands._common import LEFT_BRANCH, Context, emit_json, open_memory, printable

if TYPE_CHECKING:
    from datetime import datetime

    from rich.console import Console

    from cotw.records.exchange import Exchange
    from cotw.retrieval.answer import Page

NEIGHBOUR_CHARACTERS = 200


def command(
    ctx: typer.Context,
    prefix: Annotated[str, typer.Argument(metavar="ID", help="The id of an exchange, or its beginning.")],
    around: Annotated[int, typer.Option("--around", min=0, max=50, help="Neighbours before and after.")] = 1,
    raw: Annotated[bool, typer.Option("--raw", help="Verbatim from the archive, secrets included.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Print an exchange in full, and the beginnings of what was said before and after it.

    \b
    cotw show 3f2a91c0
    cotw show 3f2a91c0 --around 3
    cotw show 3f2a91c0 --raw          word for word, as it stands in the archive
    """
    context = Context.of(ctx)
    with open_memory(context) as memory:
        page = memory.show(prefix, around=around, raw=raw)
    if as_json:
        emit_json(
            {
                "title": page.title,
                "exchange": _record(page.exchange),
                "before": [_record(one) for one in page.before],
                "after": [_record(one) for one in page.after],
            }
        )
    else:
        _print_page(context.console(), page)
    return 0


def _record(exchange: Exchange) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(exchange)


def _print_page(console: Console, page: Page) -> None:
    exchange = page.exchange
    console.print(printable(page.title), style="bold")
    facts = [exchange.id, f"thread {exchange.thread}", f"mode {exchange.mode}", f"session {exchange.session}"]
    if exchange.project:
        facts.append(exchange.project)
    console.print(printable(" · ".join(facts)), style="dim")
    for one in page.before:
        _print_exchange(console, one, page.local(one.started), whole=False)
    _print_exchange(console, exchange, page.local(exchange.started), whole=True)
    for one in page.after:
        _print_exchange(console, one, page.local(one.started), whole=False)


def _print_exchange(console: Console, exchange: Exchange, started: datetime, *, whole: bool) -> None:
    from cotw.records.message import speaker_label

    mark = f"── {started:%Y-%m-%d %H:%M}" + ("" if whole else f"  {exchange.id[:8]}")
    left = "" if exchange.branch is None else f"  {LEFT_BRANCH}"
    console.print(f"\n{mark}{left}", style="cyan" if whole else "dim")
    sides = (
        (exchange.human_sender, exchange.human, exchange.origin),
        (exchange.agent_sender, exchange.agent, exchange.agent_origin),
    )
    for sender, text, origin in sides:
        if text.strip():
            shown = text if whole else _beginning(text)
            label = speaker_label(sender, origin, exchange.reported_by)
            console.print(f"{printable(label)}:", style="bold" if whole else "dim")
            console.print(printable(shown), style=None if whole else "dim")


def _beginning(text: str) -> str:
    from cotw.extraction.shortening import clipped

    return clipped(text, NEIGHBOUR_CHARACTERS)
