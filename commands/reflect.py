"""`cotw reflect`: what is thought about while nobody talks – how it stands, one of it in full, and now."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_minute
from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting
from cotw.commands._person import agent_here, require_person
from cotw.counting import many
from cotw.errors import NeedsHuman, UsageError

if TYPE_CHECKING:
    from cotw.care.contemplating import Contemplated
    from cotw.care.crystallising import Crystallised
    from cotw.care.metabolising import Metabolised
    from cotw.care.reflecting import PassPage
    from cotw.reflection.directions import Direction
    from cotw.reflection.inquiries import Inquiry, Quoted

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="What is thought about while nobody talks: status | show | now | answer.",
)
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
_LINE = 90
_SHOWN = 20
_LONGEST_ANSWER = 1 << 16


@app.command("status")
def status(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Say what is being thought about, what is due, and which way it points.

    \b
    cotw reflect status
    cotw reflect status --json

    Exchanges that moved much become inquiries. Each is thought about three times: at once (clarify), after 4
    hours (connect), after 20 (grow). Without a language model a pass only gathers quotes, and needs a
    thinker. Growth vectors that point one way for a month, in line with a principle of SOUL.md, become a
    proposal: cotw review.
    """
    from cotw.care.reflected import crystals, inquiries, pending
    from cotw.care.reflecting import due_passes

    with waiting("reading"), open_memory(Context.of(ctx)) as memory:
        known, kept, due = list(inquiries(memory).values()), crystals(memory), due_passes(memory)
        waits, zone = len(pending(memory)), memory.truth.zone
    open_ = [one for one in known if one.next_pass is not None]
    if as_json:
        emit_json(
            {
                "inquiries": [_inquiry_record(one) for one in known],
                "due": [asdict(one) for one in due],
                "directions": [_direction_record(one) for one in kept.directions],
                "principles": len(kept.principles),
                "pending": waits,
            }
        )
        return 0
    counts = f"{many(len(known), 'inquiry', 'inquiries')}, {len(open_)} open"
    print(f"{counts}, {many(len(due), 'pass', 'passes')} due")
    for one in open_[-_SHOWN:]:
        print(printable(f"  {one.id[:8]}  {_next(one, zone):<44} “{_short(one.quote)}”"))
    if len(open_) > _SHOWN:
        print(f"  … and {len(open_) - _SHOWN} before")
    if kept.directions:
        print(f"\n{many(len(kept.directions), 'direction')}")
    for direction in kept.directions[:_SHOWN]:
        print(printable(f"  {direction.id[:8]}  {_short(direction.vectors[0].direction)}"))
        print(printable(f"            gate {int(direction.gate)} of 3: {direction.why}"))
    say(_advice(waits, [one.id for one in due], known))
    return 0


@app.command("show")
def show(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="An inquiry or what is due, by its beginning.")],
    as_json: AsJson = False,
) -> int:
    """Print one inquiry: what was thought, and what the next pass has before it.

    \b
    cotw reflect show 3f9a1c2e
    cotw reflect show 3f9a1c2e --json      with the JSON schema of an answer
    """
    from cotw.care.reflected import inquiries
    from cotw.care.reflecting import due_passes, read_pass
    from cotw.retrieval.prefixes import id_among

    with waiting("reading"), open_memory(Context.of(ctx)) as memory:
        known, due = inquiries(memory), due_passes(memory)
        page = read_pass(memory, id_) if any(one.id.startswith(id_.lower()) for one in due) else None
        hint = "ids are shown by: cotw reflect status"
        key = page.id.partition("-")[0] if page else id_among(known, id_, "inquiry", hint=hint)
        inquiry, zone = inquiries(memory).get(key), memory.truth.zone
    if as_json:
        emit_json({"inquiry": inquiry and _inquiry_record(inquiry), "due": page and asdict(page)})
        return 0
    if inquiry is not None:
        _print_inquiry(inquiry, zone)
    if page is not None:
        _print_page(page)
        say(f"a thinker answers with: cotw reflect answer {page.id[:8]} -")
    return 0


@app.command("now")
def now(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Do what is due now: look for what moved, think, and propose.

    \b
    cotw reflect now

    Done a second time, it finds nothing left to do. A night, and the day after it, has its bounds, see:
    cotw config show reflection. With no language model configured, passes are gathered for and wait.
    Exit code 3: the model failed in something.
    """
    from cotw.care.contemplating import contemplate
    from cotw.care.crystallising import crystallise
    from cotw.care.language import configured
    from cotw.care.metabolising import metabolise

    with waiting("thinking"), open_memory(Context.of(ctx)) as memory:
        mouth = configured(memory)
        eaten, thought = metabolise(memory), contemplate(memory, mouth)
        made = crystallise(memory, mouth)
    if as_json:
        emit_json({"metabolism": eaten, "contemplation": thought, "crystallization": made})
    else:
        _print_done(eaten, thought, made)
    say("next: cotw review" if made.proposed else "next: cotw reflect status")
    return 3 if thought.failed or made.failed or thought.stopped or made.stopped else 0


@app.command("answer")
def answer(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="What is due, by the beginning of its id.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The answer as JSON; - for stdin.")],
) -> int:
    """Answer a pass that needs a thinker: a candidate, nothing more.

    \b
    cotw reflect show 3f9a1c2e --json
    cotw reflect answer 3f9a1c2e answer.json
    echo '{"unknown": "…", "matters": "…"}' | cotw reflect answer 3f9a1c2e -
    """
    from cotw.care.reflecting import submit

    given = _answer_in(file)
    by, thinker = _thinker()
    with waiting("keeping it"), open_memory(Context.of(ctx)) as memory:
        kept = submit(memory, id_, given, by=by, thinker=thinker)
    print(f"Kept, as what it is: a candidate ({kept[:8]}).")
    say("next: cotw reflect status")
    return 0


def _thinker() -> tuple[str, str]:
    """Who answers: a person is whoever has a terminal, as far as that can be told."""
    try:
        return "person", require_person("an answer of your own").actor
    except NeedsHuman:
        return "agent", agent_here() or "an unknown program"


def _answer_in(file: Path) -> dict[str, Any]:
    try:
        raw = sys.stdin.buffer if str(file) == "-" else file.open("rb")
        with raw as stream:
            text = stream.read(_LONGEST_ANSWER + 1)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict) or len(text) > _LONGEST_ANSWER:
        raise UsageError("an answer is one JSON object", hint="its schema: cotw reflect show ID --json")
    return given


def _advice(waits: int, due: list[str], known: list[Inquiry]) -> str:
    if waits:
        return f"{many(waits, 'proposal')} for you to decide on; next: cotw review"
    if due:
        return f"next: cotw reflect now, or think about it: cotw reflect show {due[0][:8]}"
    if not known:
        return "what moved enough to be thought about is looked for by: cotw reflect now"
    return f"next: cotw reflect show {known[-1].id[:8]}"


def _next(inquiry: Inquiry, zone: tzinfo) -> str:
    number, due = inquiry.next_pass, inquiry.next_due
    if number is None or due is None:
        return "thought through"
    needs = ", needs a thinker" if inquiry.has_gathered else ""
    return f"{number.name.lower()}, due {local_minute(due, zone)}{needs}"


def _short(text: str) -> str:
    from cotw.extraction.shortening import clipped

    return clipped(text, _LINE)


def _print_inquiry(inquiry: Inquiry, zone: tzinfo) -> None:
    begun = local_minute(inquiry.created, zone)
    print(printable(f"inquiry {inquiry.id}  {begun}  {inquiry.thread}, {inquiry.mode}"))
    terms = ", ".join(inquiry.terms)
    print(printable(f"entropy {inquiry.entropy:.2f}: {terms}\n“{inquiry.quote}”\n  {inquiry.address}"))
    for one in inquiry.answered:
        print(
            printable(
                f"\n{one.number.name.lower()}  {local_minute(one.at, zone)}  by {one.thinker} ({one.by})"
            )
        )
        for name, said in one.answer.items():
            for text in said if isinstance(said, list) else [said]:
                print(printable(f"  {name}: {text}"))
    print(printable(f"\n{_next(inquiry, zone)}"))


def _print_page(page: PassPage) -> None:
    print(printable(f"\n{page.what}: {page.instruction}"))
    for line in page.earlier:
        print(printable(f"  {line}"))
    print_quotes(page.evidence)
    for name, count in page.counts.items():
        print(printable(f"  {count}  {name}"))


def print_quotes(quotes: tuple[Quoted, ...]) -> None:
    """Quotes, each with whose they are, when it was said and where it stands."""
    for one in quotes:
        print(printable(f"\n  {' · '.join(filter(None, (one.part, one.when, one.speaker)))}"))
        print(printable(f"    “{one.text}”\n    {one.source}"))


def _print_done(eaten: Metabolised, thought: Contemplated, made: Crystallised) -> None:
    print(
        f"looked at {eaten.looked_at} exchanges; {len(eaten.queued)} moved enough (entropy {eaten.gate:.2f}"
        f" or more) and are thought about, {len(eaten.merged)} were about the same, {eaten.waiting} wait"
    )
    print(
        f"{many(len(thought.thought), 'pass', 'passes')} thought through,"
        f" {len(thought.waiting)} in need of a thinker"
    )
    gates = ", ".join(f"{count} before {name}" for name, count in made.gates.items() if count)
    print(f"{many(len(made.proposed), 'proposal')} made" + (f"; directions: {gates}" if gates else ""))
    for id_, why in [*thought.failed, *made.failed]:
        print(printable(f"  failed: {id_[:8]}  {why}"))
    for why in filter(None, dict.fromkeys((thought.stopped, made.stopped))):
        print(printable(f"  stopped: {why}"))


def _inquiry_record(one: Inquiry) -> dict[str, Any]:
    next_pass = one.next_pass
    record = asdict(one) | {"next_due": one.next_due, "needs_thinker": one.has_gathered is not None}
    return record | {"next_pass": None if next_pass is None else next_pass.name.lower()}


def _direction_record(one: Direction) -> dict[str, Any]:
    return asdict(one) | {"gate": one.gate.name.lower()}
