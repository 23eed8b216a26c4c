"""What hooks leave is taken in once, whatever happens meanwhile, and what it means is done once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cotw.care.spool import settle
from cotw.care.spooled import waiting_pointers
from cotw.continuity.threads import decided_threads, place_project
from cotw.memory import Memory
from tests.builders import HandClock
from tests.care.spooling import BIKES, NOW, TALK, copied, journal, leave, ledger, new_home, opened, pages
from tests.care.spooling import speech, talk, transcript
from tests.importers.transcripts import SESSION

BY = {"actor": "mara", "channel": "terminal"}
WORDS = [
    "Which rim fits the cargo bike?",
    "The Ryde Andra 20.",
    "Order it for Jonas by Friday.",
    "I still have to ask the dealer.",
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_home(tmp_path_factory.mktemp("shop")).root


@pytest.fixture
def memory(tmp_path: Path, shop: Path) -> Memory:
    """An empty home of Mara's."""
    return opened(copied(shop, tmp_path))


def pass_time(memory: Memory, seconds: float) -> None:
    assert isinstance(memory.clock, HandClock)
    memory.clock.instant += timedelta(seconds=seconds)


def test_a_stop_takes_the_transcript_in(memory: Memory, tmp_path: Path) -> None:
    """Words, index, handoffs of session and thread; the pointer goes, and once more changes nothing."""
    leave(memory, "stop", transcript=transcript(tmp_path, *TALK))
    report = settle(memory)
    assert (report.settled, report.refused, report.waiting, report.messages) == (1, 0, 0, 4)
    assert speech(memory) == WORDS
    assert pages(memory) == [f"sessions/main/{SESSION}.md", "threads/main.md"]
    assert waiting_pointers(memory.home) == []
    assert settle(memory).settled == 0


def test_an_end_closes_the_session(memory: Memory, tmp_path: Path) -> None:
    """At the instant it ended, with the tool's own reason, once."""
    path = transcript(tmp_path, *TALK)
    for _ in range(2):
        leave(memory, "end", transcript=path, reason="prompt_input_exit", at="2026-03-04T09:59:00.123Z")
        settle(memory)
    (closed,) = [line for line in ledger(memory) if line["kind"] == "session"]
    assert closed == {
        "at": "2026-03-04T09:59:00.123000Z",
        "kind": "session",
        "decision": "closed",
        "session": SESSION,
        "actor": "claude-code",
        "channel": "hook",
        "reason": "prompt_input_exit",
    }


def test_a_compaction_is_counted_once_for_its_pointer(memory: Memory, tmp_path: Path) -> None:
    """The same pointer found again, after a kill, counts nothing; another one does. Its thread has a page."""
    path = transcript(tmp_path, *TALK)
    place_project(memory.truth, BIKES, "bikes", BY)
    pointer = leave(memory, "compact", transcript=path)
    data = pointer.read_bytes()
    settle(memory)
    pointer.write_bytes(data)
    settle(memory)
    assert decided_threads(memory.truth).thread("bikes").compactions == 1
    assert pages(memory) == ["threads/bikes.md"]
    leave(memory, "compact", transcript=path)
    settle(memory)
    assert decided_threads(memory.truth).thread("bikes").compactions == 2
