"""Forgets a session of a home as `cotw forget` does, without a person: only for faults."""

from __future__ import annotations

import sys
from pathlib import Path

from cotw.care.forget import forget
from cotw.care.selecting import Wanted, select
from cotw.memory import Memory

if __name__ == "__main__":
    with Memory.open(Path(sys.argv[1])) as memory:
        selection = select(memory.truth.archive.read_all, Wanted(session=sys.argv[2]))
        forget(memory, selection, {"actor": "faults", "channel": "benchmark"}, lambda done, total: None)
