"""Faults: kill -9 at random instants, many processes at once, a full disk, a read-only home.

    python -m benchmarks.faults                       all, in a few minutes
    python -m benchmarks.faults kills --count 50
    python -m benchmarks.faults crowd --processes 8 --rounds 40
    python -m benchmarks.faults writes --writes 4000  index opened, written and closed by 8 processes at once
    python -m benchmarks.faults care --count 200      killed while sealing, forgetting, backing up, restoring
    python -m benchmarks.faults agents --processes 8 --rounds 10   with hooks and a keeper that is killed
    python -m benchmarks.faults disk                  needs to be root (mounts small file systems)

After every fault the home is checked: nothing acknowledged is lost, every file still parses, nothing that
a person would call an error is shown by the others, and no process is left. Exit code 1 if not.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults.agents import agents
from benchmarks.faults.care import care
from benchmarks.faults.crowd import crowd, write, writes
from benchmarks.faults.disk import disk
from benchmarks.faults.kills import kills


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "what",
        nargs="?",
        choices=("kills", "care", "crowd", "writes", "agents", "disk", "writer", "all"),
        default="all",
    )
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--messages", type=int, default=120)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--writes", type=int, default=4000)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()
    if chosen.what == "writer":
        write(chosen.home, chosen.writes)
        return
    random.seed(chosen.seed)
    print(f"seed {chosen.seed}", flush=True)
    faults: dict[str, Callable[[], None]] = {
        "kills": lambda: kills(chosen.count, chosen.messages),
        "care": lambda: care(chosen.count),
        "crowd": lambda: crowd(chosen.processes, chosen.rounds, max(2, chosen.messages // 10)),
        "writes": lambda: writes(chosen.processes, chosen.writes),
        "agents": lambda: agents(chosen.processes, chosen.rounds, hooks=100, kills=5),
        "disk": lambda: disk(4 * chosen.messages),
    }
    for name, fault in faults.items():
        if chosen.what in (name, "all"):
            if name == "disk" and os.geteuid() != 0:
                print("disk: left out, it needs root to mount small file systems")
                continue
            fault()


if __name__ == "__main__":
    main()
