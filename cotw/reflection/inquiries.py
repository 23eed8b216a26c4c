"""Inquiries: exchanges that moved enough to be thought about, in three passes; folded from the journal.

The journal has a line when one is queued, when another exchange is found to be about the same, when a pass
was gathered for (its evidence, quoted) and when it was answered. Whatever names a record that is forgotten
goes with it, and what hangs on a line that is gone counts no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from cotw.clock import parse_instant
from cotw.ids import short_digest

QUEUED, MERGED, GATHERED, ANSWERED = "inquiry", "inquiry_merged", "inquiry_gathered", "contemplated"
KINDS = (QUEUED, MERGED, GATHERED, ANSWERED)


class Pass(IntEnum):
    """The three passes over an inquiry, in their order."""

    CLARIFY = 1
    CONNECT = 2
    GROW = 3

    @property
    def after(self) -> timedelta:
        """So long after the inquiry was queued it is due."""
        return _AFTER[self]


_AFTER = {
    Pass.CLARIFY: timedelta(0),
    Pass.CONNECT: timedelta(hours=4),
    Pass.GROW: timedelta(hours=20),
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """One piece of evidence: its part (`exchange`, `related`, …), whose words, when (local), and where."""

    part: str
    speaker: str
    when: str
    text: str
    source: str
    thread: str
    mode: str

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Quoted:
        """The quote of a part of a journal line. Raises KeyError."""
        names = ("part", "speaker", "when", "text", "source", "thread", "mode")
        return cls(*(str(record[name]) for name in names))


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a pass has before it, and what was counted."""

    number: Pass
    at: datetime
    evidence: tuple[Quoted, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a thinker said to a pass: a model, an agent or a person, named by `thinker`; it is never more."""

    number: Pass
    at: datetime
    answer: Mapping[str, Any]
    by: str
    thinker: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """An exchange that is thought about, and when it was over (`said`).

    `also` are exchanges about the same, `quote` is what moved most.
    """

    id: str
    created: datetime
    exchange: str
    said: datetime
    address: str
    thread: str
    mode: str
    entropy: float
    terms: tuple[str, ...]
    quote: str
    also: tuple[str, ...] = ()
    gathered: tuple[Gathered, ...] = ()
    answered: tuple[Answered, ...] = ()

    @property
    def next_pass(self) -> Pass | None:
        """The pass that comes next; None if all three were answered."""
        done = len(self.answered)
        return Pass(done + 1) if done < len(Pass) else None

    @property
    def next_due(self) -> datetime | None:
        """When that is due."""
        return None if self.next_pass is None else self.created + self.next_pass.after

    @property
    def has_gathered(self) -> Gathered | None:
        """What was gathered for the next pass, if it was: then it only needs a thinker."""
        return next((one for one in self.gathered if one.number == self.next_pass), None)

    def is_due(self, now: datetime) -> bool:
        """Whether its next pass may be thought through now."""
        return self.next_due is not None and self.next_due <= now

    def was_begun(self, since: datetime) -> bool:
        """Whether COTW itself began on it since then; what an agent or a person said is theirs."""
        worked = [one.at for one in self.gathered if one.number is Pass.CLARIFY]
        worked += [one.at for one in self.answered[:1] if one.by == "model"]
        return any(at >= since for at in worked)


@dataclass(frozen=True, slots=True)
class Vector:
    """A growth vector: the direction that an inquiry ended with, and its practical consequences."""

    id: str
    inquiry: str
    at: datetime
    direction: str
    consequences: tuple[str, ...]
    sources: tuple[str, ...]
    thread: str
    mode: str


def inquiry_id(exchange: str) -> str:
    """The id of the inquiry that begins with an exchange."""
    return short_digest("inquiry", exchange)


def fold(records: Iterable[Mapping[str, Any]]) -> dict[str, Inquiry]:
    """The inquiries that journal lines tell of, by id, oldest first; all other lines are passed over.

    An answer that comes before its turn, or a second time, counts nothing.
    """
    found: dict[str, Inquiry] = {}
    for record in records:
        try:
            _take(found, record)
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return found


def vectors(inquiries: Iterable[Inquiry]) -> list[Vector]:
    """The growth vectors of these inquiries, oldest first."""
    found = [
        Vector(
            short_digest("vector", inquiry.id, str(last.answer["direction"])),
            inquiry.id,
            last.at,
            str(last.answer["direction"]),
            tuple(map(str, last.answer["consequences"])),
            last.sources,
            inquiry.thread,
            inquiry.mode,
        )
        for inquiry in inquiries
        for last in inquiry.answered[Pass.GROW - 1 :]
    ]
    return sorted(found, key=lambda one: (one.at, one.id))


def _take(found: dict[str, Inquiry], record: Mapping[str, Any]) -> None:
    match record.get("kind"):
        case "inquiry":
            inquiry = _queued(record)
            found.setdefault(inquiry.id, inquiry)
        case "inquiry_merged":
            known = found[record["inquiry"]]
            found[known.id] = replace(known, also=(*known.also, str(record["exchange"])))
        case "inquiry_gathered":
            known = found[record["inquiry"]]
            gathered = _gathered(record)
            if all(one.number != gathered.number for one in known.gathered):
                found[known.id] = replace(known, gathered=(*known.gathered, gathered))
        case "contemplated":
            known = found[record["inquiry"]]
            answered = _answered(record)
            if answered.number == known.next_pass:
                found[known.id] = replace(known, answered=(*known.answered, answered))


def _queued(record: Mapping[str, Any]) -> Inquiry:
    return Inquiry(
        id=str(record["id"]),
        created=parse_instant(record["at"]),
        exchange=str(record["exchange"]),
        said=parse_instant(record["said"]),
        address=str(record["sources"][0]),
        thread=str(record["thread"]),
        mode=str(record["mode"]),
        entropy=float(record["entropy"]),
        terms=tuple(map(str, record["terms"])),
        quote=str(record["quote"]),
    )


def _gathered(record: Mapping[str, Any]) -> Gathered:
    return Gathered(
        Pass(record["pass"]),
        parse_instant(record["at"]),
        tuple(map(Quoted.from_record, record["evidence"])),
        {str(name): int(count) for name, count in record["counts"].items()},
    )


def _answered(record: Mapping[str, Any]) -> Answered:
    number, answer = Pass(record["pass"]), dict(record["answer"])
    if number is Pass.GROW and not (answer["direction"] and list(answer["consequences"])):
        raise ValueError("a growth vector without a direction")
    return Answered(
        number,
        parse_instant(record["at"]),
        answer,
        str(record["by"]),
        str(record["thinker"]),
        tuple(map(str, record["sources"])),
    )
