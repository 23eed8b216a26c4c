"""Tensions: two sentences of a thread that do not go together. Only what can be shown with both of them.

A decision that was taken back, two instructions that look contrary, a thing that was corrected twice. By
rules, in English and German, and rather too little than too much: a person may have every reason for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cotw.extraction.gist import gist, shared
from cotw.extraction.settled import decisions
from cotw.extraction.spoken import HUMAN
from cotw.extraction.standing import standing
from cotw.identity.contradictions import contradictions
from cotw.identity.statements import Statement
from cotw.records.exchange import Exchange
from cotw.records.message import is_evidence
from cotw.records.stability import Pulling, Quote, Tension
from cotw.reflection.heard import heard
from cotw.reflection.terms import Moment, correction

MOST = 5
_EXCHANGES_READ = 200
# Every two instructions are compared: forty make 780 pairs.
_INSTRUCTIONS = 40
_SAME_THING = 0.5
# "Not that one" and "no, wrong" speak of nothing that could be corrected again.
_FEWEST_STEMS = 2

_TAKES_BACK = re.compile(
    r"\b(?:on second thoughts?|changed (?:my|our) minds?|after all|scrap (?:that|the|it)"
    r"|let['’]?s (?:not|drop|undo)|(?:going|go|goes) back to|back to the|no longer|not .{1,60} any ?more"
    r"|forget (?:about )?the|instead of"
    r"|doch (?:nicht|lieber|kein\w{0,2})|anders überlegt|zurück zu[rm]?|verwerfen|nicht mehr)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _About:
    """A sentence, and the stems of what it is about."""

    quote: Quote
    stems: frozenset[str]

    @classmethod
    def of(cls, text: str, speaker: str, exchange: Exchange) -> _About:
        return cls(Quote(text, speaker, exchange.started, exchange.address), gist(text))


def tensions(exchanges: Sequence[Exchange]) -> list[Tension]:
    """The tensions within `exchanges`, one thread in order; the latest first, at most five.

    Reports and branches that were left say nothing of what a person wants.
    """
    said = [one for one in exchanges[-_EXCHANGES_READ:] if one.branch is None and is_evidence(one.origin)]
    found = [*_taken_back(said), *_contrary(said), *_corrected_again(said)]
    return sorted(found, key=lambda one: (one.second.at, one.second.text), reverse=True)[:MOST]


def _taken_back(said: Sequence[Exchange]) -> Iterator[Tension]:
    decided: list[_About] = []
    for exchange in said:
        for sentence in heard(exchange.human, HUMAN).sentences:
            if not sentence.asks and _TAKES_BACK.search(sentence.text):
                stems = gist(sentence.text)
                for one in [one for one in decided if _speak_of_one(one.stems, stems)][-1:]:
                    decided.remove(one)
                    second = _About.of(sentence.quote, HUMAN, exchange).quote
                    yield Tension(Pulling.TAKEN_BACK, one.quote, second)
        decided += [_About.of(one.text, one.speaker, exchange) for one in decisions(exchange)]


def _contrary(said: Sequence[Exchange]) -> Iterator[Tension]:
    told = [_About.of(rule, HUMAN, one) for one in said for rule in standing(one.human)][-_INSTRUCTIONS:]
    for place, second in enumerate(told):
        for first in told[:place]:
            pair = [_statement(first.quote), _statement(second.quote)]
            if next(contradictions(pair), None) is not None:
                yield Tension(Pulling.CONTRARY, first.quote, second.quote)
                break


def _statement(quote: Quote) -> Statement:
    return Statement(quote.source, 0, "", quote.text)


def _corrected_again(said: Sequence[Exchange]) -> Iterator[Tension]:
    corrected: list[_About] = []
    for place, exchange in enumerate(said):
        found = correction(Moment(exchange, said[max(0, place - 1) : place]))
        for evidence in found.evidence if found is not None else ():
            now = _About.of(evidence.quote, HUMAN, exchange)
            before = [one for one in corrected if _both_speak_of_one(one.stems, now.stems)]
            if before and before[-1].quote.source != now.quote.source:
                yield Tension(Pulling.CORRECTED_AGAIN, before[-1].quote, now.quote)
            corrected.append(now)


def _speak_of_one(thing: frozenset[str], other: frozenset[str]) -> bool:
    """Whether what takes something back names most of it, or it most of what takes it back."""
    return max(shared(thing, other), shared(other, thing)) >= _SAME_THING


def _both_speak_of_one(thing: frozenset[str], other: frozenset[str]) -> bool:
    enough = min(len(thing), len(other)) >= _FEWEST_STEMS
    return enough and min(shared(thing, other), shared(other, thing)) >= _SAME_THING
