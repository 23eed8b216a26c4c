"""The sources of a context: what each part of a home has to say to a turn, or to the start of a session.

They stand in one list here, a line each, and know nothing of each other; `ORDER` says who speaks when. What
only a start has to say is imported when one is asked for: its rules take a while to compile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from cotw.care.identity import identity_layers, posture_layer
from cotw.care.truth_table import truth_table
from cotw.continuity.facts import facts
from cotw.continuity.handoff_taking import Taken
from cotw.continuity.recalled import last_said, passages_of
from cotw.continuity.truth_table import truth_passages
from cotw.continuity.turn import Source, Turn
from cotw.errors import UsageError
from cotw.records.hit import RecallFilters
from cotw.records.injection import RECALL
from cotw.records.passage import Passage
from cotw.records.threads import MAIN_THREAD
from cotw.retrieval.asking import Question, Standpoint
from cotw.retrieval.knowledge import knowledge_passages

if TYPE_CHECKING:
    from cotw.continuity.recalled import Opened
    from cotw.memory import Memory

IDENTITY, HANDOFF, WARM_START = "identity", "handoff", "warm start"
TRUTH, STATE, LAST = "truth", "current state", "last exchanges"
KNOWLEDGE, FACTS, POSTURE, STABILITY = "knowledge", "facts", "posture", "stability"
STANDING, REVIEWS = "standing", "reviews"
# A source that is not named here comes last.
ORDER = (
    STABILITY, IDENTITY, HANDOFF, WARM_START, TRUTH, RECALL, LAST, KNOWLEDGE, STATE, FACTS, POSTURE,
    "scaffold", STANDING, REVIEWS,
)  # fmt: skip
_ANSWERED = frozenset({HANDOFF, WARM_START})


@dataclass
class Sources:
    """The sources of one turn of a home. `opened` gives the index; `taken` is a handoff that was claimed,
    or with `claim` False only looked at.
    """

    memory: Memory
    turn: Turn
    opened: Opened
    claim: bool = True
    taken: list[Taken] = field(default_factory=list)
    _posing: Lock = field(default_factory=Lock)

    def listed(self) -> list[Source]:
        """All of them, in the order in which they speak."""
        sources = self._of_start() if self.turn.start else self._of_turn()
        places = {name: place for place, name in enumerate(ORDER)}
        return sorted([*sources, *self._of_both()], key=lambda source: places.get(source.name, len(places)))

    def _of_start(self) -> list[Source]:
        identity = self.memory.config.identity
        return [
            Source(IDENTITY, 0.0, self._identity, budget=identity.total_tokens),
            Source(HANDOFF, 0.4, self._handoff),
            Source(WARM_START, 0.2, self._warm_start, instead_of=frozenset({HANDOFF})),
            Source(LAST, 0.4, self._last_said, instead_of=_ANSWERED, order=_by_date),
            Source(STANDING, 0.1, self._standing, enough=False),
            Source(REVIEWS, 0.05, self._reviews, enough=False),
        ]

    def _of_turn(self) -> list[Source]:
        return [
            Source(STABILITY, 0.1, self._stability),
            Source(TRUTH, 0.1, lambda turn: self._truth(turn, asked_for=True)),
            Source(RECALL, 0.5, self._recalled, order=_by_date),
            Source(KNOWLEDGE, 0.1, self._knowledge),
            Source(FACTS, 0.1, self._facts, enough=False, order=_by_date),
        ]

    def _of_both(self) -> list[Source]:
        """What comes along with others; at the start of a session too."""
        return [
            Source(STATE, 0.1, lambda turn: self._truth(turn, asked_for=False), enough=self.turn.start),
            Source(POSTURE, 0.1, lambda turn: posture_layer(self.memory, turn.mode).passages, enough=False),
        ]

    @cached_property
    def _posed(self) -> Question | None:
        standpoint = Standpoint(self.turn.thread, self.turn.mode)
        try:
            return self.memory.pose(self.turn.prompt, self.turn.now, standpoint)
        except UsageError:  # nothing in the prompt can be looked for
            return None

    def _question(self) -> Question | None:
        """The prompt as a question, embedded once for all who ask; None if it asks nothing."""
        with self._posing:
            return self._posed

    def _stability(self, turn: Turn) -> Sequence[Passage]:
        if turn.session is None:
            return []
        # Its rules take a while to compile, and most turns that are asked for by hand name no session.
        from cotw.care.stability import turn_stability

        return turn_stability(self.memory, turn, turn.session, self.opened)

    def _standing(self, turn: Turn) -> Sequence[Passage]:
        # As with stability: its rules take a while to compile.
        from cotw.care.standing_page import start_standing

        return start_standing(self.memory, turn, self.opened)

    def _reviews(self, _: Turn) -> Sequence[Passage]:
        from cotw.care.reviews_waiting import start_reviews

        return start_reviews(self.memory)

    def _identity(self, _: Turn) -> Sequence[Passage]:
        return [passage for layer in identity_layers(self.memory) for passage in layer.passages]

    def _handoff(self, turn: Turn) -> Sequence[Passage]:
        from cotw.care.handoffs import take_at_start

        taken = take_at_start(
            self.memory,
            turn.thread or MAIN_THREAD,
            turn.mode,
            session=turn.session,
            project=turn.project,
            begin=turn.begin,
            claim=self.claim,
        )
        if taken is None:
            return []
        self.taken.append(taken)
        return taken.passages

    def _warm_start(self, turn: Turn) -> Sequence[Passage]:
        from cotw.care.handoffs import warm_starts
        from cotw.care.warm_telling import told_before

        thread, teller = turn.thread or MAIN_THREAD, told_before(self.memory)
        return warm_starts(self.memory, thread, turn.mode, teller, project=turn.project)

    def _last_said(self, turn: Turn) -> Sequence[Passage]:
        return last_said(turn, self.opened, self.memory.truth.zone, self._characters)

    def _truth(self, turn: Turn, *, asked_for: bool) -> Sequence[Passage]:
        """Rows that the prompt asks for are a reason to speak, all others only come along."""
        settled = self.memory.config.settled
        return truth_passages(
            truth_table(self.memory),
            turn.thread,
            self.memory.truth.zone,
            turn.prompt,
            most=settled.truth_rows,
            characters=settled.truth_characters,
            asked_for=asked_for,
        )

    def _recalled(self, turn: Turn) -> Sequence[Passage]:
        """What was said before that the prompt is evidently about; mostly nothing."""
        if not turn.sees or (question := self._question()) is None:
            return []
        filters = RecallFilters(modes=tuple(sorted(turn.sees)), without_session=turn.session)
        with self.opened() as index:
            found = self.memory.found(index, question, filters, limit=None, inject=True)
        hits = [hit for hit in found.hits if hit.branch is None]
        return passages_of(hits, self.memory.truth.zone, self._characters, question.words)

    def _facts(self, turn: Turn) -> Sequence[Passage]:
        return facts(turn, self.opened, self.memory.truth.zone)

    def _knowledge(self, turn: Turn) -> Sequence[Passage]:
        settled = self.memory.config.settled
        with self.opened() as index:
            if not index.shelf.knowledge.changed:
                return []
            if (question := self._question()) is None:
                return []
            return knowledge_passages(
                index,
                question,
                turn.thread,
                most=settled.knowledge_limit,
                characters=settled.knowledge_characters,
                min_cosine=settled.min_knowledge_cosine,
                kept=self.memory.kept_facts,
            )

    @property
    def _characters(self) -> int:
        return self.memory.config.context.side_characters


def _by_date(passage: Passage) -> str:
    return passage.label
