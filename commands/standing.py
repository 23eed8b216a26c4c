"""`cotw standing`: Courage, Word and Brand, where they go, and which words of the person moved them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_minute
from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting

if TYPE_CHECKING:
    from rich.console import Console

    from cotw.care.standing import Collected
    from cotw.care.standing_page import StandingPage
    from cotw.records.standing import Moved, Night, Standing

_BLOCKS, _PLAIN_BLOCKS = "▁▂▃▄▅▆▇█", "_.-=+*#@"
# A line that moved less is not drawn as if it had gone from the bottom to the top.
_LEAST_SPAN = 1.0
_LABEL_WIDTH = 17


def command(
    ctx: typer.Context,
    history: Annotated[bool, typer.Option("--history", help="What each night made of it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Say how Courage, Word and Brand stand, where they go, and which of your words moved them.

    \b
    cotw standing
    cotw standing --history
    cotw standing --json

    Each dimension begins at 5 and stays between 1 and 10. Rules look in what you said yourself for ways of
    speaking, in English and German: 0.20 or 0.10 up, 0.15 or 0.25 down, times how sure the rule is. A message
    counts once; what an agent says or reports never does. Rising or declining: 0.20 or more in the last 28
    days; stuck: four signs or more, and less than that. It is a count of words, no verdict on anybody.
    """
    context = Context.of(ctx)
    with open_memory(context) as memory:
        if history:
            from cotw.care.standing_page import nights

            _tell_nights(nights(memory), context.console(), as_json=as_json)
            return 0
        from cotw.care.standing import Collected, collect
        from cotw.care.standing_page import standing_page

        with waiting("reading what was said"):
            said = memory.truth.archive.day_files()
            collected = collect(memory) if said else Collected()
            page = standing_page(memory)
    if as_json:
        emit_json(_record(page, collected))
        return 0
    _print(page, context.console())
    _talk(page, collected)
    return 0


def _talk(page: StandingPage, collected: Collected) -> None:
    if collected.left:
        say(f"{collected.left} days are not read yet: cotw standing goes on where it stopped")
    if not page.messages:
        say("next: cotw ingest PATH")
        return
    say("rules counted ways of speaking in your own messages; it is no verdict on anybody")
    if page.recent and (words := page.words.get((page.recent[0].source, page.recent[0].pattern))):
        say(f"next: cotw show {words.short}")


def _print(page: StandingPage, console: Console) -> None:
    if not page.messages:
        console.print("nothing was said yet: every dimension stands at 5")
        return
    days = page.first if page.first == page.last else f"{page.first} to {page.last}"
    messages = "1 message" if page.messages == 1 else f"{page.messages:,} messages"
    console.print(f"standing, from {messages} of yours, {days}", style="bold")
    for standing in page.standings:
        console.print()
        for number, line in enumerate(_lines(standing, page)):
            console.print(printable(line), soft_wrap=True, style="cyan" if number == 0 else None)
    if page.recent:
        console.print("\nlast five signs", style="cyan")
        for moved in page.recent:
            console.print(printable(f"  {_sign(moved, page)}"), soft_wrap=True)


def _lines(standing: Standing, page: StandingPage) -> Iterator[str]:
    from cotw.reflection.standing_scores import edge_told

    head = f"{standing.dimension.label:<{_LABEL_WIDTH}} {standing.score:5.2f}  "
    if not standing.evidence:
        yield f"{head}no sign seen yet"
        return
    drawn = page.drawn[standing.dimension]
    yield f"{head}{standing.trajectory.value:<10} {_spark(drawn)}  {standing.net:+.2f} in 28 days"
    for moved in standing.key:
        yield f"  {_told(moved, page)}"
    if edge := edge_told(standing.edge):
        yield f"  edge: {edge}"


def _told(moved: Moved, page: StandingPage) -> str:
    words = page.words.get((moved.source, moved.pattern))
    when = local_minute(moved.said, page.zone)
    told = f"{words.short}  “{words.quote}”" if words else "(not in the index any more)"
    return f"{when}  {moved.delta:+.2f}  {_says(moved)}: {told}"


def _sign(moved: Moved, page: StandingPage) -> str:
    when = local_minute(moved.said, page.zone)
    return f"{when}  {moved.delta:+.2f}  {moved.dimension.label:<{_LABEL_WIDTH}} {_says(moved)}"


def _says(moved: Moved) -> str:
    from cotw.reflection.standing_patterns import PATTERN_NAMED

    return PATTERN_NAMED[moved.pattern].says if moved.pattern in PATTERN_NAMED else moved.pattern


def _spark(drawn: Sequence[float]) -> str:
    """One block for each score, from the lowest to the highest; letters of ASCII where nobody looks on."""
    blocks = _BLOCKS if sys.stdout.isatty() and _takes_blocks() else _PLAIN_BLOCKS
    middle, span = (min(drawn) + max(drawn)) / 2, max(_LEAST_SPAN, max(drawn) - min(drawn))
    shares = ((one - middle) / span + 0.5 for one in drawn)
    return "".join(blocks[min(len(blocks) - 1, int(share * len(blocks)))] for share in shares)


def _takes_blocks() -> bool:
    try:
        _BLOCKS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _tell_nights(nights: Sequence[Night], console: Console, *, as_json: bool) -> None:
    if as_json:
        emit_json({"nights": [asdict(one) for one in nights]})
        return
    if not nights:
        console.print("no night has looked at it yet")
        say("next: cotw standing")
        return
    for one in reversed(nights):
        console.print(f"{one.day}  {_night_scores(one)}  {one.messages:>7,} messages", soft_wrap=True)
    for place, standing in enumerate(nights[-1].standings):
        drawn = [night.standings[place].score for night in nights]
        console.print(f"{standing.dimension.label:<{_LABEL_WIDTH}} {_spark(drawn)}", soft_wrap=True)


def _night_scores(night: Night) -> str:
    shown = (
        f"{one.dimension.value.removeprefix('courage-')} {one.score:.2f} {one.trajectory.value:<9}"
        for one in night.standings
    )
    return "  ".join(shown)


def _record(page: StandingPage, collected: Collected) -> dict[str, Any]:
    from cotw.reflection.standing_scores import edge_told

    def moved(one: Moved) -> dict[str, Any]:
        words = page.words.get((one.source, one.pattern))
        return asdict(one) | {"quote": words.quote if words else None}

    return {
        "messages": page.messages,
        "first": page.first or None,
        "last": page.last or None,
        "days_left": collected.left,
        "dimensions": [
            asdict(one)
            | {"key": [moved(key) for key in one.key], "edge_told": edge_told(one.edge)}
            | {"drawn": page.drawn[one.dimension]}
            for one in page.standings
        ],
        "recent": [moved(one) for one in page.recent],
    }
