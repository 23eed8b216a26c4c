"""`cotw index`: what is derived from truth, and may be deleted at any time."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable
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
