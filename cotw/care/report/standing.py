"""Standing as a report tells it: what of a day moved it, and where that left it. Unmoved it is not told."""

from __future__ import annotations

from datetime import date
from typing import Any

from cotw.care.report.told import Line, Standing
from cotw.care.standing_page import Words, nights, words_of
from cotw.clock import local_day
from cotw.memory import Memory
from cotw.records.standing import Moved
from cotw.reflection.standing_scores import edge_told

_NIGHTS_DRAWN = 30
Score = tuple[date, str, float]


def standing_told(
    memory: Memory, database: Any, night: date
) -> tuple[tuple[Standing, ...], tuple[Score, ...]]:
    """The dimensions that the day moved, and the scores of the nights up to this one; nothing if none was."""
    known = [one for one in nights(memory) if one.day <= night][-_NIGHTS_DRAWN:]
    if not known or known[-1].day != night:
        return (), ()
    zone = memory.truth.zone
    fresh = [one for one in reversed(known[-1].recent) if local_day(one.said, zone) == night]
    words = words_of(database, fresh)
    standings = []
    for one in known[-1].standings:
        why = tuple(_line(moved, words) for moved in fresh if moved.dimension is one.dimension)
        if why:
            told = one.dimension.label, one.score, one.trajectory.value, edge_told(one.edge), why
            standings.append(Standing(*told))
    scores = ((of.day, one.dimension.label, one.score) for of in known for one in of.standings)
    return tuple(standings), tuple(scores) if standings else ()


def _line(moved: Moved, words: dict[tuple[str, str], Words]) -> Line:
    """The words that moved it; of what the index does not hold any more, the pattern alone."""
    label = f"{'−' if moved.delta < 0 else '+'}{abs(moved.delta):.2f} {moved.pattern}"
    found = words.get((moved.source, moved.pattern))
    if found is None:
        return Line(label, (moved.source,), when=moved.said)
    return Line(found.quote, (moved.source,), label, "you", moved.said)
