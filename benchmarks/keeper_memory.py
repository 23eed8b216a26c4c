"""How much memory a keeper takes, whether that stays, and how soon it is ready after its start.

    python -m benchmarks.keeper_memory [--exchanges 10000] [--questions 10000] [--starts 5] [--keep DIR]

The talk is that of `varied_talk`, its vectors are of hashed words for the speed of building; prompts are
embedded by the real encoder. Every tenth question comes with a refresh of the index by another process,
for which the keeper lets go of it; every hundredth it is asked to settle. Prints the resident size and the
time of an answer at ten places. Wanted: ready after 1.5 s, 450 MB at 10,000 exchanges, and at the end no more
than 5 % above what it was after a tenth.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.recall_speed import QuickEmbedder
from benchmarks.varied_talk import VariedTalk, varied_memory
from cotw.founding import encoder_folder
from cotw.index.locking import index_lock
from cotw.memory import Memory
from cotw.models.embedding import load_embedder
from cotw.wire.calling import NoKeeper, ask_keeper
from cotw.wire.frames import Broken
from cotw.wire.starting import start_keeper
from cotw.wire.stopping import stop_keeper

_MOST_BYTES = 450e6
_READY_SECONDS = 1.5
_GROWTH = 1.05
_PLACES = 10
_PROMPTS = 500


def main() -> int:
    """Prints a row a place; 1 if something is more than is wanted."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as temporary:
        root = (arguments.keep or Path(temporary)) / f"kept-{arguments.exchanges}"
        encoder = load_embedder("all-MiniLM-L6-v2", encoder_folder(), threads=1)
        memory = varied_memory(root, arguments.exchanges, QuickEmbedder(encoder))
        starts = sorted(_start(str(root)) for _ in range(arguments.starts))
        middle = starts[len(starts) // 2]
        print(f"ready after {middle:.2f} s (middle of {len(starts)}; {starts[0]:.2f} to {starts[-1]:.2f})")
        sizes = _sizes(memory, arguments.questions)
    fits = middle <= _READY_SECONDS and sizes[-1] <= _MOST_BYTES and sizes[-1] <= _GROWTH * sizes[0]
    return 0 if fits else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--exchanges", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="keep the home in this folder")
    return parser.parse_args()


@contextmanager
def _kept(root: str) -> Iterator[float]:
    """A keeper of the home; gives the seconds until it was ready."""
    begin = time.perf_counter()
    start_keeper(root, os.environ)
    try:
        while not _is_ready(root):
            time.sleep(0.01)
        yield time.perf_counter() - begin
    finally:
        stop_keeper(root, seconds=30)


def _is_ready(root: str) -> bool:
    with suppress(NoKeeper, Broken):
        return bool(ask_keeper(root, os.environ, "status", seconds=5)["ready"])
    return False


def _start(root: str) -> float:
    with _kept(root) as seconds:
        return seconds


def _sizes(memory: Memory, questions: int) -> list[float]:
    root = str(memory.home.root)
    talk = VariedTalk(1)
    prompts = [talk.question() for _ in range(_PROMPTS)]
    sizes, took = [], []
    with _kept(root):
        for number in range(1, questions + 1):
            begin = time.perf_counter()
            ask_keeper(root, os.environ, "context", {"prompt": prompts[number % _PROMPTS]}, seconds=30)
            took.append((time.perf_counter() - begin) * 1000)
            if number % 10 == 0:
                with index_lock(memory.home, wait_seconds=30):
                    pass  # as somebody who writes
            if number % 100 == 0:
                ask_keeper(root, os.environ, "settle", seconds=30)
            if number % (questions // _PLACES) == 0:
                sizes.append(ask_keeper(root, os.environ, "status", seconds=5)["memory_bytes"])
                ordered = sorted(took)
                p50, p95 = ordered[len(ordered) // 2], ordered[int(0.95 * len(ordered))]
                print(
                    f"{number:>8,}  {sizes[-1] / 1e6:6.1f} MB  p50 {p50:5.1f} ms  p95 {p95:5.1f} ms",
                    flush=True,
                )
                took = []
    return sizes


if __name__ == "__main__":
    sys.exit(main())
