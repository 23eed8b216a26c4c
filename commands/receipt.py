"""`cotw receipt`: the files and images that were shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_minute
from cotw.commands._common import Context, emit_json, open_memory, printable
from cotw.errors import NothingFound

if TYPE_CHECKING:
    from datetime import tzinfo

    from cotw.care.evidence import Evidence
    from cotw.records.receipt import Receipt

app = typer.Typer(
    no_args_is_help=True, help="The files and images that were shown; their bytes are not kept."
)

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
NAME_CHARACTERS = 40


@app.command("list")
def list_all(
    ctx: typer.Context,
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help="Of one session: its id or its beginning.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """List what was shown, latest last.

    \b
    cotw receipt list
    cotw receipt list --session 5e55105e
    """
    from cotw.care.receipts import list_receipts, masked

    context = Context.of(ctx)
    with open_memory(context) as memory:
        found = [masked(one) for one in list_receipts(memory.truth, session)]
        zone = memory.truth.zone
    if as_json:
        emit_json({"receipts": [_record(one) for one in found]})
        return 0 if found else 4
    if not found:
        raise _nothing()
    # One line at a time: a table would measure all of them first, which takes seconds for some thousands.
    print(f"{'id':<20}  {'shown':<16}  {'kind':<8}  {'bytes':>11}  {'times':>5}  name")
    for one in found:
        shown = local_minute(max(link.shown for link in one.links), zone)
        name = " ".join(printable(_name(one)).split())
        print(f"{one.id:<20}  {shown}  {one.kind.value:<8}  {one.size:>11,}  {len(one.links):>5,}  {name}")
    return 0


@app.command("show")
def show(
    ctx: typer.Context,
    prefix: Annotated[str, typer.Argument(metavar="ID", help="The id of a receipt, or its beginning.")],
    text: Annotated[bool, typer.Option("--text", help="All the text that was read in it.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Word for word, secrets included.")] = False,
    as_json: AsJson = False,
) -> int:
    """Print one receipt: what it is, where it was shown, what was read in it and said about it.

    \b
    cotw receipt show att_9f86d081
    cotw receipt show 9f86d081 --text            all its text, with secrets masked
    cotw receipt show 9f86d081 --text --raw      word for word
    """
    from cotw.care.receipts import find_receipt, masked, observation

    context = Context.of(ctx)
    with open_memory(context) as memory:
        receipt = find_receipt(memory.truth, prefix)
        said = observation(memory.truth, receipt.links[-1])
        zone = memory.truth.zone
    if not raw:
        receipt = masked(receipt)
    words = receipt.text if text else None
    if as_json:
        emit_json({"receipt": _record(receipt), "observation": said, "text": words})
        return 0
    console = context.console()
    console.print(printable(_name(receipt)), style="bold")
    for line in _facts(receipt, zone):
        console.print(printable(line), style="dim")
    for title, passage in (("read in it", words or receipt.excerpt), ("said about it", said)):
        if passage:
            console.print(f"\n── {title}", style="cyan")
            console.print(printable(passage))
    return 0


@app.command("verify")
def verify(
    ctx: typer.Context,
    prefix: Annotated[
        str | None, typer.Argument(metavar="ID", help="One receipt, by its id or its beginning; else all.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Read the files again that were shown, and say what has become of them. Nothing is changed.

    \b
    cotw receipt verify
    cotw receipt verify att_9f86d081

    verified: it is there and the same. moved: the same file lies beside its former place. modified: it is
    there and holds other bytes. missing: it is not there. payload-only: it never was a file that a path
    leads to. Exit code 3: something is modified or missing.
    """
    from cotw.care.evidence import verify_sources
    from cotw.care.receipts import find_receipt, list_receipts

    context = Context.of(ctx)
    with open_memory(context) as memory:
        truth = memory.truth
        chosen = [find_receipt(truth, prefix)] if prefix else list_receipts(truth)
        evidence = verify_sources(truth.receipts, chosen)
    if not evidence and not as_json:
        raise _nothing()
    if as_json:
        rows = [{"id": one.receipt.id, "status": one.status, "path": one.path} for one in evidence]
        emit_json({"sources": rows})
    else:
        for one in evidence:
            print(printable(_line(one)))
    if not evidence:
        return 4
    return 3 if any(one.status.is_lost for one in evidence) else 0


def _nothing() -> NothingFound:
    return NothingFound("there is no receipt", hint="take in transcripts with: cotw ingest PATH")


def _record(receipt: Receipt) -> dict[str, Any]:
    return receipt.without_text.to_record()


def _name(receipt: Receipt) -> str:
    name = receipt.name or next((link.path for link in reversed(receipt.links) if link.path), None)
    if name is None:
        return receipt.mime
    return name if len(name) <= NAME_CHARACTERS else "…" + name[1 - NAME_CHARACTERS :]


def _facts(receipt: Receipt, zone: tzinfo) -> list[str]:
    lines = [f"{receipt.id} · {receipt.kind.value} · {receipt.mime} · {receipt.size:,} bytes"]
    lines.append(f"SHA-256 {receipt.digest}")
    if receipt.characters is not None:
        kept = len(receipt.text or "")
        lines.append(f"text of {receipt.characters:,} characters, {kept:,} of them kept")
    for link in receipt.links:
        place = (f"session {link.session}", f"message {link.message}", link.project, link.path)
        when = link.shown.astimezone(zone)
        lines.append(" · ".join([f"shown {when:%Y-%m-%d %H:%M}", *filter(None, place)]))
    return lines


def _line(evidence: Evidence) -> str:
    where = evidence.receipt.mime if evidence.path is None else evidence.path
    return f"{evidence.status.value:<12}  {evidence.receipt.id}  {where}"
