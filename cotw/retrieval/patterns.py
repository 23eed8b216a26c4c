"""Meta-patterns: the ways through the graph that keep leading from questions to their answers.

A pattern is what links say, step by step, from an entity of the question to one that an exchange names:
"works_on, then part_of backwards". Its yield is the share of the exchanges it leads to that were hits of
recalls kept in the journal. It is told to people and weighs nothing in recall: what the memory found before
is no proof that it was wanted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cotw.extraction.words import query_words
from cotw.index.database import bound
from cotw.index.rows import fetched, naive
from cotw.retrieval.graph import seeds
from cotw.retrieval.links import HOPS, MOST_LINKS, Web

if TYPE_CHECKING:
    import pyarrow as pa

    from cotw.index.opening import Index
    from cotw.records.recall_record import RecallRecord

BACKWARDS = "←"
_LIKELY = 1.96  # of 100 yields like this one 95 are higher than the lower bound
# A walk never comes back to where it began, nor follows more links of one entity than recall does.
_PAYING = f"""
    WITH RECURSIVE step AS (
        SELECT subject AS one, object AS other, predicate AS said, confidence FROM triple_sources
        WHERE subject_key NOT IN ('human', 'agent')
        UNION ALL
        SELECT object, subject, '{BACKWARDS}' || predicate, confidence FROM triple_sources
        WHERE subject_key NOT IN ('human', 'agent')),
    link AS (
        SELECT one, other, said FROM step GROUP BY one, other, said
        QUALIFY {MOST_LINKS} >=
            row_number() OVER (PARTITION BY one ORDER BY max(confidence) DESC, other, said)),
    walk AS (
        SELECT recall, entity AS begin, entity, []::TEXT[] AS steps FROM seeds
        UNION
        SELECT recall, begin, link.other, list_append(steps, link.said)
        FROM walk JOIN link ON link.one = walk.entity
        WHERE len(steps) < {HOPS} AND link.other <> begin),
    led AS (
        SELECT DISTINCT walk.recall, steps, mentions.exchange
        FROM walk JOIN mentions ON mentions.entity = walk.entity
        JOIN exchanges ON exchanges.id = mentions.exchange JOIN asked ON asked.recall = walk.recall
        WHERE exchanges.started <= asked.instant)
    SELECT steps, count(DISTINCT recall), count(DISTINCT recall) FILTER (hits.exchange IS NOT NULL),
        count(*), count(hits.exchange)
    FROM led LEFT JOIN hits USING (recall, exchange) GROUP BY steps
"""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way through the graph; no `steps`: the exchange names what the question names.

    Of the `recalls` in which it led anywhere, `paid` had a hit at its end; it led to `reached` exchanges,
    `hits` of which were hits.
    """

    steps: tuple[str, ...]
    recalls: int
    paid: int
    reached: int
    hits: int

    @property
    def share(self) -> float:
        """The yield, 0–1: how much of what it leads to was found."""
        return self.hits / self.reached

    @property
    def surely(self) -> float:
        """The yield it has at least, by Wilson's interval of 95 %: few cases are worth little."""
        half = _LIKELY**2 / self.reached
        spread = _LIKELY * math.sqrt((self.share * (1 - self.share) + half / 4) / self.reached)
        return max(0.0, (self.share + half / 2 - spread) / (1 + half))


def patterns(index: Index, records: Sequence[RecallRecord]) -> list[Pattern]:
    """All that led from the questions of these recalls to exchanges, the most surely paying first."""
    web = Web.read(index)
    named = [(number, entity) for number, record in enumerate(records) for entity in _named(web, record)]
    hits = [(number, hit.exchange) for number, record in enumerate(records) for hit in record.hits]
    asked = [(number, record.asked) for number, record in enumerate(records)]
    with bound(
        index.database,
        seeds=_table(named, "entity", "uint32"),
        hits=_table(hits, "exchange", "string"),
        asked=_table(((number, naive(moment)) for number, moment in asked), "instant", "timestamp[us]"),
    ):
        found = [Pattern(tuple(row[0]), *row[1:]) for row in fetched(index.database, _PAYING)]
    return sorted(found, key=lambda one: (-one.surely, -one.hits, one.reached, one.steps))


def _named(web: Web, record: RecallRecord) -> Iterable[int]:
    return seeds(web, record.question, query_words(record.question))


def _table(rows: Iterable[tuple[int, object]], name: str, kind: str) -> pa.Table:
    import pyarrow as pa

    every = list(rows)
    columns = [[row[0] for row in every], [row[1] for row in every]]
    return pa.table(
        {"recall": pa.array(columns[0], pa.int64()), name: pa.array(columns[1], pa.type_for_alias(kind))}
    )
