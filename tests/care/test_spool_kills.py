"""Whoever settles may be killed at any instant: who does it again comes to the same."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cotw.care.spool import settle
from cotw.care.spooled import waiting_pointers
from cotw.continuity.threads import decided_threads
from cotw.memory import Memory
from tests.care.spooling import (
    TALK,
    copied,
    journal,
    leave,
    ledger,
    new_home,
    opened,
    pages,
    show_start,
    speech,
    talk,
    transcript,
)
from tests.importers.transcripts import SESSION
from tests.killing import Killed, killed_at

NEXT = SESSION.replace("1", "2")
# Of some twenty instants so many are tried where there is little time.
_KILLS = 5


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which pointers of all kinds wait, of a session that was shown the one before it."""
    folder = tmp_path_factory.mktemp("shop")
    memory = opened(new_home(folder))
    leave(memory, "end", transcript=transcript(folder, *TALK))
    settle(memory)
    block = show_start(memory, NEXT)
    words = talk(10, f"{block}\n\nAnd which tyre?", "A Big Ben.", "Mount it.", "I will.", sessionId=NEXT)
    path = transcript(folder, *words, session=NEXT)
    for event in ("stop", "compact", "end"):
        leave(memory, event, session=NEXT, transcript=path, reason=event)
    return memory.home.root


def came_to(memory: Memory) -> dict[str, Any]:
    """What settling has come to, but for what only tells how it went."""
    with memory.index() as index:
        exchanges = index.database.execute("SELECT id, thread FROM exchanges ORDER BY id").fetchall()
    folder = memory.home.handoffs
    return {
        "speech": speech(memory),
        "decided": sorted(json.dumps(line, sort_keys=True) for line in ledger(memory)),
        "compactions": decided_threads(memory.truth).thread("main").compactions,
        "injected": [line["block"] for line in journal(memory, "injected")],
        "shown": [line["claim"] for line in journal(memory, "shown")],
        "pages": {name: (folder / name).read_bytes() for name in pages(memory)},
        "exchanges": exchanges,
        "waiting": waiting_pointers(memory.home),
        "starts": sorted(path.name for path in (memory.home.cache / "starts").iterdir()),
    }


@pytest.mark.parametrize("kills", [_KILLS, pytest.param(1000, marks=pytest.mark.slow)])
def test_killed_at_any_instant(
    left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    """The same words, decisions, pages and notes as of one who was never killed, and no pointer is left."""
    whole = opened(copied(left, tmp_path / "whole"))
    with killed_at(10**9, monkeypatch) as made:
        settle(whole)
    expected, wanted = came_to(whole), made[0]
    assert (expected["compactions"], len(expected["decided"]), expected["waiting"]) == (1, 3, [])
    for number in range(1, wanted + 1, max(1, wanted // kills)):
        memory = opened(copied(left, tmp_path / str(number)))
        with suppress(Killed), killed_at(number, monkeypatch):
            settle(memory)
        again = opened(memory.home)
        settle(again)
        assert came_to(again) == expected, f"killed at {number} of {wanted}"


@pytest.mark.slow
def test_really_killed(left: Path, tmp_path: Path) -> None:
    """The lock of a killed process is nobody's, and what it had done stands."""
    home = copied(left, tmp_path)
    program = (
        "import os, signal, sys; from pathlib import Path; from cotw.home import Home;"
        "from cotw.care import spool; from tests.care.spooling import opened;"
        "spool.prepare_starts = lambda *_: os.kill(os.getpid(), signal.SIGKILL);"
        "spool.settle(opened(Home(Path(sys.argv[1]))))"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(home.root)], check=False)
    assert ended.returncode == -signal.SIGKILL
    memory = opened(home)
    before = came_to(memory)
    assert len(before["waiting"]) == 4
    assert settle(memory).settled == 4
    assert came_to(memory) == {**before, "waiting": []}
