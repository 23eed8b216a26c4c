"""Asking: a question made ready, and all that is at hand while it is answered."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from cotw.errors import UsageError, Wordless
from cotw.extraction.distilling import distilled
from cotw.extraction.plain import readable
from cotw.extraction.time_signs import may_tell_time
from cotw.extraction.topic import topic_of
from cotw.extraction.words import query_words
from cotw.records.hit import RecallFilters
from cotw.retrieval.links import Links
from cotw.retrieval.marks import Marks
from cotw.retrieval.relevance import Rarity, Weighed
from cotw.retrieval.when import Event
from cotw.settings import RecallSettings

if TYPE_CHECKING:
    from cotw.extraction.times import TimeRead
    from cotw.index.opening import Index
    from cotw.models.embedding import Embedder, Vectors

# A word tells exchanges apart if it is not in four of five of them, as the name of a speaker is.
_TELLING = math.log(5 / 4)


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The thread and the mode that a question is asked from; None if from nowhere in particular."""

    thread: str | None = None
    mode: str | None = None


NOWHERE = Standpoint()


@dataclass(slots=True)
class Question:
    """A question, ready to be asked: its content words, and the encoder that knows its meaning.

    `asked` is the moment of asking (aware), which words like "yesterday" are measured from; `time` is what it
    says about when, and `topic` the content words outside of that. `sought` is what is embedded of it, and
    `embed_ms` how long that took, 0 as long as nobody wanted the vector.
    """

    text: str
    words: tuple[str, ...]
    asked: datetime
    sought: str
    embedder: Embedder
    time: TimeRead | None
    topic: tuple[str, ...]
    standpoint: Standpoint = NOWHERE
    embed_ms: float = field(default=0.0, init=False)
    _vector: Vectors | None = field(default=None, init=False)

    @property
    def vector(self) -> Vectors:
        """The question's vector, made when it is first wanted: that takes longer than any search for it."""
        if self._vector is None:
            begin = time.perf_counter()
            self._vector = self.embedder.embed_query(self.sought)
            self.embed_ms = (time.perf_counter() - begin) * 1000
        return self._vector


@dataclass(frozen=True, slots=True)
class Kept:
    """What need not be learnt of an index again for each question."""

    rarity: Rarity = field(default_factory=Rarity)
    links: Links = field(default_factory=Links)
    marks: Marks = field(default_factory=Marks)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question on its way: the index it is asked of, the bounds and settings that hold, what is kept.

    `where` is the filters as the vector table reads them; `weighed` the question's words with their rarity,
    `topic` those outside its words of time. `event` is when something was that the question tells time by.
    """

    index: Index
    question: Question
    filters: RecallFilters
    where: str | None
    settings: RecallSettings
    kept: Kept
    weighed: Weighed
    topic: Weighed
    event: Event | None = None
    standpoint: Standpoint = NOWHERE

    @property
    def alone(self) -> bool:
        """Whether time alone is asked for: no other word of the question tells exchanges apart."""
        read = self.question.time
        if read is None or not self.settings.temporal_weight:
            return False
        if read.window is not None:
            return not any(weight > _TELLING for weight in self.topic.weights)
        return read.order is not None and not self.topic.words


def pose(
    text: str,
    embedder: Embedder,
    asked: datetime,
    zone: tzinfo = UTC,
    *,
    distil: bool = False,
    standpoint: Standpoint = NOWHERE,
) -> Question:
    """The question of somebody who lives in `zone`, asked from a standpoint; not embedded yet.

    With `distil` what only says that it asks is not looked for. Raises UsageError if nothing in it can be
    looked for.
    """
    text = readable(text).strip()
    sought = distilled(text) if distil else text
    words = query_words(sought)
    if not text:
        raise UsageError(
            "the question is empty", hint='for example: cotw recall "what did we decide about …"'
        )
    read = _time_in(sought, asked, zone)
    if not words and read is None:
        raise Wordless(
            f"{text!r} has no word that can be looked for", hint="name the thing, person or place it is about"
        )
    topic = topic_of(sought, read) if read is not None else words
    return Question(text, words, asked, sought, embedder, read, topic, standpoint)


def _time_in(text: str, asked: datetime, zone: tzinfo) -> TimeRead | None:
    if not may_tell_time(text):
        return None
    # Its rules take a fifteenth of a second to load.
    from cotw.extraction.times import read_time

    return read_time(text, asked, zone)
