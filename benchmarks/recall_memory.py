"""Whether the memory of a process stays flat while it is asked again and again.

    python -m benchmarks.recall_memory [--recalls 10000] [--exchanges 2000] [--opening] [--keep DIR]

One index is held open, as by a process that answers for long; with --opening it is opened and closed for
each question, as `Memory.recall` does. Questions are embedded each time. Prints the resident size at ten
places; wanted: at the end no more than 5 % above what it was after a tenth.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.varied_talk import VariedTalk, varied_memory
from cotw.memory import Memory
from cotw.retrieval.asking import Kept
from cotw.retrieval.recall import recall

WANTED = 1.05
_PLACES = 10
_QUESTIONS = 500


def main() -> int:
    """Prints a row a place; 1 if the process grew."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as temporary:
        root = (arguments.keep or Path(temporary)) / f"varied-{arguments.exchanges}"
        memory = varied_memory(root, arguments.exchanges)
        talk = VariedTalk(1)
        questions = [talk.question() for _ in range(_QUESTIONS)]
        sizes = []
        with _asking(memory, opening=arguments.opening) as ask:
            begin = time.perf_counter()
            for number in range(1, arguments.recalls + 1):
                ask(questions[number % _QUESTIONS])
                if number % (arguments.recalls // _PLACES) == 0:
                    sizes.append(psutil.Process().memory_info().rss / 1e6)
                    took = (time.perf_counter() - begin) / number * 1000
                    print(f"{number:>8,} recalls  {sizes[-1]:7.1f} MB  {took:5.1f} ms each", flush=True)
    return 0 if sizes[-1] <= WANTED * sizes[0] else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recalls", type=int, default=10_000)
    parser.add_argument("--exchanges", type=int, default=2_000)
    parser.add_argument("--opening", action="store_true", help="open the index for each question")
    parser.add_argument("--keep", type=Path, help="keep the home in this folder")
    return parser.parse_args()


@contextmanager
def _asking(memory: Memory, *, opening: bool) -> Iterator[Callable[[str], object]]:
    if opening:
        yield memory.recall
        return
    kept = Kept()
    with memory.index() as index:
        yield lambda question: recall(index, memory.pose(question, memory.clock()), kept=kept)


if __name__ == "__main__":
    sys.exit(main())
