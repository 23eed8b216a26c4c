"""Watching: rounds of import and index, and what goes wrong in between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest

from cotw.care import following, watching
from cotw.care.sources import Source
from cotw.errors import Locked, ModelMissing
from cotw.files import FileLock
from cotw.memory import Memory
from tests.builders import make_home


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory.open(make_home(tmp_path).root, environment={}, wait_seconds=0) as memory:
        yield memory


def say(file: Path, text: str, minute: int) -> None:
    """Appends a line of speech."""
    line = {"text": text, "role": "user", "session": "s", "timestamp": f"2026-03-04T09:{minute:02d}:00Z"}
    with file.open("a") as stream:
        stream.write(json.dumps(line) + "\n")


def texts(memory: Memory) -> list[str]:
    return [message.text for message in memory.truth.archive.read_all()]


def test_what_comes_is_taken_in_round_by_round(memory: Memory, shop: Path) -> None:
    """A file that is no transcript is passed over, also when it is the one that changed."""
    stop = Event()
    say(shop / "a.jsonl", "is the tandem ready?", 0)
    rounds = watching.watch(memory, [Source(shop)], stop=stop, index=False, tell=pytest.fail)
    assert next(rounds).messages == 1
    (shop / "photo.jpg").write_bytes(bytes(range(256)))
    say(shop / "a.jsonl", "and its chain?", 1)
    report = next(rounds)
    assert (report.messages, report.problem_count) == (1, 0)
    stop.set()
    assert list(rounds) == []
    assert texts(memory) == ["is the tandem ready?", "and its chain?"]


def test_a_locked_home_is_told_once_and_tried_again(memory: Memory, shop: Path) -> None:
    """Nothing of what came meanwhile is lost."""
    stop, told = Event(), list[str]()
    lock = FileLock(memory.home.truth_lock, wait_seconds=0)
    attempts = list[int]()
    ingest = memory.ingest

    def counting(*arguments: object, **more: object) -> object:
        attempts.append(1)
        if len(attempts) == 3:
            lock.__exit__(None, None, None)
        return ingest(*arguments, **more)  # type: ignore[arg-type]

    memory.__dict__["ingest"] = counting
    say(shop / "a.jsonl", "is the tandem ready?", 0)
    lock.__enter__()
    rounds = watching.watch(memory, [Source(shop)], stop=stop, index=False, tell=told.append)
    assert next(rounds).messages == 1
    stop.set()
    assert "another cotw is busy" in told[0]
    assert told[1:] == ["going on: could take in again"]


def test_a_problem_is_told_once(memory: Memory, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at every look at the same broken file."""
    monkeypatch.setattr(following, "LOOK_AGAIN_SECONDS", 0.0)
    stop = Event()
    broken = shop / "a.jsonl"
    say(broken, "is the tandem ready?", 0)
    with broken.open("a") as stream:
        stream.write("{broken\n")
    rounds = watching.watch(memory, [Source(shop)], stop=stop, index=False, tell=pytest.fail)
    assert next(rounds).problem_count == 1
    say(shop / "b.jsonl", "and its chain?", 1)
    broken.write_bytes(broken.read_bytes().replace(b"ready", b"clean"))
    report = next(rounds)
    while not report.messages:
        report = next(rounds)
    assert report.problem_count == 0
    stop.set()


def test_a_long_round_is_left_when_somebody_says_stop(memory: Memory, shop: Path) -> None:
    """In the middle of a file; what was not finished is taken in the next time."""
    for minute in range(20):
        say(shop / f"{minute}.jsonl", "is the tandem ready?", minute)
    stop, ingest = Event(), memory.ingest

    def stopping(*arguments: object, **more: object) -> object:
        stop.set()
        return ingest(*arguments, **more)  # type: ignore[arg-type]

    memory.__dict__["ingest"] = stopping
    assert list(watching.watch(memory, [Source(shop)], stop=stop, index=False, tell=pytest.fail)) == []
    assert texts(memory) == []
    assert ingest([shop]).messages == 20


@pytest.mark.parametrize(
    ("wanted", "there", "refreshed"), [(True, True, 1), (True, False, 0), (False, True, 0)]
)
def test_the_index_follows_if_there_is_one(
    memory: Memory, shop: Path, monkeypatch: pytest.MonkeyPatch, wanted: bool, there: bool, refreshed: int
) -> None:
    """Once it is quiet, and unless that is not wanted."""
    stop, done = Event(), list[int]()
    monkeypatch.setattr(watching, "exists", lambda home: there)
    memory.__dict__["refresh"] = lambda progress: done.append(1)
    ticks = iter([[shop], [shop], [], [], []])
    monkeypatch.setattr(watching, "follow", lambda *_, **__: ticks)
    say(shop / "a.jsonl", "is the tandem ready?", 0)
    assert len(list(watching.watch(memory, [Source(shop)], stop=stop, index=wanted, tell=pytest.fail))) == 1
    assert len(done) == refreshed


def test_an_index_that_cannot_be_renewed_ends_nothing(
    memory: Memory, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trouble is told once; it is tried again after a while, and truth goes on growing."""
    told, troubles = list[str](), [ModelMissing("there is no encoder"), Locked("the index is busy"), None]

    def refresh(progress: object) -> None:
        with suppress(IndexError):
            trouble = troubles.pop(0)
            if trouble is not None:
                raise trouble

    monkeypatch.setattr(watching, "exists", lambda home: True)
    monkeypatch.setattr(watching, "INDEX_SECONDS", 0.0)
    monkeypatch.setattr(watching, "follow", lambda *_, **__: iter([[shop], [], [], [], []]))
    memory.__dict__["refresh"] = refresh
    say(shop / "a.jsonl", "is the tandem ready?", 0)
    reports = list(watching.watch(memory, [Source(shop)], stop=Event(), index=True, tell=told.append))
    assert [report.messages for report in reports] == [1]
    assert [text.partition(":")[0] for text in told] == [
        "cannot bring the index up to date now",
        "cannot bring the index up to date now",
        "going on",
    ]
