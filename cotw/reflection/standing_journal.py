"""What the journal keeps of standing, and how it is read back.

Three kinds of lines: a piece of evidence (or that one is withdrawn, because its exchange is none any more),
how far a day was read, and what a night made of it. None holds a word of anybody: evidence names its
exchange, and goes with it when that is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from cotw.clock import format_instant, parse_instant
from cotw.records.source import SourceRef
from cotw.records.standing import Dimension, Edge, Moved, Night, Standing, Trajectory

EVIDENCE, READ, NIGHT = "standing_evidence", "standing_read", "standing"

# The id of an exchange, and what it moved: once and never again.
Key = tuple[str, Dimension]


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a day was read: how many messages it had, and a digest of which."""

    messages: int
    digest: str


def evidence_line(moved: Moved) -> dict[str, Any]:
    """The line of one piece of evidence."""
    return {"kind": EVIDENCE, **_moved_record(moved)}


def withdrawn_line(moved: Moved) -> dict[str, Any]:
    """The line that takes one back."""
    return {"kind": EVIDENCE, **_moved_record(moved), "withdrawn": True}


def read_line(day: str, reading: Reading) -> dict[str, Any]:
    """The line of a day that was read."""
    return {"kind": READ, "day": day, "messages": reading.messages, "digest": reading.digest}


def night_line(night: Night) -> dict[str, Any]:
    """The line of a night; `sources` are the exchanges it names."""
    named = [one for standing in night.standings for one in standing.key] + list(night.recent)
    return {
        "kind": NIGHT,
        "night": night.day.isoformat(),
        "messages": night.messages,
        "standings": [_standing_record(one) for one in night.standings],
        "recent": [_moved_record(one) for one in night.recent],
        "sources": sorted({one.source for one in named}),
    }


def key_of(moved: Moved) -> Key:
    """What it counts once by: a source may name another day after a change of time zone, the id stays."""
    return SourceRef.parse(moved.source).id, moved.dimension


def evidence_of(records: Iterable[Mapping[str, Any]]) -> dict[Key, Moved]:
    """The evidence that holds, from lines in their order; what cannot be read is passed over."""
    held: dict[Key, Moved] = {}
    for record in records:
        with suppress(KeyError, TypeError, ValueError):
            moved = _moved(record)
            if record.get("withdrawn") is True:
                held.pop(key_of(moved), None)
            else:
                held.setdefault(key_of(moved), moved)
    return held


def readings_of(records: Iterable[Mapping[str, Any]]) -> dict[str, Reading]:
    """How far each day was read last."""
    found: dict[str, Reading] = {}
    for record in records:
        with suppress(KeyError, TypeError, ValueError):
            found[str(record["day"])] = Reading(int(record["messages"]), str(record["digest"]))
    return found


def nights_of(records: Iterable[Mapping[str, Any]]) -> Iterator[Night]:
    """The nights, in the order of their lines."""
    for record in records:
        with suppress(KeyError, TypeError, ValueError):
            yield Night(
                date.fromisoformat(record["night"]),
                int(record["messages"]),
                tuple(map(_standing, record["standings"])),
                tuple(map(_moved, record["recent"])),
            )


def _moved_record(moved: Moved) -> dict[str, Any]:
    return {
        "pattern": moved.pattern,
        "dimension": moved.dimension.value,
        "delta": moved.delta,
        "exchange": moved.source,
        "said": format_instant(moved.said),
    }


def _moved(record: Mapping[str, Any]) -> Moved:
    return Moved(
        str(record["pattern"]),
        Dimension(record["dimension"]),
        float(record["delta"]),
        str(SourceRef.parse(record["exchange"])),
        parse_instant(record["said"]),
    )


def _standing_record(one: Standing) -> dict[str, Any]:
    return {
        "dimension": one.dimension.value,
        "score": one.score,
        "trajectory": one.trajectory.value,
        "evidence": one.evidence,
        "net": one.net,
        "key": [_moved_record(moved) for moved in one.key],
        "edge": {"recurs": one.edge.recurs, "times": one.edge.times, "lacks": list(one.edge.lacks)},
    }


def _standing(record: Mapping[str, Any]) -> Standing:
    edge = record["edge"]
    return Standing(
        Dimension(record["dimension"]),
        float(record["score"]),
        Trajectory(record["trajectory"]),
        int(record["evidence"]),
        float(record["net"]),
        tuple(map(_moved, record["key"])),
        Edge(str(edge["recurs"]), int(edge["times"]), tuple(map(str, edge["lacks"]))),
    )
