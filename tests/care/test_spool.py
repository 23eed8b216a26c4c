"""What hooks leave is taken in once, whatever happens meanwhile, and what it means is done once."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from cotw.care.handoffs import take_at_start
from cotw.care.spool import settle
from cotw.care.spooled import waiting_pointers
from cotw.continuity.threads import decided_threads, place_project
from cotw.files import FileLock
from cotw.memory import Memory
from tests.builders import HandClock
from tests.care.spooling import (
    BIKES,
    NOW,
    TALK,
    copied,
    journal,
    leave,
    ledger,
    new_home,
    opened,
    pages,
    speech,
    talk,
    transcript,
)
from tests.importers.transcripts import SESSION, to_lines

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


def test_a_handoff_is_found_by_the_folder_that_the_hook_named(memory: Memory, tmp_path: Path) -> None:
    """Whatever the transcript calls it: the next start names the one its own hook sees."""
    leave(memory, "stop", transcript=transcript(tmp_path, *TALK), project="/home/mara/linked")
    settle(memory)
    begin = take_at_start(memory, "main", "code", session="next", project="/home/mara/linked")
    assert begin is not None


def test_an_end_closes_the_session(memory: Memory, tmp_path: Path) -> None:
    """At the instant it ended, with the tool's own reason; again only if something was said since."""
    path = transcript(tmp_path, *TALK)
    for second in (0, 0, 5):
        ended = f"2026-03-04T09:59:0{second}.123Z"
        leave(memory, "end", transcript=path, reason="prompt_input_exit", at=ended)
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
    transcript(tmp_path, *talk(3590, "One more thing.", "Yes?"))
    leave(memory, "end", transcript=path, reason="other")
    settle(memory)
    assert [line["at"] for line in ledger(memory) if line["kind"] == "session"][1:] == [
        "2026-03-04T10:00:00Z"
    ]


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
    assert memory.check_index().sound


def test_a_pause_is_told_once(memory: Memory, tmp_path: Path) -> None:
    """Of three stops and an end of one session one handoff is written, with the last reason."""
    path = transcript(tmp_path, *TALK)
    for event in ("stop", "stop", "stop", "end"):
        leave(memory, event, transcript=path)
        pass_time(memory, 1)
    assert settle(memory).settled == 4
    assert [line["reason"] for line in journal(memory, "handoff")] == ["end", "end"]


def test_a_session_that_goes_on(memory: Memory, tmp_path: Path) -> None:
    """What is appended is taken in from where the last reading ended, half a line when it is whole."""
    path = transcript(tmp_path, *TALK)
    leave(memory, "stop", transcript=path)
    settle(memory)
    line = to_lines(*talk(5, "And which tyre?", "A Big Ben."))
    for piece in (line[:200], line[200:]):
        with path.open("ab") as stream:
            stream.write(piece)
        leave(memory, "stop", transcript=path)
        settle(memory)
    assert speech(memory) == [*WORDS, "And which tyre?", "A Big Ben."]


def test_a_resumed_session_is_not_doubled(memory: Memory, tmp_path: Path) -> None:
    """Resumed, it goes on under a new id in a file that begins with a copy of the old lines."""
    leave(memory, "end", transcript=transcript(tmp_path, *TALK))
    settle(memory)
    new = SESSION.replace("1", "2")
    copied_lines = [{**line, "sessionId": new} for line in TALK]
    path = transcript(tmp_path, *copied_lines, *talk(5, "Go on.", "Gladly.", sessionId=new), session=new)
    leave(memory, "stop", session=new, transcript=path)
    assert settle(memory).settled == 1
    assert sorted(speech(memory)) == sorted([*WORDS, "Go on.", "Gladly."])


def test_a_transcript_that_comes_late(memory: Memory, tmp_path: Path) -> None:
    """It is waited for, empty or missing, for an hour; then its pointer is refused."""
    path = tmp_path / f"{SESSION}.jsonl"
    leave(memory, "stop", transcript=path)
    leave(memory, "stop", transcript=tmp_path / "never.jsonl")
    path.touch()
    assert settle(memory).waiting == 2
    transcript(tmp_path, *TALK)
    report = settle(memory)
    assert (report.settled, report.waiting, speech(memory)) == (1, 1, WORDS)
    pass_time(memory, 3601)
    assert settle(memory).refused == 1
    assert "its transcript never came" in (memory.home.run / "spool.log").read_text()
    assert str(tmp_path) not in (memory.home.run / "spool.log").read_text()


def test_after_the_end_nothing_is_missed(memory: Memory, tmp_path: Path) -> None:
    """As long as an ended session's transcript was written to just now, its pointer stays."""
    path = transcript(tmp_path, *TALK[:3])
    os.utime(path, (NOW.timestamp() - 2,) * 2)
    leave(memory, "end", transcript=path)
    assert settle(memory).waiting == 1
    transcript(tmp_path, TALK[3])
    pass_time(memory, 20)
    assert settle(memory).settled == 1
    assert speech(memory) == WORDS
    assert len([line for line in ledger(memory) if line["kind"] == "session"]) == 1


def test_an_openclaw_session_that_was_reset(memory: Memory, tmp_path: Path) -> None:
    """Its transcript lies under another name by the time it is looked for."""
    lines = [
        {"type": "session", "version": 3, "id": "claw", "timestamp": "2026-03-04T09:00:00Z", "cwd": BIKES},
        {
            "type": "message",
            "id": "00000001",
            "parentId": None,
            "timestamp": "2026-03-04T09:00:01Z",
            "message": {"role": "user", "content": [{"type": "text", "text": "Ring Jonas."}]},
        },
    ]
    (tmp_path / "claw.jsonl.reset.2026-03-04T09-30-00.000Z").write_bytes(to_lines(*lines))
    leave(memory, "end", tool="openclaw", session="claw", transcript=tmp_path / "claw.jsonl")
    assert settle(memory).settled == 1
    assert speech(memory) == ["Ring Jonas."]


def test_without_a_transcript(memory: Memory) -> None:
    """A tool that names none, and a session that nobody knows: nothing is to be done, no error."""
    for event in ("start", "stop", "compact", "end"):
        leave(memory, event, session="unknown")
    report = settle(memory)
    assert (report.settled, report.refused, report.waiting) == (4, 0, 0)
    assert not [line for line in ledger(memory) if line["kind"] == "session"]


def test_without_a_session(memory: Memory, tmp_path: Path) -> None:
    """A tool that does not name it has spoken all the same; a compaction counts for its folder's thread."""
    path = transcript(tmp_path, *TALK)
    place_project(memory.truth, BIKES, "bikes", BY)
    for event in ("stop", "compact", "end"):
        leave(memory, event, session=None, transcript=path)
    assert settle(memory).settled == 3
    assert speech(memory) == WORDS
    assert decided_threads(memory.truth).thread("bikes").compactions == 1


def test_one_settles_at_a_time(memory: Memory) -> None:
    """Who finds another at it leaves at once."""
    leave(memory)
    with FileLock(memory.home.run / "spool.lock", wait_seconds=0):
        assert settle(memory).busy
    assert settle(memory).settled == 1


def test_what_a_killed_hook_left_half_written(memory: Memory) -> None:
    """Temporary files of an hour ago go; one of just now may still become a pointer."""
    spool = memory.home.root / "spool"
    old, young = spool / ".old.json.tmp", spool / ".young.json.tmp"
    for path, age in ((old, 4000), (young, 10)):
        path.write_text("{")
        os.utime(path, (NOW.timestamp() - age,) * 2)
    settle(memory)
    assert (old.exists(), young.exists()) == (False, True)


def test_more_than_one_waits_for_gladly(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command archives it, and leaves what has to be indexed first to another."""
    leave(memory, "stop", transcript=transcript(tmp_path, *TALK))
    monkeypatch.setattr("cotw.care.learning._BOUNDED_BYTES", 10)
    assert settle(memory, bounded=True).waiting == 1
    assert (speech(memory), pages(memory)) == (WORDS, [])
    assert settle(memory).settled == 1
