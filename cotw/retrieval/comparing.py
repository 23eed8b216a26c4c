"""Comparing two answers to one question: what was lost, what is new, what moved, what is scored otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cotw.records.recall_record import RecordedHit

# Sums of the same numbers may differ in the last bits by the order in which they are added.
SAME_SCORE = 1e-6
DEPTHS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Moved:
    """An exchange that both answers hold: its ranks from 1 and its scores, then and now."""

    exchange: str
    rank: int
    rank_now: int
    score: float
    score_now: float

    @property
    def is_same(self) -> bool:
        """Whether it stands where it stood, with the score it had."""
        return self.rank == self.rank_now and abs(self.score - self.score_now) <= SAME_SCORE


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the hits of an answer: `lost` and `new` are ids, in the order of their ranks.

    `overlap` is the share of the first k hits then that are among the first k now, for each k that the
    answer then reached.
    """

    lost: tuple[str, ...]
    new: tuple[str, ...]
    moved: tuple[Moved, ...]
    overlap: dict[int, float]

    @property
    def is_same(self) -> bool:
        """Whether both answers hold the same hits in the same order with the same scores."""
        return not (self.lost or self.new or self.moved)


def compare(then: Sequence[RecordedHit], now: Sequence[RecordedHit]) -> Comparison:
    """How the answer `now` differs from the one `then`."""
    before = {hit.exchange: (rank, hit.score) for rank, hit in enumerate(then, 1)}
    after = {hit.exchange: (rank, hit.score) for rank, hit in enumerate(now, 1)}
    both = (
        Moved(id, before[id][0], after[id][0], before[id][1], after[id][1]) for id in before if id in after
    )
    return Comparison(
        lost=tuple(id for id in before if id not in after),
        new=tuple(id for id in after if id not in before),
        moved=tuple(one for one in both if not one.is_same),
        overlap=_overlap(list(before), list(after)),
    )


def _overlap(before: Sequence[str], after: Sequence[str]) -> dict[int, float]:
    if not before:
        return {}
    depths = sorted({min(depth, len(before)) for depth in DEPTHS})
    return {depth: len({*before[:depth]} & {*after[:depth]}) / depth for depth in depths}
