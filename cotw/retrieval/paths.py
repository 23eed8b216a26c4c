"""Paths: ways of searching units, asked together; each proposes exchanges, best first.

An exchange is embedded as one or more units (chunks of a long text). It is as good as its best one.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cotw.index.shelf import UnitRow

if TYPE_CHECKING:
    from cotw.index.opening import Index
    from cotw.models.embedding import Vectors

# Chunks of one long exchange may fill a list of units: so many are asked for at first, and so many
# times more if they were not enough.
UNITS_PER_EXCHANGE = 2
GROWTH = 8


@dataclass(frozen=True, slots=True)
class Path:
    """One way of searching units.

    `ask(n)` gives the numbers of the n best units with what the search thinks of each; `score` makes of a
    unit and that figure the path's own score, greater is better, or None for one that must not be compared.
    """

    ask: Callable[[int], Coroutine[Any, Any, Mapping[int, float]]]
    score: Callable[[UnitRow, float], float | None]


@dataclass(frozen=True, slots=True)
class PathHit:
    """An exchange one path proposes: its score there (greater is better), its rank from 1, its best unit.

    Of two equals the one that began later comes first. `rank` is None when another path proposed it and
    this one has only been asked for its score.
    """

    exchange: str
    score: float
    rank: int | None
    unit: UnitRow


def best_first(started: int, score: float, exchange: str) -> tuple[float, int, str]:
    """What hits are sorted by: score, then the newer one, then the id, so that no order is left open."""
    return (-score, -started, exchange)


def propose(
    index: Index, paths: Iterable[tuple[str, Path]], vector: Callable[[], Vectors], limit: int
) -> dict[str, list[PathHit]]:
    """At most `limit` exchanges from each of `paths`; `vector` gives what cosines are taken with.

    A path is begun as soon as it comes: what `paths` does to make the next one happens meanwhile.
    """
    hits: dict[str, list[PathHit]] = {}
    known: dict[int, UnitRow] = {}
    asked = limit * UNITS_PER_EXCHANGE
    with index.search.searching() as begin:
        waiting = [(name, path, begin(path.ask(asked))) for name, path in paths]
        while waiting:
            answers = [(name, path, search.result()) for name, path, search in waiting]
            unread = {number for _, _, found in answers for number in found if number not in known}
            known |= index.shelf.units(unread, vector())
            hits |= {name: best_exchanges(path, found, known, limit) for name, path, found in answers}
            scarce = [
                (name, path)
                for name, path, found in answers
                if len(found) >= asked and len(hits[name]) < limit
            ]
            asked *= GROWTH
            waiting = [(name, path, begin(path.ask(asked))) for name, path in scarce]
    return hits


def best_exchanges(
    path: Path, found: Mapping[int, float], known: Mapping[int, UnitRow], limit: int
) -> list[PathHit]:
    """At most `limit` exchanges from the rows a path found, in any order; `known` says what is in them."""
    best: dict[str, tuple[float, UnitRow]] = {}
    for score, unit in _scored(path, found, known):
        other = best.get(unit.exchange)
        # Of two equal units the nearer one wins, then the lower id: which one comes first must not decide.
        if other is None or (-score, -unit.cosine, unit.id) < (-other[0], -other[1].cosine, other[1].id):
            best[unit.exchange] = score, unit
    ordered = sorted(best.values(), key=lambda each: best_first(each[1].started, each[0], each[1].exchange))
    return [
        PathHit(unit.exchange, score, rank, unit)
        for rank, (score, unit) in enumerate(ordered[:limit], start=1)
    ]


def _scored(
    path: Path, found: Mapping[int, float], known: Mapping[int, UnitRow]
) -> Iterable[tuple[float, UnitRow]]:
    for row, figure in found.items():
        if row in known and (score := path.score(known[row], figure)) is not None:
            yield score, known[row]
