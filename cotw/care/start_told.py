"""What a session would begin with, told thrice: with the handoff that it would be given, without one, and
who the agent is alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cotw.care.context_sources import HANDOFF, IDENTITY, LAST, POSTURE, Sources
from cotw.care.start_files import stat_of
from cotw.continuity.context import assemble, place_of
from cotw.continuity.gathering import Gathered, gathering
from cotw.continuity.handoff_taking import Taken
from cotw.continuity.threads import decided_threads
from cotw.continuity.turn import Turn
from cotw.errors import IndexMissing
from cotw.index.rows import fetched
from cotw.index.sharing import SharedIndex
from cotw.memory import Memory
from cotw.provenance.fence import new_mark
from cotw.records.injection import Context
from cotw.records.threads import MAIN_THREAD, Scope


@dataclass(frozen=True, slots=True)
class Told:
    """Each way, as a hook reads it; None where there is nothing to say, or no handoff.

    `mark` stands in all for one that is drawn when it is printed. `not_for` are sessions that it would be
    told otherwise: they were decided to belong elsewhere, or it quotes their own words. `alone` depends on
    nothing that was said or decided, and holds in every folder.
    """

    mark: str
    not_for: list[str]
    with_handoff: dict[str, Any] | None
    without: dict[str, Any] | None
    alone: dict[str, Any] | None


def told_at_start(memory: Memory, turn: Turn) -> Told | None:
    """What a session begins with now; None if a source failed that may have something to say tomorrow."""
    shared = SharedIndex(memory.index)
    sources = Sources(memory, turn, shared, claim=False)
    with (
        shared.wanted(),
        gathering(turn, sources.listed(), memory.config.context.source_seconds) as gathered,
    ):
        # Without an index nothing was said yet.
        if any(one.failure and one.exit_code != IndexMissing.exit_code for one in gathered):
            return None
        mark, whole, bare, alone = _contexts(memory, turn, gathered)
        page = None
        if sources.taken and any(part.name == HANDOFF and part.passages for part in whole.parts):
            page = _body(whole) | _page(memory, sources.taken[0])
        return Told(
            mark,
            _not_for(memory, turn, bare, shared),
            page,
            _body(bare) if bare.text else None,
            _body(alone) | {"tail": place_of(replace(turn, thread=None))} if alone.text else None,
        )


def _contexts(
    memory: Memory, turn: Turn, gathered: Sequence[Gathered]
) -> tuple[str, Context, Context, Context]:
    """A mark, and the blocks with it; it stands in them as a mark and nowhere else."""
    bare = [replace(one, passages=()) if one.source.name == HANDOFF else one for one in gathered]
    alone = [one for one in gathered if one.source.name in (IDENTITY, POSTURE)]
    budget, count = memory.config.context.budget_tokens, memory.embedder.count_pieces
    while True:
        mark = new_mark(passage for one in gathered for passage in one.passages)
        made = [assemble(turn, given, budget, count, mark=mark) for given in (gathered, bare, alone)]
        if all(one.body.count(mark) == one.body.count(f"[{mark}]") for one in made):
            return mark, made[0], made[1], made[2]


def _body(context: Context) -> dict[str, Any]:
    return {"body": context.body, "sources": context.sources}


def _page(memory: Memory, taken: Taken) -> dict[str, Any]:
    """Where the handoff lies, and what a hook has to know to claim it."""
    root = memory.home.root
    page = taken.claim
    return {
        "page": str(page.relative_to(root)),
        "page_stat": stat_of(page),
        "claim_prefix": str(page.with_name(f"{taken.stem}.claimed-").relative_to(root)),
        "stem": taken.stem,
        "beside": [str(path.relative_to(root)) for path in taken.beside],
        "handoff_digest": taken.digest,
        "thread": taken.start.thread,
    }


def _not_for(memory: Memory, turn: Turn, context: Context, shared: SharedIndex) -> list[str]:
    placings = decided_threads(memory.truth).placings.items()
    here = turn.thread or MAIN_THREAD
    elsewhere = {
        name
        for (scope, name), placed in placings
        if scope is Scope.SESSION and placed and (placed[-1].thread or MAIN_THREAD) != here
    }
    last = [one for part in context.parts if part.name == LAST for one in part.passages]
    addresses = sorted({source for passage in last for source in passage.sources})
    if addresses:
        with shared() as index:
            query = "SELECT DISTINCT session FROM exchanges WHERE list_contains(?, address)"
            elsewhere |= {str(row[0]) for row in fetched(index.database.cursor(), query, addresses)}
    return sorted(elsewhere)
