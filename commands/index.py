"""`cotw index`: what is derived from truth, and may be deleted at any time."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting
from cotw.commands._refreshing import refresh_index

app = typer.Typer(no_args_is_help=True, help="The index: derived from the archive, made again at will.")

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.command("refresh")
def refresh(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Bring the index up to date with the archive.

    \b
    cotw index refresh
    """
    return _renew(ctx, as_json=as_json, anew=False)


@app.command("rebuild")
def rebuild(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Make the index anew, beside the old one, which answers until it is done.

    \b
    cotw index rebuild
    """
    return _renew(ctx, as_json=as_json, anew=True)


def _renew(ctx: typer.Context, *, as_json: bool, anew: bool) -> int:
    context = Context.of(ctx)
    with open_memory(context) as memory:
        report = refresh_index(context, memory, anew=anew)
    if as_json:
        emit_json(asdict(report))
    elif not (report.exchanges or report.embedded or report.removed or anew):
        print("The index is up to date.")
    return 3 if report.problems else 0


@app.command("upkeep")
def upkeep(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Put index and cache in order, and say what room that gained; what is found does not change by it.

    \b
    cotw index upkeep

    Small additions are merged into the search (which may take some room), old versions and vectors that
    nothing uses go, and searching by nearness is trained when it is due.
    """
    from cotw.care.upkeep import upkeep as tend

    context = Context.of(ctx)
    with open_memory(context) as memory, waiting("tidying"):
        report = tend(memory)
    if as_json:
        emit_json({**asdict(report), "gained": report.gained})
        return 0
    now, word = report.index_after + report.cache_after, "less" if report.gained >= 0 else "more"
    print(f"Index and cache take {now:,} bytes, {abs(report.gained):,} {word} than before.")
    if report.vectors_removed:
        print(f"{report.vectors_removed:,} cached vectors that nothing used were removed.")
    if report.trained:
        print("Searching by nearness was trained anew.")
    if report.behind:
        say("note: the index is behind, so cached vectors were left alone; first: cotw index refresh")
    return 0


@app.command("check")
def check(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Compare the index with what the archive says it should hold.

    \b
    cotw index check

    Exit code 3: it differs; `cotw index rebuild` makes it right.
    """
    context = Context.of(ctx)
    with open_memory(context) as memory:
        report = memory.check_index()
    if as_json:
        emit_json(asdict(report))
    elif not report.drifts:
        print(f"The index holds what it should: {report.exchanges:,} exchanges, {report.units:,} pieces.")
    else:
        for line in report.drifts:
            print(printable(str(line)))
    return 3 if report.drifts else 0
