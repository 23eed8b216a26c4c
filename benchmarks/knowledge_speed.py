"""How long it takes to find the facts a question is about, in a process that keeps them in memory.

    python -m benchmarks.knowledge_speed [FACTS]

Facts are made of random words, as many of them as there are among 5,000 lines of real notes; the question's
vector is made beforehand, for a turn needs it for recall as well.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from cotw.clock import system_clock, zone_named
from cotw.extraction.declaring import statements
from cotw.extraction.renewing import renewal
from cotw.home import Home, create_home
from cotw.index.opening import open_index
from cotw.index.refresh import refresh
from cotw.models.hashing import HashEmbedder
from cotw.models.vectors import VectorCache
from cotw.retrieval.asking import pose
from cotw.retrieval.knowledge import KeptFacts, knowledge_passages
from cotw.settings import Config
from cotw.store.declared import BIND, BINDING_KIND, Declared
from cotw.store.truth import Truth

_QUESTIONS = 300
_FACTS_A_FILE = 500


def main(facts: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        create_home(home, "bench", "UTC", "")
        chance = random.Random(5)
        words = [f"word{chance.randrange(8_000)}" for _ in range(8_000)]
        begin = time.perf_counter()
        _declare(home, facts, words, chance)
        print(f"{facts:,} facts declared in {time.perf_counter() - begin:.2f} s")
        embedder = HashEmbedder()
        begin = time.perf_counter()
        with VectorCache(home.cache / "vectors.sqlite") as cache:
            archive = Truth(home, zone_named("UTC"), system_clock, 30).archive
            refresh(home, Config(), archive, embedder, cache, wait_seconds=30)
        print(f"taken into the index in {time.perf_counter() - begin:.2f} s")
        with open_index(home, write=False, wait_seconds=30) as index:
            kept = KeptFacts()
            begin = time.perf_counter()
            kept.of(index)
            print(f"read into memory in {(time.perf_counter() - begin) * 1000:.0f} ms")
            taken, worked = [], []
            for _ in range(_QUESTIONS):
                question = pose(" ".join(chance.choices(words, k=9)), embedder, system_clock())
                _ = question.vector
                begin, work = time.perf_counter(), time.thread_time()
                knowledge_passages(index, question, None, kept=kept)
                taken.append((time.perf_counter() - begin) * 1000)
                worked.append((time.thread_time() - work) * 1000)
        for what, times in (("by the clock", taken), ("of the processor", worked)):
            print(f"a question: p50 {median(times):.2f} ms, p95 {quantiles(times, n=20)[-1]:.2f} ms {what}")


def _declare(home: Home, facts: int, words: list[str], chance: random.Random) -> None:
    truth = Truth(home, zone_named("UTC"), system_clock, 30)
    with truth.writing() as writer:
        line = {"kind": BINDING_KIND, "decision": BIND, "path": "/notes", "thread": None}
        writer.record(truth.ledger, line)
        for number in range(0, facts, _FACTS_A_FILE):
            text = "\n".join(f"- {' '.join(chance.choices(words, k=14))}" for _ in range(_FACTS_A_FILE))
            made = renewal(Declared(), f"/notes/{number}.md", str(number), statements(text))
            writer.record_all(truth.journal, made)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
