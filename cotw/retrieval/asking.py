"""Asking: a question made ready, and all that is at hand while it is answered."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from cotw.config import RecallSettings
from cotw.errors import UsageError
from cotw.extraction.plain import readable
from cotw.extraction.words import query_words
from cotw.records.hit import RecallFilters
from cotw.retrieval.relevance import Rarity, Weighed

if TYPE_CHECKING:
    from cotw.index.opening import Index
    from cotw.models.embedding import Embedder, Vectors


@dataclass(slots=True)
class Question:
    """A question, ready to be asked: its content words, and the encoder that knows its meaning.

    `asked` is the moment of asking (aware), which words like "yesterday" are measured from. `embed_ms` is how
    long embedding took, 0 as long as nobody wanted the vector.
    """

    text: str
    words: tuple[str, ...]
    asked: datetime
    embedder: Embedder
    embed_ms: float = field(default=0.0, init=False)
    _vector: Vectors | None = field(default=None, init=False)

    @property
    def vector(self) -> Vectors:
        """The question's vector, made when it is first wanted: that takes longer than any search for it."""
        if self._vector is None:
            begin = time.perf_counter()
            self._vector = self.embedder.embed_query(self.text)
            self.embed_ms = (time.perf_counter() - begin) * 1000
        return self._vector


@dataclass(frozen=True, slots=True)
class Kept:
    """What need not be learnt of an index again for each question."""

    rarity: Rarity = field(default_factory=Rarity)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question on its way: the index it is asked of, the bounds and settings that hold, what is kept.

    `where` is the filters as the vector table reads them; `weighed` the question's words with their rarity.
    """

    index: Index
    question: Question
    filters: RecallFilters
    where: str | None
    settings: RecallSettings
    kept: Kept
    weighed: Weighed


def pose(text: str, embedder: Embedder, asked: datetime) -> Question:
    """The question, not embedded yet. Raises UsageError if nothing in it can be looked for."""
    text = readable(text).strip()
    words = query_words(text)
    if not text:
        raise UsageError(
            "the question is empty", hint='for example: cotw recall "what did we decide about …"'
        )
    if not words:
        raise UsageError(
            f"{text!r} has no word that can be looked for", hint="name the thing, person or place it is about"
        )
    return Question(text, words, asked, embedder)
