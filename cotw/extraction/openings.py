"""Openings: the sentences of one speaker that leave something open.

A person means what they say wherever they say it. An agent announces each of its steps and takes it at once:
of what it says it will do only the end of its last words is open, and what it puts off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from cotw.extraction.gist import gist
from cotw.extraction.opening_words import (
    ASKING,
    DEFERRED,
    DUTY,
    GERMAN_LATER,
    GERMAN_PAST,
    GOES_ON,
    HOLDS_ALWAYS,
    LEFT,
    LEFT_BY_AGENT,
    NEEDS_YOU,
    NO_OPENING,
    OFFER,
    OURS,
    PROMISE,
    PUT_OFF,
    REQUEST,
    RHETORICAL,
    TODO,
    TRIGGERS,
    UNKNOWN,
    WAITS,
)
from cotw.extraction.spoken import Spoken
from cotw.records.open_thread import Openness

_WORD = re.compile(r"\w+")
_CLAUSES = re.compile(r"(?:,|;| and| und|, and|, und|[–—])\s+(?=(?:I|we|ich|wir)\b)", re.IGNORECASE)
# A person's questions with fewer words of their own ("And?", "Why?") cannot be told from talk.
_LEAST_WORDS_OF_QUESTION = 2


# So many sentences at the end of an answer say how things stand; what goes before tells how it went.
_LATE = 5

# What a sentence opens, and whether that lasts.
_Sign = tuple[Openness, bool]
_Signs = Callable[[str, bool], "bool | None"]


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


def openings(said: Spoken, *, by_agent: bool, left: int) -> Iterator[Opening]:
    """What `said` leaves open; so many sentences were said by the speaker afterwards."""
    if said.listed:
        if gist(said.text):
            yield Opening(said.text, Openness.TODO)
    elif todo := TODO.search(said.text):
        if len(gist(todo["what"])) > 1:
            yield Opening(todo["what"], Openness.TODO)
    elif said.box or (said.bulleted and by_agent):
        return  # what an agent lists without a word of what is left is what it did, or could be done
    elif said.asks:
        if _is_question(said.text, by_agent=by_agent) and (left == 0 or not by_agent):
            yield Opening(said.text, Openness.QUESTION, awaits=True)
    elif not TRIGGERS.isdisjoint(_WORD.findall(said.text.lower())):
        yield from _stated_in(said.text, _agent_signs(left) if by_agent else _person_signs)


def _stated_in(text: str, signs: _Signs) -> Iterator[Opening]:
    found = [
        Opening(clause, *sign, awaits=NEEDS_YOU.search(clause) is not None)
        for clause in _CLAUSES.split(text)
        if (sign := _sign(clause, signs))
    ]
    # A sentence that says one thing is shown whole.
    yield from found if len(found) > 1 else (replace(one, text=text) for one in found)


def _is_question(text: str, *, by_agent: bool) -> bool:
    if RHETORICAL.search(text):
        return False
    if by_agent:
        return bool(gist(text) and ASKING.search(text) and not OFFER.search(text))
    return not REQUEST.search(text) and len(gist(text)) >= _LEAST_WORDS_OF_QUESTION


def _sign(clause: str, signs: _Signs) -> _Sign | None:
    if UNKNOWN.search(clause):
        return (Openness.INVESTIGATION, True) if signs(clause, True) else None
    if NO_OPENING.search(clause) or OFFER.search(clause):
        return None
    lasting = signs(clause, False)
    return None if lasting is None else (Openness.COMMITMENT, lasting)


def _person_signs(clause: str, searching: bool) -> bool | None:
    """Whether what a person states lasts; None if it opens nothing."""
    if searching:
        return True
    if PROMISE.search(clause):  # "we will keep the database" says how it shall be
        return True if PUT_OFF.search(clause) or not OURS.search(clause) else None
    if HOLDS_ALWAYS.search(clause):
        return None
    return (
        True
        if any(way.search(clause) for way in (LEFT, DEFERRED, DUTY)) or _later_in_german(clause)
        else None
    )


def _agent_signs(left: int) -> _Signs:
    """The same of what an agent states when so many sentences follow."""

    def signs(clause: str, searching: bool) -> bool | None:
        if searching:
            return True if left < _LATE else None
        put_off = PUT_OFF.search(clause) is not None or (left < _LATE and WAITS.search(clause) is not None)
        if PROMISE.search(clause):
            if put_off:
                return True
            return False if left == 0 and GOES_ON.search(clause) else None
        if HOLDS_ALWAYS.search(clause):
            return None
        if DEFERRED.search(clause) or _later_in_german(clause):
            return True
        if left < _LATE and (LEFT.search(clause) or LEFT_BY_AGENT.search(clause)):
            return True
        if DUTY.search(clause):
            still = " still " in clause or " noch " in clause
            return True if (still and left < _LATE) or left == 0 else None
        return None

    return signs


def _later_in_german(clause: str) -> bool:
    return GERMAN_LATER.search(clause) is not None and GERMAN_PAST.search(clause) is None
