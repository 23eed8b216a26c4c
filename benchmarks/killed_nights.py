"""One night of a home lived again and again from copies of it, and killed at moments that chance chooses."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cotw.memory import Memory

# Accounts of what was tried, and what it took: a night that was killed has more of them. What a page looks
# like, and how much lies on the disk, is told in it too.
_ACCOUNTS = frozenset({"job", "asked"})
_VOLATILE = frozenset({"prev", "files"})
Line = dict[str, Any]


def differing(
    folder: Path, home: Path, now: datetime, environment: Mapping[str, str], kills: int
) -> list[str]:
    """In what the journals of nights that were killed, and gone on with, differ from one that was not."""
    whole, began = folder / "whole", time.monotonic()
    shutil.copytree(home, whole)
    _night(whole, now, environment).wait()
    length, wanted = time.monotonic() - began, _told(whole)
    chance, found = random.Random(7), []
    for _ in range(kills):
        killed = folder / "killed"
        shutil.copytree(home, killed)
        moment = chance.uniform(0, length)
        night = _night(killed, now, environment)
        try:
            night.wait(moment)
        except subprocess.TimeoutExpired:
            night.kill()
        night.wait()
        code = _night(killed, now, environment).wait()
        found += [f"killed after {moment:.2f} s: {one}" for one in _unlike(wanted, _told(killed), code)]
        shutil.rmtree(killed)
    return found


def _night(home: Path, now: datetime, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "cotw", "--home", str(home), "nightshift", "run"],
        env={**environment, "COTW_NOW": now.isoformat()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _told(home: Path) -> list[str]:
    """The lines of a journal, but for accounts, each as one text."""
    with Memory.open(home, environment={}) as memory:
        lines: Iterator[Line] = (line.record for line in memory.truth.journal.read())
        return sorted(
            json.dumps({name: value for name, value in line.items() if name not in _VOLATILE}, sort_keys=True)
            for line in lines
            if line["kind"] not in _ACCOUNTS
        )


def _unlike(wanted: list[str], told: list[str], code: int) -> Iterator[str]:
    if code:
        yield f"exit code {code}"
    for name, lines, others in (("missing", wanted, told), ("more", told, wanted)):
        left = [line for line in lines if lines.count(line) > others.count(line)]
        if left:
            yield f"{name} {[json.loads(line)['kind'] for line in left]}"
