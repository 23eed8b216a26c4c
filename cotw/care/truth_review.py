"""Reviewing the truth table: which rows a person should look at again. A list, and never a change.

A row is old when nobody has decided about it for long; it is contradicted when a row whose key is spelled
much like its own, or its own key in a thread, has another value. The journal has the list whenever it differs
from the last one, by ids alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import combinations
from typing import Any

from cotw.care.truth_table import truth_table
from cotw.continuity.truth_table import Entry, TruthTable, normal_key
from cotw.memory import Memory

KIND = "truth_review"
_ALIKE = 0.8


class Why(StrEnum):
    """Why a row is worth a look."""

    OLD = "old"
    ELSEWHERE = "elsewhere"  # in a thread it has another value
    ALIKE = "alike"  # a key spelled much like its own has another value


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row, and why to look at it; of two that differ it is the newer one, and `other` the older."""

    row: Entry
    why: Why
    other: Entry | None = None

    def to_record(self) -> dict[str, str]:
        """By ids alone: what the rows say stands in the ledger."""
        named = {"row": self.row.id, "why": self.why.value}
        return named if self.other is None else named | {"other": self.other.id}


def review_truth(memory: Memory) -> list[Doubt]:
    """The rows of the truth table that are worth a look now, the oldest first."""
    table = truth_table(memory)
    limit = memory.clock() - timedelta(days=memory.config.nightshift.truth_review_days)
    rows = [row.now for row in table.every_row()]
    found = [Doubt(row, Why.OLD) for row in rows if row.at < limit]
    found += _contradicted(table, rows)
    return sorted(found, key=lambda doubt: (doubt.row.at, doubt.row.id, doubt.why))


def note_review(memory: Memory) -> list[Doubt]:
    """Reviews the table, and journals the list unless it is the same as the last one."""
    found = review_truth(memory)
    listed = [doubt.to_record() for doubt in found]
    with memory.truth.writing() as writer:
        if last_review(memory) != listed:
            writer.record(memory.truth.journal, {"kind": KIND, "rows": listed})
    return found


def last_review(memory: Memory) -> list[Mapping[str, Any]]:
    """The list as the journal has it last, for whoever tells of it."""
    rows = next(memory.truth.journal.read_back(KIND), {}).get("rows")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _contradicted(table: TruthTable, rows: list[Entry]) -> Iterator[Doubt]:
    """Each pair once."""
    by_key: dict[str, list[Entry]] = {}
    for row in rows:
        by_key.setdefault(normal_key(row.key), []).append(row)
    for key, same in by_key.items():
        everywhere = table.current(key, None)
        if everywhere is not None and everywhere.value is not None:
            for row in same:
                if row.thread is not None and row.value != everywhere.value:
                    yield _doubt(row, everywhere, Why.ELSEWHERE)
    for one, other in combinations(sorted(by_key), 2):
        if _alike(one, other):
            yield from _unequal(by_key[one], by_key[other])


def _alike(one: str, other: str) -> bool:
    """Whether two keys may be one, misspelled: word for word the same but for a letter or two.

    Numbers tell keys apart, and so do words: a front tyre is no rear tyre.
    """
    pairs = list(zip(one.split(), other.split(), strict=False))
    if len(one.split()) != len(other.split()):
        return False
    return all(
        left == right
        or (left.isalpha() and right.isalpha() and SequenceMatcher(None, left, right).ratio() >= _ALIKE)
        for left, right in pairs
    )


def _unequal(some: list[Entry], others: list[Entry]) -> Iterator[Doubt]:
    for one in some:
        for other in others:
            if one.thread == other.thread and one.value != other.value:
                yield _doubt(one, other, Why.ALIKE)


def _doubt(one: Entry, other: Entry, why: Why) -> Doubt:
    older, newer = sorted((one, other), key=lambda entry: (entry.at, entry.id))
    return Doubt(newer, why, older)
