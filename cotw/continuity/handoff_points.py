"""Key points of a handoff: what a person stressed, decided, corrected or asked for for good; days named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from cotw.continuity.handoff_said import AGENT, HUMAN, Quote, quote, said
from cotw.extraction.days_named import names_a_day
from cotw.extraction.manner import corrects, stresses
from cotw.extraction.standing import standing
from cotw.records.exchange import Exchange

MOST_POINTS = 8
MOST_DAYS = 8
# Who writes more in one turn has pasted it; an agent's dates are mostly those of what it works on.
_HUMAN_SENTENCES = 20
_AGENT_SENTENCES = 6
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence, and why it matters: `decided`, `corrected`, `holds from then on` or `stressed`."""

    kind: str
    quote: Quote


def key_points(
    read: Sequence[Exchange], find_decided: Callable[[Exchange], Sequence[str]]
) -> tuple[Point, ...]:
    """The latest key points, in the order in which they were made. Only people make them."""
    found: dict[str, Point] = {}
    for exchange in reversed(read):
        for kind, sentence in _points(exchange, find_decided):
            found.setdefault(sentence.casefold(), Point(kind, quote(exchange, HUMAN, sentence)))
        if len(found) >= MOST_POINTS:
            break
    return tuple(sorted(islice(found.values(), MOST_POINTS), key=lambda point: point.quote.when))


def _points(
    exchange: Exchange, find_decided: Callable[[Exchange], Sequence[str]]
) -> Iterator[tuple[str, str]]:
    mine = [one for one in islice(said(exchange, HUMAN), _HUMAN_SENTENCES) if len(one) <= _LONGEST]
    decided = {" ".join(one.split()) for one in find_decided(exchange)}
    lasting = set(standing("\n".join(mine)))
    for sentence in mine:
        if sentence in decided:
            yield "decided", sentence
        elif corrects(sentence):
            yield "corrected", sentence
        elif sentence in lasting:
            yield "holds from then on", sentence
        elif stresses(sentence):
            yield "stressed", sentence


def days(read: Sequence[Exchange]) -> tuple[Quote, ...]:
    """The latest sentences that name a date or a deadline, in order."""
    found: dict[str, Quote] = {}
    for exchange in reversed(read):
        for speaker, most in ((HUMAN, _HUMAN_SENTENCES), (AGENT, _AGENT_SENTENCES)):
            for sentence in islice(said(exchange, speaker), most):
                if len(sentence) <= _LONGEST and names_a_day(sentence):
                    found.setdefault(sentence.casefold(), quote(exchange, speaker, sentence))
        if len(found) >= MOST_DAYS:
            break
    return tuple(sorted(islice(found.values(), MOST_DAYS), key=lambda one: one.when))
