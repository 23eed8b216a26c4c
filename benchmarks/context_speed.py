"""How long the context of a turn takes in a process that is already running.

    python -m benchmarks.context_speed [--exchanges 10000] [--prompts 200]

The talk is made of the sample archive's sentences, varied, and so are the prompts. Vectors come from hashed
words, for the speed of building; prompts are embedded by the real encoder, and the gate of recall stands
open, so that each is given a block, the largest there is. The index stays open, as it does in a resident
process. Wanted: p95 of 70 ms at 10,000 exchanges and of 120 at 100,000. `noted` is the line in the journal,
which is on the disk before the block is shown. `processor` is the time of all cores together: on a machine
that is busy otherwise it says more than the clock.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from benchmarks.recall_speed import QuickEmbedder
from benchmarks.varied_talk import VariedTalk, varied_memory
from cotw.care.context import Wish, injecting
from cotw.founding import encoder_folder
from cotw.memory import Memory
from cotw.models.embedding import load_embedder
from cotw.records.injection import Injection

_WARM_UP = 10


def main() -> None:
    """Prints p50 and p95 of every source and of the whole, in milliseconds."""
    arguments = _arguments()
    encoder = load_embedder("all-MiniLM-L6-v2", encoder_folder(), threads=1)
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        built = varied_memory(Path(folder) / "home", arguments.exchanges, QuickEmbedder(encoder))
        print(f"{arguments.exchanges} exchanges archived and indexed in {time.perf_counter() - begin:.0f} s")
        open_gate = {"COTW_RECALL__INJECT_THRESHOLD": "0"}
        memory = Memory(built.home, clock=built.clock, wait_seconds=60, environment=open_gate)
        memory.__dict__ |= {"embedder": encoder, "_questioner": encoder}
        talk = VariedTalk(7)
        _measure(memory, [talk.question() for _ in range(arguments.prompts)])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--exchanges", type=int, default=10_000)
    parser.add_argument("--prompts", type=int, default=200)
    return parser.parse_args()


def _measure(memory: Memory, prompts: Sequence[str]) -> None:
    took: dict[str, list[float]] = {}
    given = tokens = 0
    with memory.index() as index:
        for number, prompt in enumerate([*prompts[:_WARM_UP], *prompts]):
            begin, busy = time.perf_counter(), time.process_time()
            with injecting(memory, Wish(prompt), opened=lambda: nullcontext(index)) as injection:
                whole = (time.perf_counter() - begin) * 1000
                busy = (time.process_time() - busy) * 1000
            if number >= _WARM_UP:
                for part, milliseconds in _parts(injection, whole, busy):
                    took.setdefault(part, []).append(milliseconds)
                given += bool(injection.context.text)
                tokens += injection.context.tokens
    print(f"\n{len(prompts)} prompts, {given} given a block, of {tokens / max(given, 1):.0f} tokens (ms)")
    for part, values in took.items():
        ordered = sorted(values)
        middle, high = ordered[len(ordered) // 2], ordered[int(0.95 * len(ordered))]
        print(f"  {part:15} p50 {middle:6.1f}   p95 {high:6.1f}   max {ordered[-1]:6.1f}")


def _parts(injection: Injection, whole: float, busy: float) -> list[tuple[str, float]]:
    parts = [(part.name, part.milliseconds) for part in injection.context.parts]
    noted = [("noted", injection.noted)] if injection.context.text else []
    return [*parts, ("assembled", injection.milliseconds), *noted, ("whole", whole), ("processor", busy)]


if __name__ == "__main__":
    main()
