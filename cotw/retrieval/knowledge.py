"""Knowledge: the facts of bound files that a question is about, by meaning and by words.

A few thousand facts are compared one by one: 5,000 take a millisecond once they are in memory
(`python -m benchmarks.knowledge_speed`). A fact counts that is near enough in meaning, or holds half of what
the question's words say, the rarer the more.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING

from cotw.index.knowledge_table import FactRow
from cotw.index.opening import Index
from cotw.records.passage import Passage, Warrant
from cotw.retrieval.asking import Question
from cotw.retrieval.wordmatch import keys, sought

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORD_SHARE = 0.5
_WORDS_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact, how near its meaning is, and the share of the question's words it holds, by their rarity."""

    row: FactRow
    cosine: float
    share: float

    @property
    def source(self) -> str:
        """Where it stands: `file:<path>#L<first>-L<last>`."""
        return f"file:{self.row.path}#L{self.row.first}-L{self.row.last}"


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts that hold now, in memory."""

    stamp: tuple[str, int]
    rows: list[FactRow]
    vectors: NDArray[np.float32]
    holders: dict[str, list[int]]


@dataclass(slots=True)
class KeptFacts:
    """The facts of an index, read again only when they have changed. Keep one for as long as you ask."""

    _facts: _Facts | None = field(default=None, init=False)

    def of(self, index: Index) -> _Facts:
        """The facts of this index as they are now."""
        table = index.shelf.knowledge
        stamp = index.meta("build"), table.changed
        if self._facts is None or self._facts.stamp != stamp:
            rows, vectors = table.standing()
            holders: defaultdict[str, list[int]] = defaultdict(list)
            for place, row in enumerate(rows):
                for key in keys(row.meaning):
                    holders[key].append(place)
            self._facts = _Facts(stamp, rows, vectors, dict(holders))
        return self._facts


def find_facts(
    index: Index,
    question: Question,
    thread: str | None,
    *,
    most: int,
    min_cosine: float,
    kept: KeptFacts | None = None,
) -> list[FoundFact]:
    """The facts that hold everywhere or in `thread` and are about the question, the best first."""
    import numpy as np

    facts = (kept or KeptFacts()).of(index)
    if not facts.rows:
        return []
    share = _shares(facts, question.words)
    cosine = np.zeros(len(facts.rows), np.float32)
    if facts.vectors.shape[1]:
        # Not `@`: that wakes threads, which on a busy machine are waited for longer than the work takes.
        cosine = np.einsum("ij,j->i", facts.vectors, question.vector)
    likely = np.flatnonzero((cosine >= min_cosine) | (share >= _WORD_SHARE))
    # Rows are in the order of their ids: equals stay in it.
    ordered = likely[np.argsort(-(cosine + _WORDS_WEIGHT * share)[likely], kind="stable")]
    visible = (place for place in ordered.tolist() if facts.rows[place].thread in (None, thread))
    return [
        FoundFact(facts.rows[place], float(cosine[place]), float(share[place]))
        for place in islice(visible, most)
    ]


def knowledge_passages(
    index: Index,
    question: Question,
    thread: str | None,
    *,
    most: int = 3,
    characters: int = 600,
    min_cosine: float = 0.28,
    kept: KeptFacts | None = None,
) -> list[Passage]:
    """What a prompt is told of the facts: at most `most` of them, of so many characters together."""
    told: list[Passage] = []
    for fact in find_facts(index, question, thread, most=2 * most, min_cosine=min_cosine, kept=kept):
        if len(told) < most and len(fact.row.text) <= characters:
            characters -= len(fact.row.text)
            told.append(
                Passage(
                    fact.row.text,
                    Warrant.DECLARED,
                    (fact.source,),
                    speaker=PurePath(fact.row.path).name,
                    label=fact.row.title,
                )
            )
    return told


def _shares(facts: _Facts, words: Sequence[str]) -> NDArray[np.float32]:
    """For each fact the share of the words that it holds, each word counting by its rarity."""
    import numpy as np

    shares = np.zeros(len(facts.rows), np.float32)
    total = 0.0
    for key in {word.key for word in sought(words)}:
        holders = facts.holders.get(key, [])
        weight = math.log(1 + len(facts.rows) / max(len(holders), 1))
        total += weight
        shares[holders] += weight
    return shares / total if total else shares
