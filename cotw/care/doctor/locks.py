"""Locks: which of them another process keeps, and which process that is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cotw.care.doctor.ailment import Ailment
from cotw.errors import Locked
from cotw.files import FileLock
from cotw.memory import Memory

# Reading and appending are done in less.
_LONG_SECONDS = 2.0
_TABLE = Path("/proc/locks")
# Held for as long as somebody works: see `cotw serve --status`, and `cotw nightshift status`.
_KEPT = frozenset({"keeper.lock", "nightshift.lock", "nightshift-serve.lock"})


def examine_locks(memory: Memory) -> Iterator[Ailment]:
    """The locks of the home that somebody keeps for longer than an ordinary command does.

    None of them is ever stale: the system drops a lock with the process that held it.
    """
    for lock in sorted(memory.home.run.glob("*.lock")):
        if lock.name in _KEPT:
            continue
        try:
            with FileLock(lock, wait_seconds=_LONG_SECONDS, shared=True):
                continue
        except Locked:
            who = " and ".join(holders(lock)) or "another process"
            yield Ailment("locks", f"run/{lock.name} is held by {who}", "wait for it, or end that process")


def holders(lock: Path) -> list[str]:
    """Number and command of the processes that hold `lock`; empty where the system does not say."""
    facts = lock.stat()
    wanted = f"{os.major(facts.st_dev):02x}:{os.minor(facts.st_dev):02x}:{facts.st_ino}"
    found = []
    with suppress(OSError):
        for line in _TABLE.read_text().splitlines():
            words = line.split()
            if "->" not in words and wanted in words and "FLOCK" in words:
                found.append(_process(words[words.index(wanted) - 1]))
    return found


def _process(number: str) -> str:
    try:
        words = Path("/proc", number, "cmdline").read_bytes().split(b"\0")
    except OSError:
        return f"process {number}"
    return f"process {number} ({b' '.join(words).decode('utf-8', 'replace').strip()[:80]})"
