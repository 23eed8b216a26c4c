"""`cotw check`: verify that truth is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable, progress


def command(
    ctx: typer.Context,
    read_data: Annotated[bool, typer.Option("--read-data", help="Hash every byte again.")] = False,
    anchor: Annotated[
        bool, typer.Option("--anchor", help="Print the head of each chain, to be kept elsewhere.")
    ] = False,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="Compare with heads kept from --anchor --json."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False,
) -> int:
    """Verify that archive, journal, ledger and receipts say what they said when they were written.

    \b
    cotw check                                 chains, presence and sizes
    cotw check --read-data                     every byte and every record
    cotw check --anchor --json > heads.json    keep this somewhere else …
    cotw check --against heads.json            … and prove later that nothing before it was rewritten

    A missing, moved, altered or cut record is named by file and record. Exit code 3: something was found.
    """
    context = Context.of(ctx)
    with open_memory(context) as memory:
        if anchor:
            heads = memory.heads()
            if as_json:
                emit_json({"heads": heads})
            else:
                for name, head in heads.items():
                    print(f"{name:<10} {head}")
            return 0
        with progress("Checking", unit="bytes", colour=context.colour) as advance:
            result = memory.check(read_data=read_data, against=against, progress=advance)
    if as_json:
        findings = [{"file": one.file, "record": one.record, "reason": one.reason} for one in result.findings]
        emit_json({"files": result.files, "bytes": result.size, "read_data": read_data, "findings": findings})
    elif not result.findings:
        how = (
            "every byte was read" if read_data else "chains, presence and sizes; --read-data reads every byte"
        )
        print(f"Whole: {result.files:,} files, {result.size:,} bytes ({how}).")
    else:
        print(f"{len(result.findings):,} found:")
        for finding in result.findings:
            print(f"  {printable(str(finding))}")
    return 3 if result.findings else 0
