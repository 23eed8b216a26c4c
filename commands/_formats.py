"""`cotw ingest --list-formats`: what can be read."""

from __future__ import annotations

from cotw.commands._common import Context, emit_json


def print_formats(context: Context, *, as_json: bool) -> int:
    """Every importer by name, in the order in which they are asked whether a file is theirs."""
    from cotw.importers.detect import IMPORTERS

    if as_json:
        emit_json({"formats": [{"name": one.name, "description": one.describe} for one in IMPORTERS]})
        return 0
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for one in IMPORTERS:
        table.add_row(one.name, one.describe)
    context.console().print(table)
    return 0
