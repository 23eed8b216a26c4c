"""Paying: which ways through the graph led to hits, told from the recalls that were kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cotw.care.replaying import list_records
from cotw.errors import NothingFound
from cotw.retrieval.patterns import Pattern, patterns

if TYPE_CHECKING:
    from cotw.memory import Memory

KIND = "patterns"


@dataclass(frozen=True, slots=True)
class Paying:
    """Patterns, and the number of kept recalls that they are told from."""

    recalls: int
    patterns: tuple[Pattern, ...]


def paying_patterns(memory: Memory) -> list[Pattern]:
    """The patterns of all kept recalls. Raises NothingFound when none was kept."""
    records = list_records(memory)
    if not records:
        raise NothingFound("no recall was kept yet", hint='keep one with: cotw recall --record "…"')
    with memory.index() as index:
        return patterns(index, records)


def note_patterns(memory: Memory) -> Paying:
    """The patterns, journalled unless the journal has just these. Raises NothingFound as above."""
    found = Paying(len(list_records(memory)), tuple(paying_patterns(memory)))
    listed = [asdict(one) | {"steps": list(one.steps)} for one in found.patterns]
    with memory.truth.writing() as writer:
        former = next(memory.truth.journal.read_back(KIND), {})
        if former.get("patterns") != listed:
            line = {"kind": KIND, "recalls": found.recalls, "patterns": listed}
            writer.record(memory.truth.journal, line)
    return found
