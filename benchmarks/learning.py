"""How long `learn` takes until an exchange is on the disk, in a running process: median and 95th percentile.

    python -m benchmarks.learning [--exchanges 10000] [--learn 200]

In an empty home, and in one that holds so many exchanges of half a year. The same with a second process that
asks for the same lock is no other figure: it waits its turn.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

from cotw.care.learning import Reporter, learn
from cotw.clock import local_day
from cotw.founding import init_home
from cotw.ids import short_digest
from cotw.importers.told import Told, Words
from cotw.memory import Memory
from cotw.records.message import Kind, Message

_DAYS = 180


def main() -> None:
    """Prints a line for each size of home."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exchanges", type=int, default=10_000)
    parser.add_argument("--learn", type=int, default=200)
    given = parser.parse_args()
    for exchanges in (0, given.exchanges):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "home"
            init_home(root, name="agent", timezone="Europe/Berlin")
            with Memory.open(root, environment={}) as memory:
                _fill(memory, exchanges)
                times = [_time(memory, number) for number in range(given.learn + 1)][1:]
        tail = statistics.quantiles(times, n=20)[-1]
        print(f"{exchanges:>7,} exchanges: median {statistics.median(times):.1f} ms, p95 {tail:.1f} ms")


def _fill(memory: Memory, exchanges: int) -> None:
    with memory.truth.writing() as writer:
        by_day = groupby(_said(exchanges), key=lambda one: local_day(one.timestamp, memory.truth.zone))
        for day, messages in by_day:
            writer.add_day(day, messages)


def _said(exchanges: int) -> Iterator[Message]:
    began = datetime.now(UTC) - timedelta(days=_DAYS)
    for number in range(2 * exchanges):
        kind = Kind.AGENT if number % 2 else Kind.HUMAN
        text = f"What was said as number {number}, about wheels and spokes and the stand on Saturday. " * 4
        at = began + timedelta(days=_DAYS) * number / (2 * exchanges)
        yield Message(short_digest(str(number)), at, kind, kind.value, text, f"s{number // 50}", "benchmark")


def _time(memory: Memory, number: int) -> float:
    told = Told((Words(Kind.HUMAN, f"Spoke number {number} is loose."), Words(Kind.AGENT, "Tighten it.")))
    began = time.perf_counter()
    learn(memory, [told], Reporter("benchmark"))
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
