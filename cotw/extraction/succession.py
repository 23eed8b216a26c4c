"""Succession: which statement of a file as it was goes on in which one of the file as it is.

First those that say the same under the same headings, then those that say the same elsewhere. What is left
under one heading is compared by likeness, more readily where it stands in the same gap between what stayed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from heapq import nsmallest

from cotw.records.fact import Statement

# Of places in the former and the present sequence.
Pairs = dict[int, int]

_ALIKE, _ALIKE_IN_PLACE = 0.6, 0.4
# A statement is compared with so many of its heading, the nearest in place.
_NEIGHBOURS = 8


def succession(former: Sequence[Statement], present: Sequence[Statement]) -> Pairs:
    """The place in `present` where each statement of `former` goes on; those that do not are left out."""
    pairs: Pairs = {}
    _pair_equals(former, present, pairs, lambda one: (one.heading, one.text))
    _pair_equals(former, present, pairs, lambda one: one.text)
    kept = dict(pairs)
    likely = sorted(_likely(former, present, kept))
    taken: set[int] = set()
    for _, before, now in likely:
        if before not in pairs and now not in taken:
            pairs[before] = now
            taken.add(now)
    return pairs


def _pair_equals(
    former: Sequence[Statement],
    present: Sequence[Statement],
    pairs: Pairs,
    key: Callable[[Statement], Hashable],
) -> None:
    """Pairs what has the same key, in order."""
    taken = set(pairs.values())
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for now in reversed(range(len(present))):
        if now not in taken:
            waiting[key(present[now])].append(now)
    for before, statement in enumerate(former):
        if before not in pairs and (places := waiting.get(key(statement))):
            pairs[before] = places.pop()


def _likely(
    former: Sequence[Statement], present: Sequence[Statement], kept: Pairs
) -> Iterator[tuple[float, int, int]]:
    """Pairs under the same heading that may be one, with what speaks against it, the least first."""
    taken = set(kept.values())
    gap_before = _gaps(former, kept.keys())
    gap_now = _gaps(present, taken)
    below: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for now, statement in enumerate(present):
        if now not in taken:
            below[statement.heading].append(now)
    for before, statement in enumerate(former):
        if before in kept:
            continue
        candidates = below.get(statement.heading, [])
        gap = gap_before[before]
        for now in nsmallest(_NEIGHBOURS, candidates, key=lambda one: (abs(gap_now[one] - gap), one)):
            in_place = gap_now[now] == gap
            likeness = _likeness(statement.text, present[now].text)
            if likeness >= (_ALIKE_IN_PLACE if in_place else _ALIKE):
                yield -likeness - 0.2 * in_place, before, now


def _gaps(statements: Sequence[Statement], stayed: Collection[int]) -> list[int]:
    """For each statement, how many of those that stayed stand before it under its heading."""
    counts: defaultdict[tuple[str, ...], int] = defaultdict(int)
    gaps = []
    for place, statement in enumerate(statements):
        gaps.append(counts[statement.heading])
        counts[statement.heading] += place in stayed
    return gaps


def _likeness(before: str, now: str) -> float:
    """How much two texts have in common, from 0 to 1."""
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    if matcher.quick_ratio() < _ALIKE_IN_PLACE:
        return 0.0
    return matcher.ratio()
