"""Talk made of the sample archive's sentences, varied: its vectors lie as those of real talk do."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cotw.clock import local_day
from cotw.extraction.words import query_words
from cotw.files import from_json
from cotw.founding import init_home
from cotw.ids import short_digest
from cotw.memory import Memory
from cotw.models.embedding import Embedder
from cotw.records.message import Kind, Message

SAMPLE = Path(__file__).resolve().parents[1] / "examples" / "archive"
_BEGIN = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)
A_SESSION, THREADS = 20, ("main", "blog", "garden", "workshop")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LONG_WORD = re.compile(r"\b[^\W\d_]{5,}\b")
# Of the longer words so many are changed for others: fewer, and many sentences would come twice.
_CHANGED = 0.35


class VariedTalk:
    """Sentences without end, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        texts = [text for path in sorted(SAMPLE.glob("*.json")) for text in _texts(path)]
        self._sentences = [one for text in texts for one in _SENTENCE.split(text) if len(one.split()) > 3]
        self._words = sorted({word for text in texts for word in _LONG_WORD.findall(text)})

    def sentence(self) -> str:
        """A sentence of the sample with some of its words changed."""
        return _LONG_WORD.sub(self._varied, self._chance.choice(self._sentences))

    def question(self) -> str:
        """A sentence with at least one word that can be looked for."""
        return next(text for text in iter(self.sentence, None) if query_words(text))

    def exchange(self, number: int) -> Iterator[Message]:
        """Prompt and answer, one or two sentences each."""
        for kind in (Kind.HUMAN, Kind.AGENT):
            yield Message(
                id=short_digest("varied", str(number), kind),
                timestamp=_BEGIN + timedelta(minutes=10 * number, seconds=int(kind is Kind.AGENT)),
                kind=kind,
                sender=kind.value,
                text=" ".join(self.sentence() for _ in range(self._chance.randint(1, 2))),
                session=f"session-{number // A_SESSION}",
                tool="jsonl",
                thread=THREADS[number // A_SESSION % len(THREADS)],
            )

    def _varied(self, word: re.Match[str]) -> str:
        return self._chance.choice(self._words) if self._chance.random() < _CHANGED else word[0]


def _texts(path: Path) -> Iterator[str]:
    for message in from_json(path.read_bytes())["messages"]:
        yield message["text"]


def varied_memory(root: Path, exchanges: int, embedder: Embedder | None = None) -> Memory:
    """A memory of so many exchanges at `root`, archived unless it is there, embedded and indexed.

    `embedder` takes the place of the encoder: searching takes as long among vectors of hashed words.
    """
    home = init_home(root, name="benchmark", timezone="UTC").home
    after = _BEGIN + timedelta(minutes=10 * exchanges, days=2)
    memory = Memory(home, clock=lambda: after, wait_seconds=60, environment={})
    if embedder is not None:
        memory.__dict__["embedder"] = embedder
    if not memory.truth.archive.days():
        talk = VariedTalk(exchanges)
        days: dict[date, list[Message]] = {}
        for message in (one for number in range(exchanges) for one in talk.exchange(number)):
            days.setdefault(local_day(message.timestamp, UTC), []).append(message)
        with memory.truth.writing() as writer:
            for day, said in days.items():
                writer.add_day(day, said)
    memory.refresh(_told if sys.stderr.isatty() else None)
    return memory


def _told(done: int, total: int) -> None:
    print(f"\r{done:,} of {total:,} embedded", end="", file=sys.stderr, flush=True)
