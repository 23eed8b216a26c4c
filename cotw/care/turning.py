"""Turning: one step of a conversation for agents without hooks: the last turn is learnt, the prompt answered.

The two do not depend on each other: what cannot be learnt does not keep an answer back, nor the other way
round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from cotw.care.learning import Learnt, Reporter, learn
from cotw.errors import CotwError, Wordless
from cotw.importers.told import Told
from cotw.memory import Memory
from cotw.retrieval.answer import Answer
from cotw.retrieval.asking import Standpoint

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one step. Each half is None where it failed, which is then told, or where there was
    nothing to be learnt or to be looked for.
    """

    learnt: Learnt | None
    answer: Answer | None
    not_learnt: CotwError | None
    not_answered: CotwError | None


def turn(
    memory: Memory, prompt: str, previous: Sequence[Told], standpoint: Standpoint, reporter: Reporter
) -> Turn:
    """Learns what was said before, and finds what an agent that is given `prompt` should know."""
    learnt, not_learnt = _tried(lambda: learn(memory, previous, reporter)) if previous else (None, None)
    answer, not_answered = _tried(lambda: _answer(memory, prompt, standpoint))
    if answer is not None and learnt is not None:
        # Whoever has just said it knows it.
        told = frozenset(learnt.exchanges)
        answer = replace(answer, hits=tuple(one for one in answer.hits if one.hit.exchange not in told))
    return Turn(learnt, answer, not_learnt, not_answered)


def _answer(memory: Memory, prompt: str, standpoint: Standpoint) -> Answer | None:
    """What may be put into the prompt, from modes that the agent may see; None where it names nothing."""
    try:
        answer = memory.recall(prompt, standpoint=standpoint, inject=True)
    except Wordless:
        return None
    if standpoint.mode is None:
        return answer
    seen = memory.config.modes.seen_from(standpoint.mode)
    return replace(answer, hits=tuple(one for one in answer.hits if one.hit.mode in seen))


def _tried(step: Callable[[], Done]) -> tuple[Done | None, CotwError | None]:
    try:
        return step(), None
    except CotwError as error:
        return None, error
