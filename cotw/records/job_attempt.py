"""Attempts at jobs of the nightshift, as the journal tells them.

An attempt takes two lines: one when it begins, one when it is over. Whoever is killed in between leaves the
first alone. Neither line holds a word of what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import takewhile
from typing import Any

from cotw.clock import parse_instant

KIND = "job"


class Phase(StrEnum):
    """How far an attempt has come."""

    STARTED = "started"  # still at it, or killed
    ENDED = "ended"
    STOPPED = "stopped"  # somebody came back, or time was up: it goes on where it was
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a `job` in a `shift`, which was begun by a timer, an idle hour or a person.

    `counts` say how much was done, `notes` what is worth telling, `error` what kind of failure it was,
    and `message` why, in a sentence.
    """

    id: str
    job: str
    night: date
    shift: str
    by: str
    began: datetime
    phase: Phase = Phase.STARTED
    over: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    error: str = ""
    message: str = ""

    def record(self) -> dict[str, Any]:
        """The journal line for the phase it is in."""
        line: dict[str, Any] = {
            "kind": KIND,
            "phase": self.phase.value,
            "job": self.job,
            "night": self.night.isoformat(),
            "attempt": self.id,
            "shift": self.shift,
            "by": self.by,
        }
        told = {
            "counts": dict(self.counts),
            "notes": list(self.notes),
            "error": self.error,
            "message": self.message,
        }
        return line | {name: value for name, value in told.items() if value}


def fold_attempts(records: Iterable[Mapping[str, Any]]) -> list[Attempt]:
    """The attempts these lines tell of, in the order in which they began; other lines are passed over."""
    found: dict[str, Attempt] = {}
    for record in records:
        if record.get("kind") != KIND:
            continue
        try:
            line = _attempt(record)
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        former = found.get(line.id)
        if former is None:
            found[line.id] = line if line.phase is Phase.STARTED else replace(line, over=line.began)
        elif former.phase is Phase.STARTED:
            found[line.id] = replace(line, began=former.began, over=line.began)
    return list(found.values())


def last_ended(attempts: Sequence[Attempt], job: str) -> Attempt | None:
    """The last time that a job came to its end."""
    return next((one for one in reversed(attempts) if one.job == job and one.phase is Phase.ENDED), None)


def failures(attempts: Sequence[Attempt], job: str, night: date) -> list[Attempt]:
    """The failed attempts of a night since a job last came to its end."""
    found: list[Attempt] = []
    for one in reversed(attempts):
        if one.job == job and one.night == night and one.phase is Phase.FAILED:
            found.insert(0, one)
        elif one.job == job and one.phase is Phase.ENDED:
            break
    return found


def was_cut_off(attempts: Sequence[Attempt], job: str) -> bool:
    """Whether the last attempt at a job was killed in the middle."""
    last = next((one for one in reversed(attempts) if one.job == job), None)
    return last is not None and last.phase is Phase.STARTED


def cut_offs(attempts: Sequence[Attempt], job: str, night: date) -> int:
    """How many of the last attempts of a night at a job were killed in the middle, one after the other."""
    phases = [one.phase for one in attempts if one.job == job and one.night == night]
    return sum(1 for _ in takewhile(lambda phase: phase is Phase.STARTED, reversed(phases)))


def _attempt(record: Mapping[str, Any]) -> Attempt:
    counts, notes = record.get("counts") or {}, record.get("notes") or []
    return Attempt(
        str(record["attempt"]),
        str(record["job"]),
        date.fromisoformat(record["night"]),
        str(record["shift"]),
        str(record["by"]),
        parse_instant(record["at"]),
        Phase(record["phase"]),
        counts={str(name): int(count) for name, count in counts.items()},
        notes=tuple(str(note) for note in notes),
        error=str(record.get("error", "")),
        message=str(record.get("message", "")),
    )
