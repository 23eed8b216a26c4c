"""Context: an exchange is more likely meant if something near it in its session answers the question too.

What speaks for an exchange is the best of the others around it, and the less the further away it was said. So
a session lends its weight to what was said in it, and one that went on for days does not lend it to all of
that: no measure of how much a session tells is needed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from cotw.retrieval.filters import one_of

# Numbering them in DuckDB, with a window function, takes three times as long.
_QUERY = "SELECT session, started, ord, id FROM exchanges WHERE "


def places(connection: Any, session_of: Mapping[str, str]) -> dict[str, int]:
    """The number of each exchange in its session, where that holds more than one of them.

    Who is alone in its session has nobody around it: nothing is read for those.
    """
    many = [session for session, times in Counter(session_of.values()).items() if times > 1]
    rows = connection.execute(_QUERY + one_of("session", many)).fetchall() if many else []
    numbers: dict[str, count[int]] = defaultdict(count)
    every = {id: next(numbers[session]) for session, _, _, id in sorted(rows)}
    return {id: every[id] for id in session_of if id in every}


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
