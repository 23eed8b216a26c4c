"""Deciding: a person's word on one proposal, and SOUL.md made to say so.

The decision is what counts, and is written first; SOUL.md follows it, and catches up should somebody be
killed in between. Whoever calls this has the person before them: the command line alone does, at a terminal.
A line of the ledger alone writes nothing: any program can add one, and so the person is asked again about a
decision that SOUL.md does not show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cotw.care.identity import bytes_of, diff_of, replace, require_writable, today_of
from cotw.care.reflected import inquiries, proposals
from cotw.errors import Changed, NothingFound, UsageError
from cotw.identity.history import KIND as IDENTITY
from cotw.identity.principles import SOUL, principles_of
from cotw.identity.traits import Trait, with_trait, without_trait
from cotw.memory import Memory
from cotw.reflection.inquiries import Inquiry, Quoted, Vector, vectors
from cotw.reflection.proposals import DECIDED, Decided, Proposal, State, Verdict, decisions
from cotw.reflection.thinking_shapes import trait_sentence
from cotw.retrieval.prefixes import id_among

_ID_HINT = "ids are shown by: cotw review list --all"


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """A proposal with all that a person needs to decide: vectors, quotes, and the change of SOUL.md.

    `doubts` say what of the first two gates does not hold by the settings and the clock of who decides: they
    need not be those of the process that proposed it.
    """

    proposal: Proposal
    state: State
    vectors: tuple[Vector, ...]
    quotes: tuple[Quoted, ...]
    doubts: tuple[str, ...]
    diff: str = field(repr=False)


def proposal_page(memory: Memory, prefix: str, sentence: str | None = None) -> ProposalPage:
    """One proposal, as it stands or with another `sentence`. Raises UsageError and NothingFound."""
    proposal = _named(memory, prefix)
    known = inquiries(memory)
    used = [one for one in vectors(known.values()) if one.id in proposal.vectors]
    quotes = [quote for one in used for quote in _first_quotes(known[one.inquiry])]
    state = proposal.state(memory.clock())
    diff = _diff(memory, proposal, sentence) if state is State.PENDING else ""
    doubts = tuple(_doubts(memory, proposal, used))
    return ProposalPage(proposal, state, tuple(used), tuple(dict.fromkeys(quotes)), doubts, diff)


def approve(memory: Memory, id_: str, by: Mapping[str, str], sentence: str | None = None) -> Trait:
    """Notes that a person approved a proposal, in its words or in their own, and writes it into SOUL.md.

    Raises UsageError for words that cannot stand there, or a protected file, NothingFound for what does not
    wait (any more), and Changed if SOUL.md is being written by somebody else just now; then the next review
    asks about it.
    """
    proposal = _waiting(memory, id_)
    trait = trait_of(memory, proposal, sentence)
    with_trait(bytes_of(memory, SOUL), trait)  # raises before anything is decided, and so does this:
    require_writable(memory, SOUL)
    with memory.truth.writing() as writer:
        _waiting(memory, proposal.id)
        line: dict[str, Any] = {
            **_line(proposal.id, Verdict.APPROVED, by),
            "sentence": trait.sentence,
            "edited": trait.sentence != proposal.sentence,
            "day": trait.day,
            "sources": list(trait.sources),
        }
        writer.record(memory.truth.ledger, line)
    _persist_one(memory, proposal.id)
    return trait


def reject(memory: Memory, id_: str, by: Mapping[str, str]) -> None:
    """Notes that a person rejected a proposal: neither it nor its like comes back."""
    with memory.truth.writing() as writer:
        proposal = _waiting(memory, id_)
        writer.record(memory.truth.ledger, _line(proposal.id, Verdict.REJECTED, by))


def undo(memory: Memory, prefix: str, by: Mapping[str, str]) -> Trait:
    """Takes an approved trait out of SOUL.md again.

    Raises Changed if its line was edited by hand, NothingFound if no such trait was approved.
    """
    trait = approved(memory, prefix)
    without_trait(bytes_of(memory, SOUL), trait)
    require_writable(memory, SOUL)
    with memory.truth.writing() as writer:
        if trait.id not in _approved(memory):
            raise NothingFound("it was undone meanwhile", hint=_ID_HINT)
        writer.record(memory.truth.ledger, _line(trait.id, Verdict.UNDONE, by))
    _persist_one(memory, trait.id)
    return trait


def approved(memory: Memory, prefix: str) -> Trait:
    """The approved trait whose id begins so. Raises UsageError and NothingFound."""
    known = _approved(memory)
    return known[id_among(known, prefix, "approved trait", hint=_ID_HINT)]


def unwritten(memory: Memory) -> list[Decided]:
    """What was decided and SOUL.md was not told of, oldest first; what was written once is its person's."""
    written = {line.get("how") for line in memory.truth.decisions(IDENTITY)}
    every = sorted(decisions(memory.truth.decisions(DECIDED)).values(), key=lambda one: one.at)
    return [one for one in every if one.trait is not None and _how(one) not in written]


def persist(memory: Memory, decided: Decided) -> None:
    """Makes SOUL.md say what was decided. Raises Changed if somebody else is writing it just now."""
    trait = decided.trait
    if trait is None:
        return
    before = bytes_of(memory, SOUL)
    if decided.verdict is not Verdict.UNDONE:
        after = with_trait(before, trait)
    else:
        try:
            after = without_trait(before, trait)
        except Changed:  # its person edited the line since they undid it: it is theirs
            after = before
    by = {"actor": decided.actor, "channel": decided.channel}
    replace(memory, SOUL, after, was=before, how=_how(decided), by=by)


def trait_of(memory: Memory, proposal: Proposal, sentence: str | None = None) -> Trait:
    """The trait that a proposal would become today. Raises UsageError for words that cannot stand there."""
    try:
        words = trait_sentence(proposal.sentence if sentence is None else sentence)
    except ValueError as error:
        raise UsageError(str(error), hint="nothing was decided") from None
    return Trait(proposal.id, words, today_of(memory).isoformat(), proposal.sources)


def _doubts(memory: Memory, proposal: Proposal, used: Sequence[Vector]) -> Iterator[str]:
    settings, now = memory.config.reflection, memory.clock()
    if len(used) < settings.min_vectors:
        yield f"growth vectors that are known: {len(used)}, and {settings.min_vectors} are needed"
    times = [*(one.at for one in used), proposal.at]
    if proposal.at - min(times) < timedelta(days=settings.min_age_days):
        yield f"the oldest vector was no {settings.min_age_days:g} days old when it was proposed"
    if max(times) > now:
        yield "it is dated later than now"
    if all(one.text != proposal.principle.text for one in principles_of(memory.home)):
        yield "the principle does not stand in SOUL.md (any more)"


def _persist_one(memory: Memory, id_: str) -> None:
    for one in unwritten(memory):
        if one.proposal == id_:
            persist(memory, one)


def _how(decided: Decided) -> str:
    """What the ledger calls the writing of it."""
    return f"{'undo' if decided.verdict is Verdict.UNDONE else 'trait'} {decided.proposal}"


def _diff(memory: Memory, proposal: Proposal, sentence: str | None) -> str:
    before = bytes_of(memory, SOUL)
    after = with_trait(before, trait_of(memory, proposal, sentence))
    return diff_of(before.decode("utf-8-sig"), after.decode("utf-8-sig"), SOUL)


def _line(id_: str, verdict: Verdict, by: Mapping[str, str]) -> dict[str, Any]:
    return {"kind": DECIDED, "proposal": id_, "decision": verdict.value, **by}


def _approved(memory: Memory) -> dict[str, Trait]:
    every = decisions(memory.truth.decisions(DECIDED)).values()
    return {one.proposal: one.trait for one in every if one.trait and one.verdict is Verdict.APPROVED}


def _named(memory: Memory, prefix: str) -> Proposal:
    known = proposals(memory)
    return known[id_among(known, prefix, "proposal", hint=_ID_HINT)]


def _waiting(memory: Memory, prefix: str) -> Proposal:
    proposal = _named(memory, prefix)
    state = proposal.state(memory.clock())
    if state is not State.PENDING:
        raise NothingFound(f"proposal {proposal.id[:8]} is {state.value}", hint=_ID_HINT)
    return proposal


def _first_quotes(inquiry: Inquiry) -> list[Quoted]:
    """The exchange that an inquiry began with, in its own words."""
    gathered = inquiry.gathered[:1]
    return [quote for one in gathered for quote in one.evidence if quote.part == "exchange"]
