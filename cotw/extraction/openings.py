"""Openings: the sentences of one speaker that leave something open.

A person means what they say wherever they say it. An agent announces each of its steps and takes it at once:
of what it says it will do only the end of its last words is open, and what it puts off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cotw.extraction.gist import gist
from cotw.extraction.opening_words import (
    ASKING,
    DEFERRED,
    DUTY,
    GERMAN_LATER,
    GERMAN_PAST,
    HOLDS_ALWAYS,
    INTENT,
    LEFT,
    NEEDS_YOU,
    NO_OPENING,
    OFFER,
    PROMISE,
    PUT_OFF,
    RHETORICAL,
    TODO,
    UNKNOWN,
)
from cotw.extraction.spoken import Spoken
from cotw.records.open_thread import Openness

_CLAUSES = re.compile(r"(?:,|;| and| und|, and|, und|[–—])\s+(?=(?:I|we|ich|wir)\b)", re.IGNORECASE)
# A person's questions with fewer words of their own ("And?", "Why?") cannot be told from talk.
_LEAST_WORDS_OF_QUESTION = 2


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


def openings(said: Spoken, *, by_agent: bool, at_end: bool) -> Iterator[Opening]:
    """What `said` leaves open; `at_end`: nothing else was said by the speaker afterwards."""
    if said.listed:
        if gist(said.text) and said.box.lower() != "[x]":
            yield Opening(said.text, Openness.TODO)
        return
    if todo := TODO.search(said.text):
        if len(gist(todo["what"])) > 1:
            yield Opening(todo["what"], Openness.TODO)
        return
    if said.asks:
        if _is_question(said.text, by_agent=by_agent) and (at_end or not by_agent):
            yield Opening(said.text, Openness.QUESTION, awaits=True)
        return
    if said.box:
        return
    found = [
        Opening(clause, kind, lasting, awaits=NEEDS_YOU.search(clause) is not None)
        for clause in _CLAUSES.split(said.text)
        for kind, lasting in _stated(clause, by_agent=by_agent, at_end=at_end)
    ]
    # A sentence that says one thing is shown whole.
    yield from found if len(found) > 1 else (replace(one, text=said.text) for one in found)


def _is_question(text: str, *, by_agent: bool) -> bool:
    if RHETORICAL.search(text):
        return False
    if by_agent:
        return bool(gist(text) and ASKING.search(text) and not OFFER.search(text))
    return len(gist(text)) >= _LEAST_WORDS_OF_QUESTION


def _stated(clause: str, *, by_agent: bool, at_end: bool) -> Iterator[tuple[Openness, bool]]:
    if UNKNOWN.search(clause):
        yield Openness.INVESTIGATION, True
        return
    if NO_OPENING.search(clause) or OFFER.search(clause):
        return
    put_off = PUT_OFF.search(clause) is not None
    if PROMISE.search(clause):
        if not by_agent or put_off or at_end:
            yield Openness.COMMITMENT, not by_agent or put_off
        return
    if HOLDS_ALWAYS.search(clause):
        return
    if LEFT.search(clause) or DEFERRED.search(clause) or _later_in_german(clause):
        yield Openness.COMMITMENT, True
    elif DUTY.search(clause):
        if not by_agent or put_off or at_end or " still " in clause or " noch " in clause:
            yield Openness.COMMITMENT, True
    elif by_agent and at_end and INTENT.search(clause):
        yield Openness.COMMITMENT, False


def _later_in_german(clause: str) -> bool:
    return GERMAN_LATER.search(clause) is not None and GERMAN_PAST.search(clause) is None
