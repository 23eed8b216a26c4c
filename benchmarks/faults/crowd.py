"""Many processes at once: importing with readers beside them, and writing the index in turn."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.faults.homes import Home, leftovers, scratch


def crowd(processes: int, rounds: int, messages: int) -> None:
    """Many writers with readers beside them: each writer acknowledges what it ingested."""
    with scratch() as folder:
        home = Home.make(folder)
        home.said.update(home.write_batch("first", 50))
        home.run("ingest", str(home.inbox))
        began = time.monotonic()
        for turn in range(rounds):
            writers = []
            for number in range(processes):
                home.said.update(home.write_batch(f"r{turn}w{number}", messages))
                path = str(home.inbox / f"r{turn}w{number}.jsonl")
                writers.append(_start(home, "ingest", path))
            readers = [_start(home, "recall", "lamp river"), _start(home, "status")]
            for process in writers + readers:
                out, err = process.communicate(timeout=300)
                if process.returncode != 0 or "lock" in err.lower():
                    raise SystemExit(f"{process.args!r} ended with {process.returncode}: {out!r}{err!r}")
        home.verify(index=True)
        left = leftovers(home.root)
        if left:
            raise SystemExit(f"left behind: {left}")
        writes = processes * rounds
        print(
            f"crowd: {writes} imports by {processes} processes at once with {2 * rounds} readers, "
            f"{len(home.said):,} messages in {time.monotonic() - began:.0f} s: none lost, no error shown"
        )


def _start(home: Home, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        home.command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def writes(processes: int, count: int) -> None:
    """Index opened, written and closed by many processes: DuckDB 2.0.0 alone loses some of these commits."""
    from cotw.home import Home as Places
    from cotw.index.opening import Fingerprint, create_index, live_folder, open_index
    from cotw.settings import Config

    with scratch() as folder:
        home = Home.make(folder)
        places = Places(home.root)
        create_index(live_folder(places), Fingerprint.of(Config(), "none"), encoder_name="none", dimension=4)
        began = time.monotonic()
        command = [
            sys.executable,
            "-m",
            "benchmarks.faults",
            "writer",
            "--home",
            str(home.root),
            "--writes",
            str(count // processes),
        ]
        started = [subprocess.Popen(command) for _ in range(processes)]
        if any(process.wait() for process in started):
            raise SystemExit("a writer failed")
        with open_index(places, write=False, wait_seconds=10) as index:
            rows = index.database.execute("SELECT count(*) FROM meta WHERE value = 'acknowledged'").fetchall()
        acknowledged = count // processes * processes
        if rows != [(acknowledged,)]:
            raise SystemExit(f"{acknowledged - rows[0][0]} of {acknowledged} acknowledged writes are lost")
        print(
            f"writes: {acknowledged:,} by {processes} at once in {time.monotonic() - began:.0f} s: none lost"
        )


def write(root: Path, count: int) -> None:
    """One of the writers of `writes`."""
    from cotw.home import Home as Places
    from cotw.index.opening import open_index

    for number in range(count):
        with open_index(Places(root), write=True, wait_seconds=120) as index:
            index.set_meta(**{f"{os.getpid()}-{number}": "acknowledged"})
