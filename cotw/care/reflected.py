"""Reflected: what a home has thought so far, folded from journal and ledger each time it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from cotw.care.thinking import any_forgotten
from cotw.identity.principles import Principle, principles_of
from cotw.memory import Memory
from cotw.records.night import Nights
from cotw.reflection import proposals as proposed
from cotw.reflection.directions import Bounds, Direction, Likeness, directions, likeness_of, unspent
from cotw.reflection.inquiries import KINDS, Inquiry, Vector, fold, vectors
from cotw.reflection.proposals import Proposal, State
from cotw.store.forgetting import KIND as FORGET

# Older ones have had their chance, and each is embedded anew.
_VECTORS_READ = 500


@dataclass(frozen=True, slots=True)
class Crystals:
    """Which ways growth vectors point, what was proposed of it, and how near any two texts of it are."""

    directions: tuple[Direction, ...]
    proposals: tuple[Proposal, ...]
    principles: tuple[Principle, ...]
    likeness: Likeness


def inquiries(memory: Memory) -> dict[str, Inquiry]:
    """All inquiries by id, oldest first."""
    return fold(chain.from_iterable(map(memory.truth.journal.of_kind, KINDS)))


def proposals(memory: Memory) -> dict[str, Proposal]:
    """All proposals by id, oldest first."""
    return _folded(memory, memory.truth.journal.of_kind(proposed.PROPOSED))


def pending(memory: Memory) -> list[Proposal]:
    """The proposals that wait for a person, oldest first; older ones than may wait are not read."""
    now = memory.clock()
    lines = [*memory.truth.journal.read_back(proposed.PROPOSED, now - _lapse(memory))]
    return [one for one in _folded(memory, reversed(lines)).values() if one.state(now) is State.PENDING]


def growth_vectors(memory: Memory) -> list[Vector]:
    """All growth vectors, oldest first."""
    return vectors(inquiries(memory).values())


def crystals(memory: Memory) -> Crystals:
    """The directions that may still lead to a proposal, each with the gate it stands before."""
    settings, now = memory.config.reflection, memory.clock()
    known = growth_vectors(memory)[-_VECTORS_READ:]
    made = list(proposals(memory).values())
    principles = principles_of(memory.home) if known else []
    like = _likeness(memory, known, made, principles)
    bounds = Bounds(
        settings.min_same_direction,
        settings.min_alignment,
        settings.min_vectors,
        timedelta(days=settings.min_age_days),
    )
    free = unspent(known, made, like, settings.min_same_direction, now)
    found = directions(free, principles, like, bounds, now)
    return Crystals(tuple(found), tuple(made), tuple(principles), like)


def tonight(memory: Memory) -> datetime:
    """When this night began, by which a night's work is counted: with the last office hours."""
    begins, ends = memory.config.nightshift.hours
    nights = Nights(begins, ends, memory.truth.zone)
    return nights.beginning(nights.night_of(memory.clock()))


def record_once(memory: Memory, record: dict[str, Any], *same: str) -> bool:
    """Journals a record, unless one of its kind has the same values under these names; returns whether.

    Nor is it kept if one of its sources was forgotten meanwhile.
    """
    journal = memory.truth.journal
    with memory.truth.writing() as writer:
        before = journal.of_kind(record["kind"])
        if any(all(line.get(name) == record[name] for name in same) for line in before):
            return False
        if any_forgotten(memory.truth.decisions(FORGET), record["sources"]):
            return False
        writer.record(journal, record)
    return True


def embedded_likeness(memory: Memory, texts: Iterable[str]) -> Likeness:
    """The likeness of these texts, by the home's encoder; it is not opened for none."""
    distinct = list(dict.fromkeys(texts))
    if not distinct:
        return likeness_of({})
    rows = memory.embedder.embed_documents(distinct)
    return likeness_of({text: row.tolist() for text, row in zip(distinct, rows, strict=True)})


def _folded(memory: Memory, lines: Iterable[dict[str, Any]]) -> dict[str, Proposal]:
    return proposed.fold(lines, memory.truth.decisions(proposed.DECIDED), _lapse(memory))


def _lapse(memory: Memory) -> timedelta:
    return timedelta(days=memory.config.reflection.lapse_days)


def _likeness(
    memory: Memory, known: list[Vector], made: list[Proposal], principles: list[Principle]
) -> Likeness:
    if not known:
        return embedded_likeness(memory, [])
    texts = [one.direction for one in known] + [one.sentence for one in made]
    return embedded_likeness(memory, texts + [one.text for one in principles])
