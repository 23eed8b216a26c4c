"""Context: an exchange is more likely meant if something near it in its session answers the question too.

What speaks for an exchange is the best of the others around it, and the less the further away it was said. So
a session lends its weight to what was said in it, and one that went on for days does not lend it to all of
that: no measure of how much a session tells is needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

Place: TypeAlias = tuple[str, int]

_QUERY = """
SELECT id, session, number FROM (
    SELECT id, session, row_number() OVER (PARTITION BY session ORDER BY started, ord, id) AS number
    FROM exchanges WHERE session IN (SELECT session FROM exchanges WHERE id IN (SELECT unnest($1)))
) WHERE id IN (SELECT unnest($1))
"""


def places(connection: Any, exchanges: Sequence[str]) -> dict[str, Place]:
    """The session of each exchange that is there, and its number in it."""
    rows = connection.execute(_QUERY, [list(exchanges)]).fetchall() if exchanges else []
    return {id: (session, number) for id, session, number in rows}


def said_around(
    scores: Mapping[str, float], places: Mapping[str, Place], half_distance: float
) -> dict[str, float]:
    """For each exchange the best score of the others in its session, which halves with every
    `half_distance` exchanges in between.
    """
    sessions: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for exchange, (session, number) in places.items():
        sessions[session].append((number, exchange))
    found: dict[str, float] = {}
    for talk in sessions.values():
        talk.sort()
        before = dict(_carried(talk, scores, half_distance))
        after = dict(_carried(reversed(talk), scores, half_distance))
        found |= {exchange: max(before[exchange], after[exchange]) for _, exchange in talk}
    return found


def _carried(
    talk: Iterable[tuple[int, str]], scores: Mapping[str, float], half_distance: float
) -> Iterable[tuple[str, float]]:
    """What reaches each exchange from those that come before it in `talk`.

    One pass is enough: of two that fade alike, the one that is greater here stays greater.
    """
    carried, last = 0.0, 0
    for number, exchange in talk:
        carried *= 0.5 ** (abs(number - last) / half_distance)
        yield exchange, carried
        carried, last = max(carried, scores[exchange]), number
