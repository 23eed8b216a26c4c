"""Context: an exchange is more likely meant if something near it in its session answers the question too.

What speaks for an exchange is the best of the others around it, and the less the further away it was said. So
a session lends its weight to what was said in it, and one that went on for days does not lend it to all of
that: no measure of how much a session tells is needed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cotw.retrieval.asking import Asking
from cotw.retrieval.fusion import Fused
from cotw.retrieval.voices import Voice

CONTEXT = "context"
# Context is heard in the sessions of so many of the best: in a large memory this spares most of the reading.
_SPEAK_FOR_OTHERS = 10


def _said(asking: Asking, fused: Sequence[Fused], _: None) -> Mapping[str, float]:
    session_of, places = strong_places(asking, fused)
    scores = {item.exchange: item.score for item in fused}
    return said_around(scores, session_of, places, asking.settings.context_half_exchanges)


VOICE: Voice[None] = Voice(CONTEXT, lambda settings: settings.context_weight, _said)


def strong_places(asking: Asking, fused: Sequence[Fused]) -> tuple[dict[str, str], dict[str, int]]:
    """Session and place of each exchange in the sessions of the best; who is alone in one has no place."""
    strong = {item.session for item in fused[:_SPEAK_FOR_OTHERS]}
    session_of = {item.exchange: item.session for item in fused if item.session in strong}
    shared = {session for session, times in Counter(session_of.values()).items() if times > 1}
    places = asking.index.shelf.places(sorted(shared))
    return session_of, {exchange: places[exchange] for exchange in session_of if exchange in places}


def said_around(
    scores: Mapping[str, float], session_of: Mapping[str, str], places: Mapping[str, int], half: float
) -> dict[str, float]:
    """For each exchange with a place the best score of the others in its session, halved every `half`."""
    sessions: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for exchange, number in places.items():
        sessions[session_of[exchange]].append((number, exchange))
    found: dict[str, float] = {}
    for talk in sessions.values():
        talk.sort()
        before = dict(_carried(talk, scores, half))
        after = dict(_carried(reversed(talk), scores, half))
        found |= {exchange: max(before[exchange], after[exchange]) for _, exchange in talk}
    return found


def _carried(
    talk: Iterable[tuple[int, str]], scores: Mapping[str, float], half: float
) -> Iterable[tuple[str, float]]:
    """What reaches each exchange from those that come before it in `talk`.

    One pass is enough: of two that fade alike, the one that is greater here stays greater.
    """
    carried, last = 0.0, 0
    for number, exchange in talk:
        carried *= 0.5 ** (abs(number - last) / half)
        yield exchange, carried
        carried, last = max(carried, scores[exchange]), number
