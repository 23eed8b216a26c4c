"""How long a night takes over new exchanges, without a language model and beyond embedding, job by job.

    python -m benchmarks.nightshift [--exchanges 10000] [--new 1000] [--most SECONDS]

A home that knows so many exchanges is told new ones, of the days after; then a nightshift passes over it, and
once more, which has nothing to do. Texts become vectors by hashing words, which takes no time to speak of:
the real encoder's share is that of `cotw ingest`, and depends on the machine alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from benchmarks.varied_talk import VariedTalk, varied_memory
from cotw.clock import local_day
from cotw.jobs.job import Stop
from cotw.jobs.shift.passing import work
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from cotw.records.job_attempt import Attempt, Phase


def main() -> int:
    """Prints a line a job; exit code 1 if the night took longer than it may, or a job failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exchanges", type=int, default=10_000)
    parser.add_argument("--new", type=int, default=1_000)
    parser.add_argument("--most", type=float, help="so many seconds the night may take")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        memory = varied_memory(Path(folder) / "home", given.exchanges, HashEmbedder())
        _pass(memory, quiet=True)  # what was known is summed up: a night has one day behind it
        _say(memory, given.exchanges, given.new)
        seconds, attempts = _pass(memory, quiet=False)
        again, nothing = _pass(memory, quiet=True)
    print(f"{'the night':12}{seconds:7.1f} s   over {given.new:,} new exchanges beside {given.exchanges:,}")
    print(f"{'run again':12}{again:7.1f} s   {len(nothing)} jobs due")
    is_slow = given.most is not None and seconds > given.most
    return int(is_slow or bool(nothing) or any(one.phase is not Phase.ENDED for one in attempts))


def _say(memory: Memory, known: int, new: int) -> None:
    talk = VariedTalk(seed=2)
    said = [message for number in range(known, known + new) for message in talk.exchange(number)]
    with memory.truth.writing() as writer:
        for day, messages in groupby(said, key=lambda one: local_day(one.timestamp, memory.truth.zone)):
            writer.add_day(day, messages)
    later = said[-1].timestamp + timedelta(days=1)
    memory.clock = memory.truth.clock = lambda: later


def _pass(memory: Memory, *, quiet: bool) -> tuple[float, list[Attempt]]:
    began = last = time.monotonic()

    def told(attempt: Attempt) -> None:
        nonlocal last
        if attempt.phase is not Phase.STARTED and not quiet:
            print(f"{attempt.job:12}{time.monotonic() - last:7.1f} s   {dict(attempt.counts)}")
        last = time.monotonic()

    attempts = work(memory, Stop(memory.clock), by="timer", told=told)
    return time.monotonic() - began, attempts


if __name__ == "__main__":
    sys.exit(main())
