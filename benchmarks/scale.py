"""What a large memory costs, and how that grows.

    python -m benchmarks.scale [--exchanges 10000 100000 1000000] [--more 20] [--keep DIR]

Homes of made-up talk (2,000 exchanges a day, 40 a session, some 120 words each), archived and indexed as any
other but for the vectors, which come from hashed words: embedding a million exchanges takes hours and says
nothing about the rest. Each home is then asked what a person and an agent ask of it day by day. With --keep
the homes stay in DIR and are used again. Wanted: one more exchange refreshed in 150 ms at 100,000 exchanges
in a running process; at 1,000,000 status in 1 s and check without --read-data in 10 s.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path

from benchmarks.recall_speed import QuickEmbedder
from cotw.care.overview import overview
from cotw.care.past import list_topics, look_back, make_digest
from cotw.clock import local_day
from cotw.founding import encoder_folder
from cotw.home import Home, create_home
from cotw.ids import short_digest
from cotw.index.opening import exists
from cotw.memory import Memory
from cotw.models.embedding import load_embedder
from cotw.records.hit import RecallFilters
from cotw.records.message import Kind, Message
from cotw.retrieval.asking import Kept, pose
from cotw.retrieval.recall import recall

_BEGIN = datetime(2024, 1, 1, 6, 0, tzinfo=UTC)
_A_DAY, _A_SESSION = 2_000, 40
_SENTENCES = 20_000
_QUESTIONS = 40


def main() -> None:
    """Prints a table: a row a cost, a column a size."""
    arguments = _arguments()
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[str]] = {}
    for exchanges in arguments.exchanges:
        with tempfile.TemporaryDirectory(dir=arguments.keep) as temporary:
            root = arguments.keep / f"scale-{exchanges}" if arguments.keep else Path(temporary) / "home"
            for name, figure in _Place(root, exchanges).costs(arguments.more):
                rows.setdefault(name, []).append(figure)
                print(f"  {exchanges:>9,}  {name:44} {figure:>12}", flush=True)
    print(f"\n{'exchanges':46}" + "".join(f"{exchanges:>14,}" for exchanges in arguments.exchanges))
    for name, figures in rows.items():
        print(f"{name:46}" + "".join(f"{figure:>14}" for figure in figures))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--exchanges", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--more", type=int, default=20, help="exchanges added one by one")
    parser.add_argument("--keep", type=Path, help="keep the homes in this folder")
    return parser.parse_args()


class _Place:
    """A home of so many exchanges, made unless it is there, and what it costs to live in it."""

    def __init__(self, root: Path, exchanges: int) -> None:
        self._root = root
        self._exchanges = exchanges
        self._now = _BEGIN + timedelta(days=exchanges // _A_DAY + 1, hours=6)
        self._source = random.Random(exchanges)
        self._sentences = _made_up_sentences()
        self._encoder = load_embedder("all-MiniLM-L6-v2", encoder_folder(), threads=1)
        self._transcript = root.with_name(f"{root.name}.jsonl")

    def costs(self, more: int) -> Iterator[tuple[str, str]]:
        """Name and figure of every cost, as soon as it is known."""
        if not Home(self._root).exists:
            create_home(Home(self._root), "benchmark", "UTC", "")
        with Memory.open(self._root, clock=lambda: self._now, environment={}) as memory:
            memory.embedder = QuickEmbedder(self._encoder)
            if not exists(memory.home):
                yield "archive made (s)", _seconds(lambda: self._archive(memory))
                yield "index made, without embedding (s)", _seconds(memory.refresh)
            yield "archive (MB)", _megabytes(memory.home.archive)
            yield "index (MB)", _megabytes(memory.home.index)
            memory.refresh()
            yield from self._one_more(memory, more)
            yield from self._asked(memory)
            yield from _looked_back(memory)
            yield "status (ms)", _median(partial(overview, memory), 5)
            yield "check (ms)", _median(lambda: memory.check(read_data=False), 3)
            yield "check --read-data (s)", _seconds(lambda: memory.check(read_data=True))
        yield "memory of this process, at most (MB)", f"{_peak():.0f}"

    def _archive(self, memory: Memory) -> None:
        with memory.truth.writing() as writer:
            for day, said in groupby(self._talk(), key=lambda each: local_day(each.timestamp, UTC)):
                writer.add_day(day, said)

    def _talk(self) -> Iterator[Message]:
        for number in range(self._exchanges):
            day, place = divmod(number, _A_DAY)
            instant = _BEGIN + timedelta(days=day, seconds=30 * place)
            for kind, sentences in ((Kind.HUMAN, 2), (Kind.AGENT, 10)):
                yield Message(
                    id=short_digest("scale", str(number), kind),
                    timestamp=instant + timedelta(seconds=int(kind is Kind.AGENT)),
                    kind=kind,
                    sender=kind.value,
                    text=self._words(sentences),
                    session=f"session {number // _A_SESSION}",
                    tool="jsonl",
                )

    def _words(self, sentences: int) -> str:
        return " ".join(self._source.choices(self._sentences, k=sentences))

    def _one_more(self, memory: Memory, more: int) -> Iterator[tuple[str, str]]:
        """An exchange comes to the end of a transcript, is taken in and indexed, again and again."""
        ingests, refreshes = [], []
        for _ in range(more):
            self._now += timedelta(seconds=30)
            with self._transcript.open("a") as stream:
                for role, sentences in (("user", 2), ("assistant", 10)):
                    line = {"role": role, "text": self._words(sentences), "time": self._now.isoformat()}
                    stream.write(json.dumps(line) + "\n")
            ingests.append(_time(lambda: memory.ingest([self._transcript])))
            refreshes.append(_time(memory.refresh))
        yield "one more: ingest, median (ms)", f"{statistics.median(ingests):.0f}"
        yield "one more: refresh, median (ms)", f"{statistics.median(refreshes):.0f}"
        yield "one more: refresh, slowest (ms)", f"{max(refreshes):.0f}"

    def _asked(self, memory: Memory) -> Iterator[tuple[str, str]]:
        kept, times = Kept(), []
        with memory.index() as index:
            for _ in range(_QUESTIONS):
                words = self._source.choice(self._sentences).split()[:3]
                question = pose(f"What was said about {' and '.join(words)}?", self._encoder, self._now)
                _ = question.vector
                times.append(_time(partial(recall, index, question, kept=kept)))
        times = sorted(times[5:])
        yield "recall without embedding, median (ms)", f"{statistics.median(times):.0f}"
        yield "recall without embedding, p95 (ms)", f"{times[int(0.95 * len(times))]:.0f}"


def _looked_back(memory: Memory) -> Iterator[tuple[str, str]]:
    """What a person looks back at; the first digest of a day also makes what is kept of its summary."""
    everything = RecallFilters()
    yield "timeline, median (ms)", _median(lambda: look_back(memory, everything, 40), 5)
    yield "topics, median (ms)", _median(lambda: list_topics(memory, everything, 20), 5)
    yield "digest, median (ms)", _median(lambda: make_digest(memory, None), 5)


def _made_up_sentences() -> list[str]:
    """Sentences of ten words; the n-th of 20,000 words is as frequent as 1/n."""
    source = random.Random(11)
    syllables = [first + vowel for first in "bcdfghjklmnprstvwz" for vowel in "aeiou"]
    words = ["".join(source.choices(syllables, k=source.randint(2, 4))) for _ in range(20_000)]
    weights = [1 / (place + 10) for place in range(len(words))]
    return [" ".join(source.choices(words, weights, k=10)) for _ in range(_SENTENCES)]


def _time(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def _seconds(work: Callable[[], object]) -> str:
    return f"{_time(work) / 1000:.1f}"


def _median(work: Callable[[], object], times: int) -> str:
    return f"{statistics.median(_time(work) for _ in range(times)):.0f}"


def _megabytes(folder: Path) -> str:
    return f"{sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / 1e6:.0f}"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
