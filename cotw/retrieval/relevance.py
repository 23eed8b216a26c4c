"""Relevance: whether a hit has anything to do with the question, or is merely the least bad one.

A hit is relevant if its meaning is near enough, or if it holds enough of the question's words, or by some of
both: the two add up. Words are weighed by rarity: a name that is in every exchange says nothing, an error
code that is in one says all.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import ref

from cotw.retrieval.wordmatch import Sought, held, keys, sought

if TYPE_CHECKING:
    from cotw.index.opening import Index

# Rarity is judged by so many exchanges: those with the lowest ids, which are digests, so that it is a fair
# sample, the same in every process. In 512 exchanges a share of 5 % is known to ±1 %.
SAMPLE_EXCHANGES = 512
_SAMPLE_CHARACTERS = 4000
_NAMELESS = frozenset({"human", "agent"})


def names(senders: Iterable[str]) -> list[str]:
    """The senders who have a name of their own: only those can be searched for."""
    return [sender for sender in senders if sender and sender not in _NAMELESS]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The words of a question, each with its weight."""

    words: tuple[Sought, ...]
    weights: tuple[float, ...]

    def held(self, *texts: str) -> frozenset[int]:
        """Which of the words (their places among them) `texts` together hold."""
        return held(self.words, *texts)

    def share(self, numbers: Iterable[int]) -> float:
        """The share (0–1) of the words' weight that these of them have."""
        total = sum(self.weights)
        return sum(self.weights[number] for number in numbers) / total if total > 0 else 0.0


class Rarity:
    """How rare words are, judged by a sample; worth keeping from question to question.

    A sample that was taken is brought up to date by what has changed in it, so that the answer is the
    same as if it were taken anew.
    """

    def __init__(self) -> None:
        self._index: Callable[[], Index | None] = lambda: None
        self._truth: object = None
        self._sample: dict[tuple[str, str], frozenset[str]] = {}
        self._counts: Counter[str] = Counter()

    def weigh(self, index: Index, words: Sequence[str]) -> Weighed:
        """`words` (of `extraction.words.query_words`) weighed by their rarity in this index.

        The weight of a word is about ln(1 / share of the exchanges that hold it), never below 0.
        """
        # Nobody writes while an index is open for reading: what was true of it still is.
        if index.writable or self._index() is not index:
            self._refresh(index.database)
            self._index = ref(index)
        wanted, size = sought(words), len(self._sample)
        weights = (math.log((size + 1) / (self._counts[word.key] + 0.5)) for word in wanted)
        return Weighed(wanted, tuple(weights))

    def _refresh(self, connection: Any) -> None:
        query = "SELECT count(*), sum(size), bit_xor(hash(path, size)) FROM truth_files"
        truth = connection.execute(query).fetchall()
        if truth == self._truth:
            return
        query = f"SELECT id, digest FROM exchanges ORDER BY id LIMIT {SAMPLE_EXCHANGES}"
        wanted = {(str(id), str(digest)) for id, digest in connection.execute(query).fetchall()}
        for gone in self._sample.keys() - wanted:
            self._counts.subtract(self._sample.pop(gone))
        added = wanted - self._sample.keys()
        for id, digest, text in _texts(connection, [id for id, _ in added]):
            self._sample[id, digest] = frozenset(keys(text))
            self._counts.update(self._sample[id, digest])
        self._truth = truth


def _texts(connection: Any, exchanges: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Id, digest and what was said, as far as it is read, of each exchange."""
    sides = ", ".join(f"left({side}, {_SAMPLE_CHARACTERS})" for side in ("human", "agent"))
    rows = connection.execute(
        f"""
        SELECT id, digest, human_sender, agent_sender, {sides} FROM exchanges
        WHERE id IN (SELECT unnest(?))
        """,
        [list(exchanges)],
    ).fetchall()
    for id, digest, *said in rows:
        yield id, digest, "\n".join((*names(said[:2]), *said[2:]))
