"""Aliases: pairs of names that may be one entity, each with what speaks for it.

Candidates only: "Mara" is probably "Mara Lindqvist" where there is one of that name, and nobody knows
where there are two. Nothing is merged here. Spellings that differ in case, articles or a possessive are
one name already (`mention.key`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cotw.extraction.entities import Entity

Evidence = Literal["first name", "last name", "initials"]

_CONFIDENCE: dict[Evidence, float] = {"first name": 0.7, "last name": 0.6, "initials": 0.5}
_SMALL = frozenset("of the de la van von der and for &".split())
_TITLES = frozenset("mr mrs ms dr prof herr frau".split())
# Kinds of which a part is a usual short form; "New" is not short for "New York".
_SHORTENED = frozenset({"person", "unknown"})


@dataclass(frozen=True, slots=True)
class AliasCandidate:
    """`alias` may mean `name` (both keys of entities); the confidence is shared among those it may mean."""

    alias: str
    name: str
    evidence: Evidence
    confidence: float


def alias_candidates(entities: Iterable[Entity]) -> tuple[AliasCandidate, ...]:
    """Which of `entities` may be short for another, sorted; the order they come in does not matter."""
    by_key = {entity.key: entity for entity in sorted(entities, key=lambda entity: (entity.key, entity.kind))}
    long_names: dict[tuple[str, Evidence], set[str]] = defaultdict(set)
    for entity in by_key.values():
        for short, evidence in _short_forms(entity):
            if short in by_key and _fits(by_key[short], entity, evidence):
                long_names[short, evidence].add(entity.key)
    candidates = (
        AliasCandidate(short, name, evidence, round(_CONFIDENCE[evidence] / len(names), 2))
        for (short, evidence), names in long_names.items()
        for name in names
    )
    return tuple(sorted(candidates, key=lambda found: (found.alias, found.name, found.evidence)))


def _short_forms(entity: Entity) -> Iterable[tuple[str, Evidence]]:
    words = [word for word in entity.key.split() if word.strip(".") not in _TITLES]
    if len(words) < 2:
        return
    if entity.kind in _SHORTENED:
        yield words[0], "first name"
        yield words[-1], "last name"
    letters = [word[0] for word in words if word not in _SMALL]
    if len(letters) > 2:
        yield "".join(letters), "initials"


def _fits(short: Entity, long: Entity, evidence: Evidence) -> bool:
    """Whether their kinds allow it: no person is short for a place; initials are capitals."""
    if evidence == "initials":
        return short.name.isupper()
    return short.kind in _SHORTENED
