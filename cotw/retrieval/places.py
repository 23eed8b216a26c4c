"""Places: where exchanges stand in their sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
