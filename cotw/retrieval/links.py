"""Links: which exchanges name an entity, and which entities are said to have to do with each other.

Read once of an index that is open for reading, as sorted columns of numbers (`index.graph.number_of`): a
question then costs a search in them for each entity, however large the memory is. Some 12 bytes a mention.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import ref

from cotw.extraction.aliases import alias_candidates
from cotw.index.graph import number_of
from cotw.index.rows import fetched
from cotw.retrieval.entities import named_entities

if TYPE_CHECKING:
    from cotw.index.opening import Index

DECAY = 0.7
HOPS = 2
# Who is linked with everybody leads nowhere in particular: only the surest links are followed.
MOST_LINKS = 32
# So many places are looked at for one question, those of the rarest entities first.
_MOST_PLACES = 4_096
_NAMED = """
    SELECT entity, exchange, max(confidence) AS confidence FROM (
        SELECT entity, exchange, confidence FROM mentions
        UNION ALL SELECT subject, exchange, confidence FROM triple_sources
        UNION ALL SELECT object, exchange, confidence FROM triple_sources)
    GROUP BY entity, exchange ORDER BY entity, exchange
"""
# Of several sources, that at least one of them is right. Whose memory it is has to do with everything, and
# leads to everything: that is no link.
_LINKED = """
    SELECT subject, object, 1 - product(1 - confidence) AS confidence FROM triple_sources
    WHERE subject_key NOT IN ('human', 'agent')
    GROUP BY subject, object ORDER BY confidence DESC, subject, object
"""


@dataclass(frozen=True, slots=True)
class Web:
    """The columns: of `entities` (sorted) each stands with the place of one of `exchanges` that names it."""

    entities: Any
    places: Any
    confidences: Any
    exchanges: Any
    linked: Mapping[int, list[tuple[int, float]]]
    aliases: Mapping[int, list[tuple[int, float]]]

    @classmethod
    def read(cls, index: Index) -> Web:
        """The web of an index."""
        table = index.database.sql(_NAMED).to_arrow_table()
        named = table.column("exchange").combine_chunks().dictionary_encode()
        linked: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for subject, object, confidence in fetched(index.database, _LINKED):
            for one, other in ((subject, object), (object, subject)):
                if len(linked[one]) < MOST_LINKS:
                    linked[one].append((other, confidence))
        return cls(
            table.column("entity").to_numpy(),
            named.indices.to_numpy(zero_copy_only=False),
            table.column("confidence").to_numpy(),
            named.dictionary,
            dict(linked),
            _aliases(index),
        )

    def walked(self, seeds: Mapping[int, float]) -> dict[int, float]:
        """Every entity within two hops of `seeds`, with what all ways to it add up to.

        A hop takes 0.7, and as much as the link is unsure and the entity it leaves from is everywhere.
        """
        reached, frontier = dict(seeds), dict(seeds)
        for _ in range(HOPS):
            following: defaultdict[int, float] = defaultdict(float)
            for entity, weight in frontier.items():
                passed = weight * DECAY * self.rarity(entity)
                for other, confidence in self.linked.get(entity, ()):
                    if other not in seeds:
                        following[other] += passed * confidence
            for entity, weight in following.items():
                reached[entity] = reached.get(entity, 0.0) + weight
            frontier = following
        return reached

    def exchanges_of(self, weights: Mapping[int, float], count: int) -> dict[str, float]:
        """The `count` exchanges that name most of these entities: id -> sum of weight and rarity."""
        import numpy as np

        parts = self._parts(weights)
        if not parts:
            return {}
        places, where = np.unique(
            np.concatenate([self.places[part] for part, _ in parts]), return_inverse=True
        )
        scores = np.bincount(
            where, np.concatenate([self.confidences[part] * weight for part, weight in parts])
        )
        best = np.lexsort((places, -scores))[:count]
        ids = self.exchanges.take(places[best]).to_pylist()
        return dict(zip(ids, scores[best].tolist(), strict=True))

    def _parts(self, weights: Mapping[int, float]) -> list[tuple[slice, float]]:
        """Where the rarest of these entities stand in the columns, each with its weight there."""
        spans = {entity: self._range(entity) for entity in weights}
        parts: list[tuple[slice, float]] = []
        looked_at = 0
        for entity, (start, end) in sorted(spans.items(), key=lambda one: (one[1][1] - one[1][0], one[0])):
            looked_at += end - start
            weight = weights[entity] * self.rarity(entity)
            if looked_at > _MOST_PLACES and parts:
                break
            if weight > 0:
                parts.append((slice(start, end), weight))
        return parts

    def rarity(self, entity: int) -> float:
        """From 0, for one that every exchange names, to about 1 for one that a single exchange does."""
        start, end = self._range(entity)
        whole = len(self.exchanges)
        if start == end:
            return 0.0
        return max(0.0, math.log((whole + 1) / (end - start + 0.5)) / math.log(whole + 2))

    def knows(self, entity: int) -> bool:
        """Whether anything names it."""
        start, end = self._range(entity)
        return start < end

    def _range(self, entity: int) -> tuple[int, int]:
        # A number of another type would have the whole column copied before it is searched.
        sought = self.entities.dtype.type(entity)
        return int(self.entities.searchsorted(sought)), int(self.entities.searchsorted(sought, "right"))


class Links:
    """The web of the index that was last asked; worth keeping from question to question."""

    def __init__(self) -> None:
        self._index: Callable[[], Index | None] = lambda: None
        self._web: Web | None = None

    def of(self, index: Index) -> Web:
        """The web of `index`. What was read of one that is open for reading is kept: nobody writes."""
        if self._web is None or index.writable or self._index() is not index:
            self._web, self._index = Web.read(index), ref(index)
        return self._web


def _aliases(index: Index) -> dict[int, list[tuple[int, float]]]:
    found: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for candidate in alias_candidates(named_entities(index.database)):
        one, other = number_of(candidate.alias), number_of(candidate.name)
        found[one].append((other, candidate.confidence))
        found[other].append((one, candidate.confidence))
    return dict(found)
