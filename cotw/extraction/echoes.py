"""Echoes: what was learnt outside of transcripts and stands in a transcript as well, which tells it better.

Words are the same if their texts are, but for spaces. Each utterance of a transcript answers for one that was
learnt: who said "yes" three times, of which a transcript has two, has said one that stands nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

# Fewer characters are said again by chance: "yes, go on".
TELLING_CHARACTERS = 24


class Utterance(NamedTuple):
    """When and in which session something was said."""

    id: str
    instant: datetime
    session: str


class Side(NamedTuple):
    """What one side said in a turn that was learnt: long enough to be `telling`, `echoed` by a transcript."""

    telling: bool
    echoed: bool


def echoed(learned: Sequence[Utterance], told: Sequence[Utterance], within: timedelta) -> set[str]:
    """Of utterances of the same words: the ids of those learnt that one of a transcript answers for.

    Both are given in order. Two belong together that are no further apart than `within`; of what is left,
    those of the same session do whenever they were said, for clocks differ and reports come late.
    """
    alone: list[Utterance] = []
    unheard: Counter[str] = Counter()
    ours = theirs = 0
    while ours < len(learned) and theirs < len(told):
        apart = told[theirs].instant - learned[ours].instant
        if apart > within:
            alone.append(learned[ours])
            ours += 1
            continue
        if apart < -within:
            unheard[told[theirs].session] += 1
        else:
            ours += 1
        theirs += 1
    alone += learned[ours:]
    unheard.update(utterance.session for utterance in told[theirs:])
    unanswered = set()
    for utterance in alone:
        if unheard[utterance.session]:
            unheard[utterance.session] -= 1
        else:
            unanswered.add(utterance.id)
    return {utterance.id for utterance in learned} - unanswered


def gives_way(sides: Iterable[Side]) -> bool:
    """Whether a transcript tells this turn: all of its words, or words that are not said by chance."""
    given = list(sides)
    return bool(given) and (all(side.echoed for side in given) or any(map(all, given)))
