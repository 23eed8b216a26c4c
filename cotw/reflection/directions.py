"""Directions: growth vectors that point the same way, and how far each has come through the three gates.

The first gate is time: enough vectors, of different inquiries, the oldest of them old enough. The second is a
principle of SOUL.md that they are in line with. The third is a person, and is not passed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from cotw.identity.principles import Principle
from cotw.ids import short_digest
from cotw.reflection.inquiries import Vector
from cotw.reflection.proposals import Aligned, Proposal, State

# How near two texts are to each other, as a cosine.
Likeness = Callable[[str, str], float]


class Gate(IntEnum):
    """The gates, in order."""

    TIME = 1
    PRINCIPLE = 2
    PERSON = 3


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the first two gates ask for."""

    same_direction: float
    alignment: float
    fewest: int
    age: timedelta


@dataclass(frozen=True, slots=True)
class Direction:
    """Vectors that point the same way, oldest first.

    `gate` is the one it stands before, and `why` says what is missing there. `principle` is the nearest one,
    None where SOUL.md has none.
    """

    id: str
    vectors: tuple[Vector, ...]
    gate: Gate
    why: str
    principle: Aligned | None

    @property
    def sources(self) -> tuple[str, ...]:
        """The records that its vectors rest on, each once."""
        return tuple(dict.fromkeys(one for vector in self.vectors for one in vector.sources))


def directions(
    vectors: Sequence[Vector], principles: Sequence[Principle], like: Likeness, bounds: Bounds, now: datetime
) -> list[Direction]:
    """The directions of these vectors, the largest first, each with the gate it stands before.

    A vector belongs to one direction: that with most vectors near to its middle one, the oldest of equals.
    """
    rest = sorted(vectors, key=lambda one: (one.at, one.id))
    found: list[Direction] = []
    while rest:
        near = {
            seed.id: [one for one in rest if like(seed.direction, one.direction) >= bounds.same_direction]
            for seed in rest
        }
        # A vector of length nothing is near to nothing, and still has to come off the list.
        best = max(rest, key=lambda seed: len(near[seed.id]))
        members = near[best.id] or [best]
        found.append(_direction(members, principles, like, bounds, now))
        taken = {one.id for one in members}
        rest = [one for one in rest if one.id not in taken]
    return found


def unspent(
    vectors: Iterable[Vector],
    proposals: Iterable[Proposal],
    like: Likeness,
    same_direction: float,
    now: datetime,
) -> list[Vector]:
    """The vectors that may still lead to a proposal.

    Those of one that waits or was decided on are spent, and so are others that point where that pointed:
    what was rejected does not return in other words, and what is a trait already need not. One that lapsed
    gives its vectors back when a new one has joined them.
    """
    known = list(vectors)
    by_id = {one.id: one for one in known}
    for proposal in proposals:
        used = [by_id[id_] for id_ in proposal.vectors if id_ in by_id]
        near = [one for one in known if _points_there(one, used, proposal.sentence, like, same_direction)]
        if proposal.state(now) is State.LAPSED and any(one.at > proposal.at for one in near):
            continue
        spent = {one.id for one in (*used, *near)}
        known = [one for one in known if one.id not in spent]
    return known


def is_repeated(
    sentence: str, proposals: Iterable[Proposal], like: Likeness, threshold: float, now: datetime
) -> bool:
    """Whether a sentence says what was proposed before: what waits, or a person has decided on."""
    held = [one for one in proposals if one.state(now) is not State.LAPSED]
    return any(like(sentence, one.sentence) >= threshold for one in held)


def likeness_of(vectors: Mapping[str, Sequence[float]]) -> Likeness:
    """The likeness of texts by their vectors, which have the length 1."""

    def like(one: str, other: str) -> float:
        return float(sum(a * b for a, b in zip(vectors[one], vectors[other], strict=True)))

    return like


def nearest(texts: Sequence[str], principles: Sequence[Principle], like: Likeness) -> Aligned | None:
    """The principle that some texts are nearest to, in the mean; None where there is none."""
    if not principles:
        return None
    by_nearness = [(sum(like(one.text, text) for text in texts) / len(texts), one) for one in principles]
    nearness, best = max(by_nearness, key=lambda pair: (pair[0], -pair[1].line))
    return Aligned(best.text, best.line, round(nearness, 4))


def _points_there(
    vector: Vector, used: Sequence[Vector], sentence: str, like: Likeness, same_direction: float
) -> bool:
    there = [*(one.direction for one in used), sentence]
    return sum(like(vector.direction, text) for text in there) / len(there) >= same_direction


def _direction(
    members: Sequence[Vector],
    principles: Sequence[Principle],
    like: Likeness,
    bounds: Bounds,
    now: datetime,
) -> Direction:
    principle = nearest([one.direction for one in members], principles, like)
    gate, why = _gate(members, principle, bounds, now)
    id_ = short_digest("direction", *sorted(one.id for one in members))
    return Direction(id_, tuple(members), gate, why, principle)


def _gate(
    members: Sequence[Vector], principle: Aligned | None, bounds: Bounds, now: datetime
) -> tuple[Gate, str]:
    age = now - members[0].at
    inquiries = len({one.inquiry for one in members})
    if inquiries < bounds.fewest:
        return Gate.TIME, f"{inquiries} of {bounds.fewest} growth vectors that point this way"
    if age < bounds.age:
        return Gate.TIME, f"the oldest is {age.days} days old, of {bounds.age.days}"
    if principle is None:
        return Gate.PRINCIPLE, "SOUL.md has no principle to measure it against; nothing is proposed"
    if principle.nearness < bounds.alignment:
        needed = f"{principle.nearness:.2f} of {bounds.alignment:.2f}"
        return Gate.PRINCIPLE, f"no principle of SOUL.md is near: {needed} to line {principle.line}"
    return Gate.PERSON, "a person decides on the words"
