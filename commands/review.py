"""`cotw review`: what the agent might become, decided by its person, one proposal at a time."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_minute
from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting
from cotw.commands._person import Person, ask, confirm_at_terminal, confirm_by_code, require_person
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from cotw.care.deciding import ProposalPage
    from cotw.memory import Memory
    from cotw.reflection.proposals import Decided, Proposal

app = typer.Typer(add_completion=False)
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
_WHAT = "who the agent becomes"


@app.callback(invoke_without_command=True)
def review(ctx: typer.Context) -> int:
    """Decide on what waits, one proposal at a time: approve, edit, reject, or later.

    \b
    cotw review                  at a terminal
    cotw review list             what waits; --all: what was decided, too
    cotw review show 3f9a1c2e    one proposal with its evidence
    cotw review undo 3f9a1c2e    take an approved trait out of SOUL.md again

    An approval asks for a code that stands only on your terminal: no agent, no pipe and no "yes" in a
    conversation can give it. What nobody decides on lapses after a week; what was rejected does not return.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    from cotw.care.deciding import unwritten
    from cotw.care.reflected import pending

    person = require_person(_WHAT)
    with open_memory(Context.of(ctx)) as memory:
        for decided in unwritten(memory):
            _catch_up(memory, decided)
        waits = pending(memory)
        if not waits:
            print("Nothing waits for a decision.")
        for number, proposal in enumerate(waits, 1):
            print(f"\n{number} of {len(waits)}")
            _decide(memory, proposal, person)
    return 0


@app.command("list")
def list_(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also what lapsed or was decided.")] = False,
    as_json: AsJson = False,
) -> int:
    """List the proposals that wait.

    \b
    cotw review list
    cotw review list --all --json

    Exit code 4: there is none.
    """
    from cotw.care.reflected import proposals
    from cotw.reflection.proposals import State

    with open_memory(Context.of(ctx)) as memory:
        now, zone = memory.clock(), memory.truth.zone
        known = list(proposals(memory).values())
    shown = [one for one in known if every or one.state(now) is State.PENDING]
    if as_json:
        emit_json({"proposals": [asdict(one) | {"state": one.state(now)} for one in shown]})
        return 0 if shown else NothingFound.exit_code
    if not shown:
        raise NothingFound("nothing waits for a decision", hint="see also: cotw review list --all")
    for one in shown:
        when = local_minute(one.at, zone)
        print(printable(f"{one.id[:8]}  {when}  {one.state(now).value:<8}  {one.sentence}"))
    say("next: cotw review")
    return 0


@app.command("show")
def show(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="A proposal, by the beginning of its id.")],
    as_json: AsJson = False,
) -> int:
    """Print one proposal with its growth vectors, quotes and the change of SOUL.md.

    \b
    cotw review show 3f9a1c2e
    """
    from cotw.care.deciding import proposal_page

    with waiting("reading"), open_memory(Context.of(ctx)) as memory:
        page = proposal_page(memory, id_)
    if as_json:
        emit_json(_record(page))
    else:
        _print(page)
    return 0


@app.command("undo")
def undo(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="An approved trait, by the beginning of its id.")],
) -> int:
    """Take an approved trait out of SOUL.md again, and give the section its former bytes.

    \b
    cotw review undo 3f9a1c2e
    """
    from cotw.care.deciding import approved
    from cotw.care.deciding import undo as take_out

    person = require_person(_WHAT)
    with open_memory(Context.of(ctx)) as memory:
        trait = approved(memory, id_)
        print(printable(trait.sentence))
        if not confirm_at_terminal("Take this out of SOUL.md?"):
            print("Nothing was changed.")
            return 1
        take_out(memory, trait.id, asdict(person))
    print("Taken out. It does not return by itself.")
    return 0


def _catch_up(memory: Memory, decided: Decided) -> None:
    """A decision that the ledger has and SOUL.md does not show: its person says whether it was theirs."""
    from cotw.care.deciding import persist

    trait = decided.trait
    if trait is None:
        return
    when = local_minute(decided.at, memory.truth.zone)
    print(f"The ledger has a decision that SOUL.md was not told of: {decided.verdict.value} on {when}")
    print(printable(f"  by {decided.actor}, {decided.channel}\n  {decided.proposal[:8]}  {trait.sentence}"))
    if confirm_by_code("Was that you, and shall SOUL.md follow?"):
        persist(memory, decided)
        print("SOUL.md follows it now.")
    else:
        print("Left as it is.")
        say("if it was not you, see: cotw check; what was approved is taken back by: cotw review undo ID")


def _decide(memory: Memory, proposal: Proposal, person: Person) -> None:
    """One proposal, until its person has said what shall become of it, or somebody else has."""
    from cotw.care.deciding import proposal_page

    shown = proposal_page(memory, proposal.id)
    _print(shown)
    try:
        # What was read is what is decided on.
        _ask_until_decided(memory, shown.proposal, person)
    except NothingFound as error:
        print(printable(f"{error.message}; that was somebody else, or took too long."))


def _ask_until_decided(memory: Memory, proposal: Proposal, person: Person) -> None:
    from cotw.care.deciding import reject

    while True:
        match ask("\n[a]pprove, [e]dit, [r]eject or [l]ater?").casefold():
            case "a" | "approve":
                if _approved(memory, proposal.id, proposal.sentence, person):
                    return
            case "e" | "edit":
                if _edited(memory, proposal.id, person):
                    return
            case "r" | "reject":
                reject(memory, proposal.id, asdict(person))
                print("Rejected. Neither it nor its like comes back.")
                return
            case "l" | "later" | "":
                print("Left as it is.")
                return
            case _:
                print("Type a, e, r or l.")


def _edited(memory: Memory, id_: str, person: Person) -> bool:
    from cotw.care.deciding import proposal_page

    sentence = ask("The sentence as you want it (Enter: not at all):")
    if not sentence:
        return False
    try:
        print(printable(proposal_page(memory, id_, sentence).diff))
    except UsageError as error:
        print(printable(f"{error.message}."))
        return False
    return _approved(memory, id_, sentence, person)


def _approved(memory: Memory, id_: str, sentence: str, person: Person) -> bool:
    from cotw.care.deciding import approve

    if not confirm_by_code("Write this into SOUL.md?"):
        print("Not approved.")
        return False
    approve(memory, id_, asdict(person), sentence)
    print("Approved, and written into SOUL.md.")
    say(f"it can be taken out again with: cotw review undo {id_[:8]}")
    return True


def _print(page: ProposalPage) -> None:
    from cotw.commands.reflect import print_quotes

    one = page.proposal
    print(printable(f"{one.sentence}\n  {one.id[:8]}, {page.state.value}; words by {one.thinker} ({one.by})"))
    print(printable(f"  because: {one.because}"))
    near = f"{one.principle.text} (SOUL.md, line {one.principle.line}; nearness {one.principle.nearness:.2f})"
    print(printable(f"  in line with: {near}\n\ngrowth vectors"))
    for vector in page.vectors:
        print(
            printable(f"  {vector.at:%Y-%m-%d}  {vector.direction}  (cotw reflect show {vector.inquiry[:8]})")
        )
        for text in vector.consequences:
            print(printable(f"              in practice: {text}"))
    print("\nwhat was said")
    print_quotes(page.quotes)
    if page.doubts:
        print(printable("\nbe careful\n" + "\n".join(f"  {doubt}" for doubt in page.doubts)))
    if page.diff:
        print(printable(f"\n{page.diff}"))


def _record(page: ProposalPage) -> dict[str, Any]:
    return {
        "proposal": asdict(page.proposal),
        "state": page.state,
        "vectors": [asdict(one) for one in page.vectors],
        "quotes": [asdict(one) for one in page.quotes],
        "doubts": list(page.doubts),
        "diff": page.diff,
    }
