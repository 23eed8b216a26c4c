"""Context: what an agent is given for a turn, out of everything a home holds, and the note that it was.

The sources stand in one list, in the order in which they speak. What is injected is in the journal before
anybody sees it: so a transcript that comes back with it can be told from what was said.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cotw.continuity.context import Context, assemble
from cotw.continuity.facts import facts
from cotw.continuity.gathering import gathering
from cotw.continuity.recalled import last_said, passages_of
from cotw.continuity.turn import Source, Turn
from cotw.errors import UsageError
from cotw.extraction.plain import plain, readable
from cotw.ids import short_digest
from cotw.records.block import Seal
from cotw.records.hit import RecallFilters
from cotw.records.passage import Passage
from cotw.retrieval.asking import Standpoint
from cotw.store.injections import injection_lines

if TYPE_CHECKING:
    from cotw.continuity.recalled import Opened
    from cotw.memory import Memory

RECALL, FACTS, LAST, POSTURE = "recall", "facts", "last exchanges", "posture"
# Who speaks when. A source that is not named here comes last.
ORDER = (
    "stability", "identity", "handoff", "warm start", "truth", RECALL, LAST, "knowledge", FACTS, POSTURE,
    "scaffold", "standing", "reviews",
)  # fmt: skip
# A pasted log is no longer question than its beginning.
_PROMPT_CHARACTERS = 8_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What a context is wanted for; None where nothing is known. `start`: a session only begins."""

    prompt: str = ""
    thread: str | None = None
    mode: str | None = None
    session: str | None = None
    budget: int | None = None
    start: bool = False


@dataclass(frozen=True, slots=True)
class Injection:
    """A context, and the milliseconds it took to assemble and to note in the journal."""

    context: Context
    turn: Turn
    milliseconds: float
    noted: float


@contextmanager
def injecting(
    memory: Memory,
    wish: Wish,
    *,
    posture: Passage | None = None,
    given: Sequence[Source] = (),
    opened: Opened | None = None,
) -> Iterator[Injection]:
    """The context for `wish`, to be used inside of the `with`: a late source comes to its end after it.

    `posture` is the overlay of the mode, `given` are further sources, `opened` gives an index that is open
    already. What is not empty stands in the journal by now.
    """
    begin = time.perf_counter()
    settings, turn = memory.config.context, turn_of(memory, wish)
    sources = in_order([*given, *sources_of(memory, turn, opened or memory.index, posture)])
    with gathering(turn, sources, settings.source_seconds) as gathered:
        budget = settings.budget_tokens if wish.budget is None else wish.budget
        context = assemble(turn, gathered, budget, memory.embedder.count_pieces)
        assembled = time.perf_counter()
        if context.text:
            note(memory, turn, context)
        noted = time.perf_counter()
        yield Injection(context, turn, (assembled - begin) * 1000, (noted - assembled) * 1000)


def turn_of(memory: Memory, wish: Wish) -> Turn:
    """The turn as this home sees it."""
    mode = wish.mode or memory.config.modes.default
    return Turn(
        prompt=readable(wish.prompt[:_PROMPT_CHARACTERS]),
        now=memory.clock().astimezone(memory.truth.zone),
        mode=mode,
        sees=memory.config.modes.seen_from(mode),
        thread=wish.thread,
        session=wish.session,
        start=wish.start,
    )


def sources_of(memory: Memory, turn: Turn, opened: Opened, posture: Passage | None) -> list[Source]:
    """The sources of a turn, or of the start of a session."""
    zone, characters = memory.truth.zone, memory.config.context.side_characters
    overlay = [posture] if posture is not None else []
    sources = [
        Source(POSTURE, 0.15, lambda _: overlay, enough=False),
    ]
    if turn.start:
        return [
            *sources,
            Source(
                LAST,
                0.5,
                lambda turn: last_said(turn, opened, zone, characters),
                instead_of=frozenset({"handoff", "warm start"}),
                order=_by_date,
            ),
        ]
    return [
        *sources,
        Source(RECALL, 0.6, lambda turn: recalled(memory, turn, opened), order=_by_date),
        Source(FACTS, 0.15, lambda turn: facts(turn, opened, zone), enough=False, order=_by_date),
    ]


def in_order(sources: Sequence[Source]) -> list[Source]:
    """`sources` as they are to speak."""
    places = {name: place for place, name in enumerate(ORDER)}
    return sorted(sources, key=lambda source: places.get(source.name, len(places)))


def recalled(memory: Memory, turn: Turn, opened: Opened) -> list[Passage]:
    """What was said before that the prompt is evidently about; mostly nothing."""
    if not turn.sees:
        return []
    filters = RecallFilters(modes=tuple(sorted(turn.sees)), without_session=turn.session)
    with opened() as index:
        try:
            answer = memory.recall(
                turn.prompt, filters, Standpoint(turn.thread, turn.mode), inject=True, index=index
            )
        except UsageError:  # nothing in the prompt can be looked for
            return []
    words = [word for word, _ in answer.asked.words]
    hits = [shown.hit for shown in answer.hits if shown.hit.branch is None]
    return passages_of(hits, memory.truth.zone, memory.config.context.side_characters, words)


def note(memory: Memory, turn: Turn, context: Context) -> None:
    """Notes in the journal that `context` was injected, durably; no word of it, nor of the prompt."""
    facts = {
        "question": short_digest(context.id, plain(turn.prompt)) if turn.prompt else None,
        "thread": turn.thread,
        "mode": turn.mode,
        "session": turn.session,
        "start": turn.start or None,
        "tokens": context.tokens,
        "parts": [part.name for part in context.parts if part.passages],
    }
    known = {name: fact for name, fact in facts.items() if fact is not None}
    lines = injection_lines(context.id, Seal.of(context.text), context.sources, known)
    with memory.truth.writing() as writer:
        writer.record_all(memory.truth.journal, lines)


def _by_date(passage: Passage) -> str:
    return passage.label
