"""kill -9 at random instants of an import."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time

from benchmarks.faults.homes import Home, leftovers, scratch


def kills(count: int, messages: int) -> None:
    """Kills imports at random instants: one half while they read and archive large batches, the other
    while they index small ones. Every fifth is repeated and let through; in the end all must be there."""
    _kill_imports("archive", count - count // 2, 60 * messages, "--no-index")
    _kill_imports("index", count // 2, messages)


def _kill_imports(what: str, count: int, messages: int, *options: str) -> None:
    indexed = not options
    phases = dict.fromkeys(("before", "within", "after"), 0)
    with scratch() as folder:
        home = Home.make(folder)
        home.said.update(home.write_batch("first", messages))
        began = time.monotonic()
        home.run("ingest", str(home.inbox), *options)
        span = time.monotonic() - began
        for number in range(count):
            texts = home.write_batch(f"b{number}", messages)
            process = subprocess.Popen(
                home.command("ingest", str(home.inbox), *options),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(random.uniform(0.05, span))
            process.send_signal(signal.SIGKILL)
            process.wait()
            kept = len(set(texts) & home.archived())
            phases["before" if not kept else "after" if kept == len(texts) else "within"] += 1
            home.verify(index=False)
            if number % 5 == 4:
                home.said.update(texts)
                home.run("ingest", str(home.inbox), *options)
                home.verify(index=indexed)
        for path in home.inbox.glob("*.jsonl"):
            home.said.update(json.loads(line)["text"] for line in path.read_text().splitlines())
        home.run("ingest", str(home.inbox), *options)
        home.verify(index=indexed)
        left = leftovers(home.root)
        if left:
            raise SystemExit(f"left behind: {left}")
        told = ", ".join(f"{number} {phase}" for phase, number in phases.items())
        print(f"kills: {count} in {span:.1f} s of {what} ({told} its writing): nothing lost or unreadable")
