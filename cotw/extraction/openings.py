"""Openings: what a sentence leaves open.

A person means what they say wherever they say it. An agent announces each of its steps and takes it at once:
of what it says it will do only that is open which it puts off, or goes on with later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from cotw.extraction.gist import gist
from cotw.extraction.idle_words import ASKING, HOLDS_ALWAYS, NOT_MEANT, OFFER, REQUEST, RHETORICAL, VAGUE
from cotw.extraction.opening_words import (
    DEFERRED,
    DUTY,
    GERMAN_LATER,
    GERMAN_PAST,
    GOES_ON,
    LEFT,
    LEFT_BY_AGENT,
    NEEDS_YOU,
    OURS,
    PROMISE,
    PUT_OFF,
    TODO,
    TRIGGERS,
    UNKNOWN,
    WAITS,
)
from cotw.extraction.spoken import Spoken
from cotw.records.open_thread import Openness

_WORD = re.compile(r"\w+")
_CLAUSES = re.compile(r"(?:,|;| and| und|, and|, und|[–—])\s+(?=(?:I|we|ich|wir)\b)", re.IGNORECASE)
_IF = re.compile(r"\bif (?:you|I|we)\b", re.IGNORECASE)
_STILL = re.compile(r"\b(?:still|noch)\b", re.IGNORECASE)
# A person's questions with fewer words of their own ("And?", "Why?") cannot be told from talk.
_LEAST_WORDS_OF_QUESTION = 2
# So many sentences at the end of an answer say how things stand; what goes before tells how it went.
_LATE = 5


@dataclass(frozen=True, slots=True)
class Opening:
    """What a sentence leaves open.

    What is not `lasting` is done or forgotten by the agent's next answer; what `awaits` waits for the word of
    the one who is spoken to.
    """

    text: str
    kind: Openness
    lasting: bool = True
    awaits: bool = False


def openings(said: Spoken, *, by_agent: bool, left: int) -> tuple[Opening, ...]:
    """What `said` leaves open; `left` sentences were said by the same speaker afterwards."""
    return _openings(said, by_agent, min(left, _LATE))


@lru_cache(maxsize=1_024)  # promises are looked for apart from what is open
def _openings(said: Spoken, by_agent: bool, left: int) -> tuple[Opening, ...]:
    if said.listed:
        return (Opening(said.text, Openness.TODO),) if gist(said.text) else ()
    if todo := TODO.search(said.text):
        return (Opening(todo["what"], Openness.TODO),) if len(gist(todo["what"])) > 1 else ()
    if said.box or (said.bulleted and by_agent):
        return ()  # what an agent lists without a word of what is left is what it did, or could be done
    if said.asks:
        asked = _agent_asks(said.text, left) if by_agent else _person_asks(said.text)
        return (Opening(said.text, Openness.QUESTION, awaits=True),) if asked else ()
    if TRIGGERS.isdisjoint(_WORD.findall(said.text.lower())):
        return ()
    return _stated(said.text, left if by_agent else None)


def _agent_asks(text: str, left: int) -> bool:
    idle = left or RHETORICAL.search(text) or OFFER.search(text)
    return not idle and ASKING.search(text) is not None and bool(gist(text))


def _person_asks(text: str) -> bool:
    idle = RHETORICAL.search(text) or REQUEST.search(text)
    return not idle and len(gist(text)) >= _LEAST_WORDS_OF_QUESTION


def _stated(text: str, left: int | None) -> tuple[Opening, ...]:
    """What the clauses of a sentence leave open; `left` is None if a person says it."""
    found = [
        Opening(clause, kind, _lasts(clause, left), NEEDS_YOU.search(clause) is not None)
        for clause in _CLAUSES.split(text)
        if (kind := _kind(clause, left))
    ]
    # A sentence that says one thing is shown whole.
    return tuple(found if len(found) > 1 else (replace(one, text=text) for one in found))


def _kind(clause: str, left: int | None) -> Openness | None:
    if UNKNOWN.search(clause) and not _IF.search(clause):
        return Openness.INVESTIGATION if left is None or left < _LATE else None
    meant = _person_means(clause) if left is None else _agent_means(clause, left)
    if not meant or NOT_MEANT.search(clause) or OFFER.search(clause):
        return None
    return Openness.COMMITMENT


def _person_means(clause: str) -> bool:
    if PROMISE.search(clause):  # "we will keep the database" says how it shall be
        idle = OURS.search(clause) or VAGUE.search(clause)
        return not idle or PUT_OFF.search(clause) is not None
    if HOLDS_ALWAYS.search(clause):
        return False
    return any(way.search(clause) for way in (LEFT, DEFERRED, DUTY)) or _later_in_german(clause)


def _agent_means(clause: str, left: int) -> bool:
    if PROMISE.search(clause):
        return _is_put_off(clause, left) or (left == 0 and GOES_ON.search(clause) is not None)
    if HOLDS_ALWAYS.search(clause):
        return False
    if DEFERRED.search(clause) or _later_in_german(clause):
        return True
    if left >= _LATE:
        return False
    if LEFT.search(clause) or LEFT_BY_AGENT.search(clause):
        return True
    return DUTY.search(clause) is not None and (left == 0 or _STILL.search(clause) is not None)


def _lasts(clause: str, left: int | None) -> bool:
    return left is None or _is_put_off(clause, left) or not PROMISE.search(clause)


def _is_put_off(clause: str, left: int) -> bool:
    return PUT_OFF.search(clause) is not None or (left < _LATE and WAITS.search(clause) is not None)


def _later_in_german(clause: str) -> bool:
    return GERMAN_LATER.search(clause) is not None and GERMAN_PAST.search(clause) is None
