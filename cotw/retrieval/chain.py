"""Chains: how two entities hang together, by the fewest links from one to the other.

A link is a triple, in either direction, or that both are named in one exchange. Of two chains of equal
length the one that says more wins: triples first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cotw.errors import NothingFound
from cotw.extraction.mention import key
from cotw.index.graph import number_of
from cotw.index.rows import fetched
from cotw.retrieval.entities import Triple, known_key, triples_where
from cotw.retrieval.neighbours import short_ids

TOGETHER = "named together with"
LONGEST = 6
_SOURCES = 5
_NAMED_TOGETHER = """
    SELECT one.key, other.key, max(one.name), max(other.name), list(exchange ORDER BY exchange)[:{sources}]
    FROM mentions one JOIN mentions other USING (number, exchange)
    WHERE one.entity IN (SELECT unnest($1)) AND one.key IN (SELECT unnest($2)) AND other.key <> one.key
    GROUP BY one.key, other.key ORDER BY count(*) DESC, one.key, other.key
"""


@dataclass(frozen=True, slots=True)
class Chain:
    """The links from one entity to another, in order, as they were said."""

    links: tuple[Triple, ...]


def chain(connection: Any, begin: str, end: str) -> Chain:
    """The shortest chain. Raises UsageError and NothingFound for names, NothingFound where there is none."""
    first, last = known_key(connection, begin), known_key(connection, end)
    reached: dict[str, tuple[str, Triple] | None] = {first: None}
    frontier = [first]
    for _ in range(LONGEST):
        if last in reached or not frontier:
            break
        links = list(_links(connection, frontier))
        frontier = []
        for one, other, link in links:
            if other not in reached:
                reached[other] = one, link
                frontier.append(other)
    if last not in reached:
        raise NothingFound(f"no chain of up to {LONGEST} links leads from {begin!r} to {end!r}")
    return Chain(_with_short_ids(connection, list(_backwards(reached, last))[::-1]))


def _links(connection: Any, frontier: Sequence[str]) -> Iterator[tuple[str, str, Triple]]:
    """The links of these entities: from which, to which, and what it says."""
    numbers, there = [number_of(one) for one in frontier], set(frontier)
    of_them = "{0} IN (SELECT unnest($1)) AND {0}_key IN (SELECT unnest($2))"
    where = f"({of_them.format('subject')}) OR ({of_them.format('object')})"
    for triple in triples_where(connection, where, numbers, list(frontier)):
        ends = key(triple.subject), key(triple.object)
        yield from ((one, other, triple) for one, other in (ends, ends[::-1]) if one in there)
    query = _NAMED_TOGETHER.format(sources=_SOURCES)
    for one, other, name, other_name, sources in fetched(connection, query, numbers, list(frontier)):
        yield one, other, Triple(name, TOGETHER, other_name, 1.0, tuple(sources))


def _backwards(reached: Mapping[str, tuple[str, Triple] | None], last: str) -> Iterator[Triple]:
    while (step := reached[last]) is not None:
        last, link = step
        yield link


def _with_short_ids(connection: Any, links: Sequence[Triple]) -> tuple[Triple, ...]:
    shorts = short_ids(
        connection, sorted({id for link in links if link.predicate == TOGETHER for id in link.sources})
    )
    return tuple(
        replace(link, sources=tuple(shorts[id] for id in link.sources))
        if link.predicate == TOGETHER
        else link
        for link in links
    )
