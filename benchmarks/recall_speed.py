"""How long recall takes in a process that is already running.

    python -m benchmarks.recall_speed [--exchanges 10000] [--questions 300]

A home of made-up talk (words with the frequencies of a natural language, 20 exchanges a session) is archived
and indexed as any other. Only its vectors come from hashed words, for the speed of building: searching takes
as long among those. Questions are embedded by the real encoder. Wanted: p95 of 25 ms at 10,000 exchanges.

`search` asks all paths at once. `processor` is the time of all cores together for one question:
on a machine that is busy otherwise it says more than the clock.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from cotw.clock import system_clock
from cotw.founding import encoder_folder
from cotw.home import Home, create_home
from cotw.ids import short_digest
from cotw.index.opening import open_index
from cotw.index.refresh import refresh
from cotw.models.embedding import Embedder, load_embedder
from cotw.models.hashing import HashEmbedder
from cotw.models.vectors import VectorCache
from cotw.records.hit import RecallFilters
from cotw.records.message import Kind, Message
from cotw.retrieval.asking import Kept, pose
from cotw.retrieval.recall import recall
from cotw.retrieval.snippet import snippet
from cotw.settings import Config
from cotw.store.truth import Truth

_BEGIN = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)
_EXCHANGES_A_SESSION = 20
_THREADS = ("main", "blog", "garden", "o'brien")
_VOCABULARY = 12_000
_WARM_UP = 10


def main() -> None:
    """Prints p50 and p95 of every part, in milliseconds."""
    arguments = _arguments()
    encoder = load_embedder("all-MiniLM-L6-v2", encoder_folder(), threads=arguments.threads)
    source = random.Random(7)
    words = _vocabulary(source)
    messages = list(_talk(source, words, arguments.exchanges))
    with tempfile.TemporaryDirectory() as folder:
        home, config = Home(Path(folder) / "home"), Config()
        begin = time.perf_counter()
        _build(home, config, messages, encoder)
        print(f"{arguments.exchanges} exchanges archived and indexed in {time.perf_counter() - begin:.0f} s")
        print(f"index: {_size(home.index) / 1e6:.0f} MB, archive: {_size(home.archive) / 1e6:.0f} MB")
        questions = [
            _question(source, source.choice(messages).text.split()) for _ in range(arguments.questions)
        ]
        for name, filters in (
            ("everything", RecallFilters()),
            ("one thread", RecallFilters(thread="garden")),
        ):
            _measure(name, home, config, encoder, questions, filters)
    print(
        f"memory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--exchanges", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--threads", type=int, default=1, help="threads of the encoder")
    return parser.parse_args()


class QuickEmbedder(HashEmbedder):
    """Hashed words under the name of the real encoder, so that its questions are compared with them."""

    def __init__(self, real: Embedder) -> None:
        super().__init__(real.dimension, real.max_pieces)
        self.version = real.version


def _vocabulary(source: random.Random) -> list[str]:
    syllables = [first + vowel for first in "bcdfghjklmnprstvwz" for vowel in "aeiou"]
    found: dict[str, None] = {}
    while len(found) < _VOCABULARY:
        found["".join(source.choices(syllables, k=source.randint(2, 4)))] = None
    return list(found)


def _talk(source: random.Random, words: Sequence[str], exchanges: int) -> Iterator[Message]:
    """Prompts of some 15 words, answers of some 100; the n-th word is as frequent as 1/n."""
    weights = [1 / (place + 10) for place in range(len(words))]
    for number in range(exchanges):
        session, thread = f"session-{number // _EXCHANGES_A_SESSION}", _THREADS[number // 500 % len(_THREADS)]
        for kind, mean in ((Kind.HUMAN, 15), (Kind.AGENT, 100)):
            length = max(3, round(source.lognormvariate(0, 0.6) * mean))
            yield Message(
                id=short_digest("speed", str(number), kind),
                timestamp=_BEGIN + timedelta(minutes=10 * number, seconds=int(kind is Kind.AGENT)),
                kind=kind,
                sender=kind.value,
                text=" ".join(source.choices(words, weights, k=length)),
                session=session,
                tool="jsonl",
                thread=thread,
            )


def _build(home: Home, config: Config, messages: Sequence[Message], encoder: Embedder) -> None:
    create_home(home, "benchmark", "UTC", "")
    truth = Truth(home, ZoneInfo("UTC"), system_clock, wait_seconds=60)
    with truth.writing() as writer:
        for day, said in groupby(messages, key=lambda message: message.timestamp.date()):
            writer.add_day(day, said)
    with VectorCache(home.cache / "vectors.sqlite") as cache:
        refresh(home, config, truth.archive, QuickEmbedder(encoder), cache, wait_seconds=60)


def _question(source: random.Random, said: Sequence[str]) -> str:
    """A question with some words of one exchange."""
    chosen = source.sample(said, min(len(said), source.randint(1, 3)))
    return f"What did we decide about the {' and the '.join(chosen)}?"


def _measure(
    name: str, home: Home, config: Config, encoder: Embedder, questions: Sequence[str], filters: RecallFilters
) -> None:
    parts: dict[str, list[float]] = {}
    kept = Kept()
    hits = 0
    with open_index(home, write=False, wait_seconds=60) as index:
        for number, question in enumerate([*questions[:_WARM_UP], *questions]):
            busy = time.process_time()
            found = recall(index, pose(question, encoder, _BEGIN), filters, config.recall, kept=kept)
            busy = (time.process_time() - busy) * 1000
            begin = time.perf_counter()
            for hit in found.hits:
                snippet(found.question.words, hit.human, hit.agent)
            shown = (time.perf_counter() - begin) * 1000
            if number >= _WARM_UP:
                for part in ("embed", "search", "fetch", "total"):
                    parts.setdefault(part, []).append(getattr(found.timings, part))
                parts.setdefault("snippets", []).append(shown)
                parts.setdefault("processor", []).append(busy)
                hits += len(found.hits)
    print(f"\n{name}: {len(questions)} questions, {hits / len(questions):.1f} hits each (ms)")
    for part, values in parts.items():
        ordered = sorted(values)
        middle, high = _at(ordered, 0.5), _at(ordered, 0.95)
        print(f"  {part:10} p50 {middle:6.1f}   p95 {high:6.1f}   max {ordered[-1]:6.1f}")


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
