"""kill -9 at random instants of sealing, forgetting, backing up and restoring."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.faults.homes import Home, leftovers, scratch

_MESSAGES = 40


def care(count: int) -> None:
    """`count` kills in all; after each the home is checked, and what was begun is finished or begun anew."""
    works = {"seal": _seal, "forget": _forget, "backup": _backup, "restore": _restore}
    for name, work in works.items():
        with scratch() as folder:
            home = Home.make(folder)
            home.said.update(home.write_batch("first", _MESSAGES))
            home.run("ingest", str(home.inbox))
            began = time.monotonic()
            ends = Counter(work(home, folder, number) for number in range(count // len(works)))
            home.verify(index=True)
            left = leftovers(home.root)
            if left:
                raise SystemExit(f"left behind: {left}")
            told = ", ".join(f"{number} {end}" for end, number in sorted(ends.items()))
            took = time.monotonic() - began
            print(
                f"{name}: {sum(ends.values())} kills in {took:.0f} s ({told}): nothing lost or unreadable",
                flush=True,
            )


def _killed(command: list[str], longest: float) -> bool:
    """Runs a command and kills it at a random instant; False when it ended before."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(random.uniform(0.1, longest))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def _seal(home: Home, folder: Path, number: int) -> str:
    """New messages of today are appended, and today is sealed."""
    home.said.update(home.write_batch(f"s{number}", 6))
    home.run("ingest", "--no-index", str(home.inbox))
    today = datetime.now(UTC).date().isoformat()
    killed = _killed(home.command("archive", "seal", today), 0.8)
    home.verify(index=False)
    home.run("archive", "seal")
    home.verify(index=False)
    return "killed" if killed else "finished"


def _forget(home: Home, folder: Path, number: int) -> str:
    """One session is forgotten, without the terminal that a person is asked at."""
    name = f"f{number}"
    texts = home.write_batch(name, 6)
    home.run("ingest", str(home.inbox / f"{name}.jsonl"))
    home.said.update(texts)
    session = f"{name}-{random.randrange(3)}"
    doomed = {text for place, text in enumerate(texts) if f"{name}-{place % 3}" == session}
    command = [sys.executable, "-m", "benchmarks.faults.forgetting", str(home.root), session]
    killed = _killed(command, 6.0)
    begun = any(session_file.stat().st_size for session_file in (home.root / "ledger").glob("*.jsonl"))
    if begun:
        home.run("forget", "--resume")
    remaining = doomed & home.archived()
    if remaining and (remaining != doomed or not killed):
        raise SystemExit(f"half forgotten: {remaining}")
    if not remaining:
        home.said -= doomed
        _refuse_traces(home, doomed)
    home.verify(index=True)
    return "before anything was begun" if remaining else "gone"


def _refuse_traces(home: Home, doomed: set[str]) -> None:
    for path in home.root.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        if any(text.encode() in data for text in doomed):
            raise SystemExit(f"{path} still holds what was forgotten")


def _backup(home: Home, folder: Path, number: int) -> str:
    """A backup in the place where an earlier one lies; that one, or the new one, must be whole."""
    home.said.update(home.write_batch(f"b{number}", 6))
    home.run("ingest", "--no-index", str(home.inbox))
    target = folder / f"backup-{number}.zip"
    killed = _killed(home.command("backup", "create", str(target)), 1.0)
    if target.exists():
        home.run("backup", "verify", str(target))
    elif not killed:
        raise SystemExit("a backup that was acknowledged is not there")
    for left in folder.glob(".*backup*"):
        left.unlink()
    home.verify(index=False)
    return "whole" if target.exists() else "not there"


def _restore(home: Home, folder: Path, number: int) -> str:
    """A backup is restored to a new place; what is there afterwards is nothing or all."""
    backup = folder / "kept.zip"
    if not backup.exists():
        home.run("backup", "create", str(backup))
    target = Home(folder / f"restored-{number}", home.inbox, set(home.said))
    _killed([*target.command("backup", "restore", str(backup))], 1.2)
    there = (target.root / "config.yaml").exists()
    if not there:
        shutil.rmtree(target.root, ignore_errors=True)
        target.run("backup", "restore", str(backup))
    target.verify(index=False)
    shutil.rmtree(target.root)
    return "whole" if there else "not there"
