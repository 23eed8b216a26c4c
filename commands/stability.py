"""`cotw stability`: what moved in a conversation, what went in circles, what pulls two ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_minute
from cotw.commands._common import Context, emit_json, open_memory, printable, say
from cotw.errors import UsageError
from cotw.records.stability import Term

if TYPE_CHECKING:
    from rich.console import Console

    from cotw.care.stability import StabilityPage
    from cotw.memory import Memory
    from cotw.records.stability import Evidence, Loop, Quote, Tension, Weight
    from cotw.reflection.measuring import Measured

_SPEAKERS = {"human": "person", "agent": "agent"}
_EVIDENCE_SHOWN = 3
_TERM_WIDTH = 15
_PART = 0.6


def command(
    ctx: typer.Context,
    prefix: Annotated[
        str | None, typer.Argument(metavar="ID", help="One exchange: its id, or its beginning.")
    ] = None,
    session: Annotated[
        str | None, typer.Option(metavar="ID", help="A session; by default the last one.")
    ] = None,
    thread: Annotated[
        str | None, typer.Option(metavar="NAME", help="A thread, over all its sessions.")
    ] = None,
    last: Annotated[int, typer.Option("--last", "-n", min=1, help="So many exchanges, the latest.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Say what moved in a conversation, what went in circles, and what pulls two ways.

    \b
    cotw stability
    cotw stability 7c2e19aa
    cotw stability --thread wheels --last 50
    cotw stability --session 5e55105e --json

    Entropy adds up nine things that rules find in the words, in English and German: a correction 0.40, a
    feeling or a promise not kept 0.30, a paradox, a thought about one's own thinking or answers that grow
    worse 0.20, what is between the two up to 0.35, new concepts up to 0.30, talk about talk up to 0.45.
    Active from 0.4 on, elevated from 0.8, critical from 1.0. What goes on for more than three exchanges
    counts 8 % less with each. It says where to look; it does not know how anybody feels.
    """
    context = Context.of(ctx)
    if sum(one is not None for one in (prefix, session, thread)) > 1:
        raise UsageError("an ID, --session and --thread exclude each other")
    with open_memory(context) as memory:
        page = _page(memory, prefix, session, thread, last)
    if as_json:
        emit_json(_record(page))
        return 0
    _print(page, context.console())
    say("rules found this in the words; it says where to look, not how anybody feels")
    if moved := [one for one in page.measured if one.entropy.weights and prefix is None]:
        most = max(moved, key=lambda one: one.entropy.value)
        say(f"next: cotw show {page.shorts[most.exchange.id]}")
    return 0


def _page(
    memory: Memory, prefix: str | None, session: str | None, thread: str | None, last: int
) -> StabilityPage:
    from cotw.care.stability import exchange_stability, session_stability, thread_stability

    if prefix is not None:
        return exchange_stability(memory, prefix)
    if thread is not None:
        return thread_stability(memory, thread, last)
    return session_stability(memory, session, last)


def _print(page: StabilityPage, console: Console) -> None:
    latest = page.measured[-1]
    console.print(printable(page.title or page.scope), style="bold")
    console.print(printable(_facts(page)), style="dim")
    console.print(f"\n{_level(latest)}")
    for heading, lines in (
        ("moved", _moved(page)),
        ("in circles", (line for loop in page.loops for line in _loop_lines(loop))),
        ("pulls two ways", (line for one in page.tensions for line in _tension_lines(one, page))),
        ("to hold on to (SOUL.md)", (f"  {one.line:>4}  {one.text}" for one in page.principles)),
    ):
        for number, line in enumerate(lines):
            if number == 0:
                console.print(f"\n{heading}", style="cyan")
            console.print(printable(line), soft_wrap=True)


def _facts(page: StabilityPage) -> str:
    first, last = page.measured[0].exchange.started, page.measured[-1].exchange.ended
    count = len(page.measured)
    began, ended = local_minute(first, page.zone), local_minute(last, page.zone)
    when = began if last - first < timedelta(minutes=1) else f"{began} to {ended}"
    read = "1 exchange" if count == 1 else f"{count} exchanges"
    return " · ".join([*([page.scope] if page.title else []), when, f"{read} read"])


def _level(latest: Measured) -> str:
    entropy = latest.entropy
    if not entropy.weights:
        return "nominal (0.00): nothing in the last exchange"
    terms = ", ".join(one.term.value for one in entropy.weights)
    return f"{entropy.level.value} ({entropy.value:.2f}) in the last exchange: {terms}"


def _moved(page: StabilityPage) -> Iterator[str]:
    """Every exchange in which something did, with its terms and their words."""
    for one in page.measured:
        if one.entropy.weights:
            when = local_minute(one.exchange.started, page.zone)
            left = f", {one.entropy.share:.0%} of it left" if one.entropy.share < 1 else ""
            short, value, level = page.shorts[one.exchange.id], one.entropy.value, one.entropy.level.value
            yield f"  {short}  {when}  {value:.2f} {level}{left}"
            for weight in one.entropy.weights:
                yield from _weight_lines(weight)


def _weight_lines(weight: Weight) -> Iterator[str]:
    for number, evidence in enumerate(weight.evidence[:_EVIDENCE_SHOWN]):
        head = f"{weight.term.value:<{_TERM_WIDTH}} +{weight.amount:.2f}" if number == 0 else ""
        yield f"      {head:<{_TERM_WIDTH + 6}}  {_told(evidence, weight.term)}"


def _told(evidence: Evidence, term: Term) -> str:
    # In a short sentence everybody sees which words are meant.
    is_part = len(evidence.words) < _PART * len(evidence.quote)
    words = f" (“{evidence.words}”)" if is_part else ""
    if term is Term.QUALITY_DECAY and evidence.words == evidence.quote:
        words = " (nearly the same as shortly before)"
    return f"{_SPEAKERS[evidence.speaker]}: “{evidence.quote}”{words}"


def _loop_lines(loop: Loop) -> Iterator[str]:
    called = f"{loop.tool} {loop.target}".strip() or "calls without a name"
    yield f"  {loop.kind.value} {loop.times} times: {' '.join(called.split())}"
    yield f"      last {loop.sources[-1]}"


def _tension_lines(tension: Tension, page: StabilityPage) -> Iterator[str]:
    yield f"  {tension.kind.value}"
    for quote in (tension.first, tension.second):
        yield f"      {_quoted(quote, page)}"


def _quoted(quote: Quote, page: StabilityPage) -> str:
    return f"{local_minute(quote.at, page.zone)}  {_SPEAKERS[quote.speaker]}: “{quote.text}”"


def _record(page: StabilityPage) -> dict[str, Any]:
    return {
        "scope": page.scope,
        "title": page.title,
        "level": page.measured[-1].entropy.level,
        "entropy": page.measured[-1].entropy.value,
        "exchanges": [
            {
                "id": one.exchange.id,
                "started": one.exchange.started,
                "address": one.exchange.address,
                "entropy": one.entropy.value,
                "level": one.entropy.level,
                "sustained": one.entropy.sustained,
                "share": one.entropy.share,
                "terms": [asdict(weight) for weight in one.entropy.weights],
            }
            for one in page.measured
        ],
        "loops": [asdict(one) | {"times": one.times} for one in page.loops],
        "tensions": [asdict(one) for one in page.tensions],
        "principles": [asdict(one) for one in page.principles],
    }
