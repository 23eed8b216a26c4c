"""`cotw digest`: a page about a day or a week."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting
from cotw.commands._named import OnlyThread

if TYPE_CHECKING:
    from cotw.continuity.digest import Digest


def command(
    ctx: typer.Context,
    when: Annotated[
        str | None,
        typer.Argument(
            metavar="WHEN", help="today, yesterday, 2026-03-14, 2026-W11, last week; else the last day."
        ),
    ] = None,
    thread: OnlyThread = None,
    mode: Annotated[str | None, typer.Option(metavar="MODE", help="Only this mode: chat, code, …")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Print a page about a day or a week: what was worked on, what it was about, what was settled.

    \b
    cotw digest                      the last day on which something was said
    cotw digest yesterday
    cotw digest "last week" --thread blog
    cotw digest 2026-W11 > week.md

    In a pipe or a file it is Markdown, from the template digest.md.j2, of which you may keep your own in
    the home's templates/. Exit code 4: nothing was said then.
    """
    from cotw.care.first_steps import first_step
    from cotw.care.past import digest_markdown, make_digest, period_meant

    context = Context.of(ctx)
    with waiting("reading"), open_memory(context) as memory:
        period = period_meant(memory, when) if when else None
        found = make_digest(memory, period, thread, mode)
        page, step = digest_markdown(memory, found), first_step(memory)
    if as_json:
        emit_json(_record(found))
        return 0
    console = context.console()
    if console.is_terminal:
        from rich.markdown import Markdown

        console.print(Markdown(printable(page)))
        if step:
            say(f"next: {step}")
    else:
        print(printable(page), end="")
    return 0


def _record(found: Digest) -> dict[str, Any]:
    record = asdict(found)
    record["period"] = found.period.name
    for one, thread in zip(record["threads"], found.threads, strict=True):
        node = thread.node
        one["node"] |= {"period": node.period.name, "children": [child.name for child in node.children]}
        one["sittings"] = [sitting.session for sitting in thread.sittings]
    return record
