"""Paying: which ways through the graph led to hits, told from the recalls that were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cotw.care.replaying import list_records
from cotw.errors import NothingFound
from cotw.retrieval.patterns import Pattern, patterns

if TYPE_CHECKING:
    from cotw.memory import Memory


def paying_patterns(memory: Memory) -> list[Pattern]:
    """The patterns of all kept recalls. Raises NothingFound when none was kept."""
    records = list_records(memory)
    if not records:
        raise NothingFound("no recall was kept yet", hint='keep one with: cotw recall --record "…"')
    with memory.index() as index:
        return patterns(index, records)
