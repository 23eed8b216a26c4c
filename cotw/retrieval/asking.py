"""Asking: a question made ready, and all that is at hand while it is answered.

Embedding the question takes longer than searching for it and needs no lock: it is done first, by `pose`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from cotw.config import RecallSettings
from cotw.errors import UsageError
from cotw.extraction.distilling import distilled
from cotw.extraction.plain import readable
from cotw.extraction.words import query_words
from cotw.records.hit import RecallFilters
from cotw.retrieval.lane import Lane
from cotw.retrieval.marks import Marks
from cotw.retrieval.places import Places
from cotw.retrieval.relevance import Rarity, Weighed

if TYPE_CHECKING:
    from cotw.index.opening import Index
    from cotw.models.embedding import Embedder, Vectors


@dataclass(frozen=True, slots=True)
class Question:
    """A question, ready to be asked: its content words, its vector, and the version of the encoder.

    `asked` is the moment of asking (aware), which words like "yesterday" are measured from; `thread` and
    `mode` are those it is asked from, None if from nowhere in particular.
    """

    text: str
    words: tuple[str, ...]
    vector: Vectors
    encoder: str
    embed_ms: float
    asked: datetime
    thread: str | None = None
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What need not be learnt of an index again for each question."""

    rarity: Rarity = field(default_factory=Rarity)
    places: Places = field(default_factory=Places)
    marks: Marks = field(default_factory=Marks)
    lane: Lane = field(default_factory=Lane)


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


def pose(
    text: str,
    embedder: Embedder,
    asked: datetime,
    *,
    distil: bool = False,
    thread: str | None = None,
    mode: str | None = None,
) -> Question:
    """The question, embedded, as it is asked from `thread` and `mode`.

    With `distil` it is embedded without what only says that it asks. Raises UsageError if nothing in it can
    be looked for.
    """
    text = readable(text).strip()
    sought = distilled(text) if distil else text
    words = query_words(sought)
    if not text:
        raise UsageError(
            "the question is empty", hint='for example: cotw recall "what did we decide about …"'
        )
    if not words:
        raise UsageError(
            f"{text!r} has no word that can be looked for", hint="name the thing, person or place it is about"
        )
    begin = time.perf_counter()
    vector = embedder.embed_query(sought)
    taken = (time.perf_counter() - begin) * 1000
    return Question(text, words, vector, embedder.version, taken, asked, thread, mode)
