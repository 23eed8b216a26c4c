"""Telling: what is told outright, as it comes from a command line, from JSON or from a tool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import tzinfo
from typing import Any

from cotw.importers.told import Told, read_told, told_of


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told: `turn`, one JSON object, or `data`, which is JSON or lines of it.

    `names` (thread, mode, session, project, at, tool) count for all of it that says nothing else. `place`
    is what it is called where something is wrong with it.
    """

    turn: Any = None
    place: str = "the input"
    data: bytes = b""
    names: Mapping[str, Any] = field(default_factory=dict)


def told_by(telling: Telling, zone: tzinfo) -> list[Told]:
    """The turns that are told; times without an offset are those of `zone`. Raises UsageError."""
    given = {name: value for name, value in telling.names.items() if value is not None}
    turn = telling.turn
    if turn is not None:
        return [told_of({**given, **turn} if isinstance(turn, dict) else turn, telling.place, zone)]
    if not given:
        return read_told(telling.data, zone)
    meant = told_of({"user": "-", **given}, telling.place, zone)
    names = [one.name for one in fields(Told) if one.name != "words"]
    return [
        replace(one, **{name: getattr(meant, name) for name in names if getattr(one, name) is None})
        for one in read_told(telling.data, zone)
    ]
