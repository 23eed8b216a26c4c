"""`cotw check`: verify that truth is whole, and that nothing derived from it holds a secret."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable, progress, say
from cotw.errors import UsageError

if TYPE_CHECKING:
    from cotw.store.check import CheckResult


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
    secrets: Annotated[
        bool, typer.Option("--secrets", help="Look for secrets in everything derived instead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False,
) -> int:
    """Verify that archive, journal, ledger and receipts say what they said when they were written.

    \b
    cotw check                                 chains, presence and sizes
    cotw check --read-data                     every byte and every record
    cotw check --anchor --json > heads.json    keep this somewhere else …
    cotw check --against heads.json            … and prove later that nothing before it was rewritten
    cotw check --secrets                       does any file but the archive hold a key or a password?

    A missing, moved, altered or cut record is named by file and record; a secret by file and kind, it is
    not repeated. Exit code 3: something was found.
    """
    context = Context.of(ctx)
    if secrets:
        if read_data or anchor or against:
            raise UsageError("--secrets is a check of its own", hint="run cotw check twice")
        return _look_for_secrets(context, as_json=as_json)
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
    how = "every byte was read" if read_data else "chains, presence and sizes; --read-data reads every byte"
    _print_result(result, as_json=as_json, sound=f"Whole: {_amount(result)} ({how}).", read_data=read_data)
    return 3 if result.findings else 0


def _look_for_secrets(context: Context, *, as_json: bool) -> int:
    from cotw.care.leaks import find_leaks

    with (
        open_memory(context) as memory,
        progress("Looking for secrets", unit="bytes", colour=context.colour) as advance,
    ):
        result = find_leaks(memory, advance)
    _print_result(result, as_json=as_json, sound=f"No secret in {_amount(result)} (the archive is verbatim).")
    if any(finding.file.startswith("index/") for finding in result.findings):
        say("next: cotw index rebuild    (secrets are masked by the rules of today)")
    return 3 if result.findings else 0


def _print_result(result: CheckResult, *, as_json: bool, sound: str, **facts: object) -> None:
    if as_json:
        findings = [{"file": one.file, "record": one.record, "reason": one.reason} for one in result.findings]
        emit_json({"files": result.files, "bytes": result.size, **facts, "findings": findings})
    elif not result.findings:
        print(sound)
    else:
        print(f"{len(result.findings):,} found:")
        for finding in result.findings:
            print(f"  {printable(str(finding))}")


def _amount(result: CheckResult) -> str:
    return f"{result.files:,} files, {result.size:,} bytes"
