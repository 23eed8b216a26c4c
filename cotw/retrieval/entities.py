"""Entities: who or what was named, asked of the rows that exchanges have in the index.

A kind is the one with the most weight over all mentions; a triple is as sure as that at least one of its
sources is right. Names that may be one entity are told, and stay two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cotw.errors import NothingFound, UsageError
from cotw.extraction.aliases import AliasCandidate, alias_candidates
from cotw.extraction.entities import Entity
from cotw.extraction.mention import key
from cotw.index.graph import number_of
from cotw.index.rows import aware, fetched
from cotw.retrieval.neighbours import short_ids
from cotw.retrieval.prefixes import utf8

_BESIDE = 12
_NEAREST = 5
_ALIKE = 0.75  # of 1: a slip of the finger or two
# `unknown` weighs nothing, as within one text; of equally common spellings one is taken, always the same.
_ENTITIES = """
    SELECT key, arg_max(name, (times, name)), arg_max(kind, (weight, kind)), max(surest), sum(times)::BIGINT
    FROM (SELECT key, kind, name, sum(count) AS times, max(confidence) AS surest,
            sum(sum(CASE kind WHEN 'unknown' THEN 0 ELSE confidence END))
                OVER (PARTITION BY key, kind) AS weight
        FROM mentions WHERE {where} GROUP BY key, kind, name)
    GROUP BY key
"""
_SEEN = """
    SELECT count(*), min(started), max(ended) FROM exchanges WHERE id IN (
        SELECT exchange FROM mentions WHERE entity = $1 AND key = $2
        UNION SELECT exchange FROM triple_sources WHERE subject = $1 AND subject_key = $2
        UNION SELECT exchange FROM triple_sources WHERE object = $1 AND object_key = $2)
"""
_TRIPLES = """
    SELECT max(subject_name), predicate, max(object_name), 1 - product(1 - confidence) AS sure,
        list(exchange ORDER BY exchange)
    FROM triple_sources WHERE {where}
    GROUP BY subject_key, predicate, object_key ORDER BY sure DESC, subject_key, predicate, object_key
"""
_TOGETHER = """
    SELECT max(other.name), count(*) AS times FROM mentions one JOIN mentions other USING (number, exchange)
    WHERE one.entity = $1 AND one.key = $2 AND other.key <> $2
    GROUP BY other.key ORDER BY times DESC, bool_or(other.kind = 'file'), other.key LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class Triple:
    """What was said of two entities: how sure it is, and the exchanges (short ids) that say it."""

    subject: str
    predicate: str
    object: str
    confidence: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Another entity, and in how many exchanges both are named."""

    name: str
    exchanges: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """All that is known of one entity; `spellings` are its own names, `aliases` those it may also go by."""

    name: str
    kind: str
    spellings: tuple[str, ...]
    aliases: tuple[AliasCandidate, ...]
    first_seen: datetime
    last_seen: datetime
    exchanges: int
    mentions: int
    triples: tuple[Triple, ...]
    beside: tuple[Beside, ...]


def portrait(connection: Any, given: str) -> Portrait:
    """The entity that is called `given`. Raises UsageError for no name, NothingFound for an unknown one."""
    name = known_key(connection, given)
    number = number_of(name)
    (exchanges, first, last), *_ = fetched(connection, _SEEN, number, name)
    one = f"(subject = {number} AND subject_key = $1) OR (object = {number} AND object_key = $1)"
    triples = triples_where(connection, one, name)
    known = {entity.key: entity for entity in _relatives(connection, name)}
    entity = known.get(name, Entity(name, _told_name(triples, name), "unknown", 0.0, 0))
    spellings = fetched(
        connection,
        "SELECT name FROM mentions WHERE entity = $1 AND key = $2"
        " GROUP BY name ORDER BY sum(count) DESC, name",
        number,
        name,
    )
    together = fetched(connection, _TOGETHER.format(limit=_BESIDE), number, name)
    return Portrait(
        entity.name,
        entity.kind,
        tuple(row[0] for row in spellings) or (entity.name,),
        tuple(one for one in alias_candidates(known.values()) if name in (one.alias, one.name)),
        aware(first),
        aware(last),
        exchanges,
        entity.count,
        triples,
        tuple(Beside(*row) for row in together),
    )


def known_key(connection: Any, given: str) -> str:
    """The key of `given`. Raises UsageError for no name, NothingFound with the nearest for an unknown one."""
    name = key(utf8(given))
    if not name:
        raise UsageError("the name is empty", hint="for example: cotw graph show Mara")
    if fetched(connection, _SEEN, number_of(name), name)[0][0]:
        return name
    near = fetched(
        connection,
        f"SELECT max(name) FROM mentions GROUP BY key HAVING jaro_winkler_similarity(key, $1) > {_ALIKE}"
        f" ORDER BY jaro_winkler_similarity(key, $1) DESC, key LIMIT {_NEAREST}",
        name,
    )
    hint = (
        f"the nearest names are: {', '.join(row[0] for row in near)}" if near else "no name is much like it"
    )
    raise NothingFound(f"nothing in the memory is called {given!r}", hint=hint)


def named_entities(connection: Any, where: str = "true", *values: Any) -> list[Entity]:
    """Every entity that is mentioned, or those of which the condition holds."""
    return [Entity(*row) for row in fetched(connection, _ENTITIES.format(where=where), *values)]


def triples_where(connection: Any, where: str, *values: Any) -> tuple[Triple, ...]:
    """The triples of which the condition on their rows holds, the surest first, each with all its sources."""
    rows = fetched(connection, _TRIPLES.format(where=where), *values)
    shorts = short_ids(connection, sorted({id for row in rows for id in row[4]}))
    return tuple(
        # However many say it, by rules nothing is certain.
        Triple(subject, predicate, object, min(0.99, round(sure, 2)), tuple(shorts[id] for id in sources))
        for subject, predicate, object, sure, sources in rows
    )


def _relatives(connection: Any, name: str) -> Sequence[Entity]:
    """The entity itself, and all whose names have a word or the initials in common with its."""
    words = name.split()
    initials = "".join(word[0] for word in words)
    condition = (
        "list_has_any(string_split(key, ' '), $1) OR key = $2 OR (length($3) BETWEEN 3 AND 6 AND key LIKE $4)"
    )
    pattern = "% ".join(_like(letter) for letter in name) + "%"
    return named_entities(connection, condition, words, initials, name, pattern)


def _like(letter: str) -> str:
    """A letter as a pattern; what is a sign in patterns stands for any letter here."""
    return "_" if letter in "%_\\" else letter


def _told_name(triples: Sequence[Triple], name: str) -> str:
    """How an entity is spelled that nobody mentions but in triples."""
    ends = (end for triple in triples for end in (triple.subject, triple.object))
    return next((end for end in ends if key(end) == name), name)
