"""Findings: what one exchange names, and what the people in it assert.

Only the beginning of each side is read, so that a pasted log costs no more than a letter. An agent names
things as anybody does, but what it says of the world is no knowledge of this person's world: triples are
taken from people alone, and not from what others report of them. Files and identifiers are taken from people
too, and no more than a few: of a list none is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cotw.extraction.entities import Entity, gathered, mentions_of_prose
from cotw.extraction.mention import Mention, canonical, key
from cotw.extraction.predicates import Predicate
from cotw.extraction.prose import prose
from cotw.extraction.triples import Triple, triples_of_prose
from cotw.records.exchange import Exchange
from cotw.records.message import Kind, is_evidence

PERSON_CHARACTERS = 1_200
AGENT_CHARACTERS = 600
MOST_NAMES = 24
MOST_CODE = 6
_LONGEST_KEY = 80
_ROLES = frozenset(kind.value for kind in Kind)
_SENDER = 0.9
# What names of things outside of programs do not hold.
_CODE = re.compile(r"[_()/\\={}$:]|\w\.[^\W\d]{2}|^[a-z]+[A-Z]")
_CAMEL = re.compile(r"[a-z][A-Z]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple without the place where it was said; names as they were spelled."""

    subject: str
    predicate: Predicate
    object: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What an exchange names, the most often named first, and what is asserted in it, each thing once."""

    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]


def findings(exchange: Exchange) -> Findings:
    """The findings of both sides together; the same exchange always has the same."""
    named: list[Mention] = []
    said: list[Triple] = []
    sides = (
        (exchange.human, exchange.human_sender, exchange.origin, True),
        (exchange.agent, exchange.agent_sender, exchange.agent_origin, False),
    )
    for text, sender, origin, asks in sides:
        person = asks or _is_person(sender)
        clean = prose(beginning(text, PERSON_CHARACTERS if person else AGENT_CHARACTERS))
        found = mentions_of_prose(clean)
        named += found if person else filter(_is_no_code, found)
        if person and is_evidence(origin):
            said += triples_of_prose(clean, found, sender or Kind.HUMAN.value)
        if text and _is_person(sender):
            named.append(Mention(sender, "person", _SENDER, 0, 0))
    entities = [entity for entity in gathered(named) if _is_name(entity.key) and not _is_word(entity)]
    names = [entity for entity in entities if _is_no_code(entity)][:MOST_NAMES]
    code = [entity for entity in entities if not _is_no_code(entity)][:MOST_CODE]
    return Findings((*names, *code), tuple(_surest(said)))


def _is_person(sender: str) -> bool:
    """Whether a sender has a name of their own, and is not just one of the two sides."""
    return bool(sender) and sender not in _ROLES


def beginning(text: str, characters: int) -> str:
    """At most so many characters, up to a blank."""
    if len(text) <= characters:
        return text
    return text[:characters].rpartition(" ")[0] or text[:characters]


def _is_no_code(named: Mention | Entity) -> bool:
    """Whether it is neither a file nor an identifier."""
    match named.kind:
        case "file":
            return False
        case "concept":  # it stood there as code
            return not _CODE.search(named.name) and not _CAMEL.search(named.name)
        case "unknown":
            return not _CODE.search(named.name)
        case _:
            return True


def _is_word(entity: Entity) -> bool:
    """Whether it is an ordinary word that somebody marked, as code or in quotation marks."""
    return entity.kind == "concept" and entity.name.isalpha() and entity.name.islower()


def _is_name(key: str) -> bool:
    return 1 < len(key) <= _LONGEST_KEY and any(character.isalpha() for character in key)


def _surest(said: Iterable[Triple]) -> Iterator[Statement]:
    """Each statement once, as sure as it was said at best, in an order of its own."""
    best: dict[tuple[str, str, str], Statement] = {}
    for triple in said:
        subject, object = canonical(triple.subject), canonical(triple.object)
        same = (key(subject), triple.predicate, key(object))
        if same[0] != same[2] and all(_is_name(end) and end[0].isalnum() for end in (same[0], same[2])):
            new = Statement(subject, triple.predicate, object, triple.confidence)
            best[same] = max(new, best.get(same, new), key=_sureness)
    return (best[same] for same in sorted(best))


def _sureness(said: Statement) -> tuple[float, str, str]:
    return said.confidence, said.subject, said.object
