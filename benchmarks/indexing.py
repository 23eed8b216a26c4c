"""How much does indexing add to embedding, and what does one more exchange cost?

    python -m benchmarks.indexing [--exchanges 600] [--rounds 3] [--large 10000] [--more 20]

First the real encoder: a home of made-up exchanges is indexed from nothing, and the encoder alone embeds
the same texts, in turn in one process; the ratio says what projecting, cutting, caching, storing and
full-text indexing add. Then hashed words in the encoder's place, which cost nothing: what is left is
the index itself, at a size at which growth would show.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from benchmarks.encoder import made_up_texts
from cotw.files import make_folder
from cotw.founding import encoder_folder
from cotw.home import Home, create_home
from cotw.ids import short_digest
from cotw.index.lance import import_lancedb
from cotw.index.opening import open_index
from cotw.index.refresh import rebuild, refresh
from cotw.index.status import status
from cotw.index.working import RefreshReport
from cotw.models.embedding import Embedder, load_embedder
from cotw.models.hashing import HashEmbedder
from cotw.models.vectors import VectorCache
from cotw.records.message import Kind, Message
from cotw.settings import Config
from cotw.store.truth import Truth

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
TARGET = 1.15
Result = TypeVar("Result")


def made_up_exchange(number: int, instant: datetime, session: str) -> list[Message]:
    """A prompt, a tool call, and an answer."""
    question, answer = made_up_texts(2, seed=number)
    said = [(Kind.HUMAN, question[:600]), (Kind.TOOL, ""), (Kind.AGENT, answer)]
    return [
        Message(
            id=short_digest("benchmark", str(number), str(place)),
            timestamp=instant + timedelta(seconds=20 * place),
            kind=kind,
            sender="human" if kind is Kind.HUMAN else "agent",
            text=text,
            session=session,
            tool="benchmark",
            order=place,
        )
        for place, (kind, text) in enumerate(said)
    ]


class Place:
    """A home with made-up exchanges, and what it takes to index it."""

    def __init__(self, folder: Path, exchanges: int, embedder: Embedder) -> None:
        self.home = Home(folder)
        create_home(self.home, "benchmark", "UTC", "")
        self.truth = Truth(self.home, ZoneInfo("UTC"), lambda: NOW, wait_seconds=30)
        self.config = Config()
        self.embedder = embedder
        self.cache = VectorCache(self.home.cache / "vectors.sqlite")
        self.count = 0
        chance = random.Random(5)
        days: dict[datetime, list[Message]] = {}
        for number in range(exchanges):
            instant = BEGIN + timedelta(minutes=number * 140_000 // exchanges)
            session = f"session {number // chance.randint(20, 60)}"
            days.setdefault(instant.replace(hour=0, minute=0), []).extend(
                made_up_exchange(number, instant, session)
            )
        with self.truth.writing() as writer:
            for day, messages in days.items():
                writer.add_day(day.date(), messages)

    def one_more(self) -> None:
        """Archives one more exchange, in the open day."""
        self.count += 1
        instant = NOW - timedelta(minutes=60) + timedelta(seconds=self.count)
        with self.truth.writing() as writer:
            writer.add_day(NOW.date(), made_up_exchange(10**6 + self.count, instant, "session 1"))

    def refresh(self) -> RefreshReport:
        return refresh(self.home, self.config, self.truth.archive, self.embedder, self.cache, wait_seconds=30)

    def rebuild(self) -> RefreshReport:
        return rebuild(self.home, self.config, self.truth.archive, self.embedder, self.cache, wait_seconds=30)

    def forget_index(self) -> None:
        """Removes index and vectors."""
        self.cache.close()
        for folder in (self.home.index / "live", self.home.cache):
            shutil.rmtree(folder)
        make_folder(self.home.cache)

    def texts(self) -> list[str]:
        """The texts of all units."""
        with open_index(self.home, write=False, wait_seconds=30) as index:
            return [row[0] for row in index.database.execute("SELECT text FROM units").fetchall()]

    def size(self) -> int:
        """Bytes of the index on the disk."""
        found = status(self.home, self.config, self.truth.archive, wait_seconds=30)
        return found.size if found else 0


def main() -> int:
    """Prints the ratio with the real encoder, then times and sizes with hashed words; 1 over the floor."""
    arguments = _arguments()
    import_lancedb()  # a second once a process; not what is measured here
    with tempfile.TemporaryDirectory() as folder:
        ratio = _against_the_encoder(Path(folder) / "real", arguments.exchanges, arguments.rounds)
        _the_index_itself(Path(folder) / "hashed", arguments.large, arguments.more)
    return 0 if ratio <= arguments.floor else 1


def _against_the_encoder(folder: Path, exchanges: int, rounds: int) -> float:
    encoder = load_embedder("all-MiniLM-L6-v2", encoder_folder(), batch_size=16)
    place = Place(folder, exchanges, encoder)
    encoder.embed_documents(made_up_texts(64))
    report = place.refresh()
    texts = place.texts()
    builds, alones = [], []
    for _ in range(rounds):
        place.forget_index()
        builds.append(_timed(place.refresh)[0])
        alones.append(_timed(lambda: encoder.embed_documents(texts))[0])
    # The best of each: other work on the machine only ever makes a round slower.
    print(f"{exchanges} exchanges, {len(texts)} units, encoder {encoder.name}, best of {rounds} rounds")
    print(f"  index build        {min(builds):8.2f} s   ({report.embedded} units embedded)")
    print(f"  encoder alone      {min(alones):8.2f} s")
    print(f"  ratio              {min(builds) / min(alones):8.2f}     wanted: at most {TARGET}")
    again_seconds, _ = _timed(place.rebuild)
    print(f"  rebuild from cache {again_seconds:8.2f} s")
    print(f"  size               {place.size() / exchanges / 1000:8.1f} kB an exchange")
    return min(builds) / min(alones)


def _the_index_itself(folder: Path, exchanges: int, more: int) -> None:
    place = Place(folder, exchanges, HashEmbedder())
    build_seconds, report = _timed(place.refresh)
    print(f"{exchanges} exchanges, {report.embedded} units, hashed words")
    print(f"  index build        {build_seconds:8.2f} s")
    times = []
    for _ in range(more):
        place.one_more()
        times.append(_timed(place.refresh)[0] * 1000)
    times.sort()
    print(f"  one more exchange  {statistics.median(times):8.0f} ms  median; {times[-1]:.0f} ms at most")
    unchanged = statistics.median(_timed(place.refresh)[0] * 1000 for _ in range(5))
    print(f"  nothing new        {unchanged:8.0f} ms")
    print(f"  size               {place.size() / exchanges / 1000:8.1f} kB an exchange")


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--exchanges", type=int, default=600, help="exchanges embedded by the real encoder")
    parser.add_argument("--rounds", type=int, default=3, help="times that both are measured in turn")
    parser.add_argument("--large", type=int, default=10_000, help="exchanges of the large index")
    parser.add_argument("--more", type=int, default=20, help="exchanges added to it one by one")
    parser.add_argument("--floor", type=float, default=TARGET, help="highest ratio that passes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
