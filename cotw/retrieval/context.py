"""Context: an exchange is more likely meant if something near it in its session answers the question too.

What speaks for an exchange is the best of the others around it, and the less the further away it was said. So
a session lends its weight to what was said in it, and one that went on for days does not lend it to all of
that: no measure of how much a session tells is needed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from weakref import ref

from cotw.retrieval.filters import one_of

if TYPE_CHECKING:
    from cotw.index.opening import Index

# Numbering them in DuckDB, with a window function, takes three times as long.
_QUERY = "SELECT session, started, ord, id FROM exchanges WHERE "
# Some 30 MB.
_MOST_KEPT = 200_000


class Places:
    """Where exchanges stand in their sessions; worth keeping from question to question.

    What was read of an index that is open for reading is kept: nobody writes meanwhile.
    """

    def __init__(self) -> None:
        self._index: Callable[[], Index | None] = lambda: None
        self._numbers: dict[str, dict[str, int]] = {}
        self._kept = 0

    def of(self, index: Index, session_of: Mapping[str, str]) -> dict[str, int]:
        """The number of each exchange in its session, where that holds more than one of them.

        Who is alone in its session has nobody around it: nothing is read for those.
        """
        if index.writable or self._index() is not index or self._kept > _MOST_KEPT:
            self._index, self._numbers, self._kept = ref(index), {}, 0
        many = {session for session, times in Counter(session_of.values()).items() if times > 1}
        self._read(index, sorted(many - self._numbers.keys()))
        there = ((id_, self._numbers[session]) for id_, session in session_of.items() if session in many)
        return {id_: numbers[id_] for id_, numbers in there if id_ in numbers}

    def _read(self, index: Index, sessions: Sequence[str]) -> None:
        rows = index.database.execute(_QUERY + one_of("session", sessions)).fetchall() if sessions else []
        self._numbers |= {session: {} for session in sessions}
        for session, _, _, id_ in sorted(rows):
            self._numbers[session][id_] = len(self._numbers[session])
        self._kept += len(rows)


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
