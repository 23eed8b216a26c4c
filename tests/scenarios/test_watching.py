"""`cotw ingest --watch` as a process of its own: it takes in what comes, and goes when it is told to."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from cotw.files import FileLock
from cotw.home import Home
from tests.scenarios.conftest import Cotw

# Every wait below is for a line that the process prints; this is its bound.
pytestmark = [pytest.mark.encoder, pytest.mark.timeout(120)]

Watching = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Where an agent writes its transcripts."""
    shop = tmp_path / "shop"
    shop.mkdir()
    return shop


@contextmanager
def watching(cotw: Cotw, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A watch that has begun; whatever happens, no process is left."""
    process = cotw.start("ingest", "--watch", *arguments)
    try:
        assert "following" in line_of(process.stderr)
        yield process
    finally:
        process.kill()
        process.communicate()


def line_of(stream: object) -> str:
    """The next line, waited for."""
    return stream.readline()  # type: ignore[attr-defined,no-any-return]


def spoken(text: str, minute: int) -> str:
    """A line of a transcript."""
    at = f"2026-03-04T09:{minute:02d}:00Z"
    return json.dumps({"text": text, "role": "user", "session": "s", "timestamp": at}) + "\n"


def append(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as stream:
        stream.write(text)


def archived(cotw: Cotw) -> list[str]:
    """What was said on the day, as the archive has it."""
    shown = json.loads(cotw("archive", "show", "2026-03-04", "--json", expect=None).out)
    return [message["text"] for message in shown["messages"]]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_appended_lines_are_archived_until_a_signal_ends_it(cotw: Cotw, shop: Path, number: int) -> None:
    """Half a line waits for its other half; the end is exit code 0, and nothing is left running."""
    with watching(cotw, shop) as process:
        append(shop / "a.jsonl", spoken("is the tandem ready?", 0))
        assert "1 message of 1 session" in line_of(process.stdout)
        whole, half = spoken("and its chain?", 1), spoken("and its bell?", 2)
        append(shop / "a.jsonl", whole + half[:20])
        assert "1 message of 1 session" in line_of(process.stdout)
        assert archived(cotw) == ["is the tandem ready?", "and its chain?"]
        append(shop / "a.jsonl", half[20:])
        assert "1 message of 1 session" in line_of(process.stdout)
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
        assert process.wait() == 0
        assert "stopped following" in process.communicate()[1]
    assert not any(child.is_running() for child in children)
    assert archived(cotw) == ["is the tandem ready?", "and its chain?", "and its bell?"]


def test_a_source_may_vanish_and_come_back(cotw: Cotw, shop: Path) -> None:
    """What was taken in stays; what comes afterwards is taken in too."""
    with watching(cotw, "--json", shop) as process:
        append(shop / "a.jsonl", spoken("is the tandem ready?", 0))
        assert json.loads(line_of(process.stdout))["messages"] == 1
        shutil.rmtree(shop)
        append(shop / "deep" / "b.jsonl", spoken("and its chain?", 1))
        assert json.loads(line_of(process.stdout))["messages"] == 1
    assert archived(cotw) == ["is the tandem ready?", "and its chain?"]


def test_a_home_that_another_holds_is_waited_for(cotw: Cotw, shop: Path) -> None:
    """It says so, goes on trying, and ends when asked, also while it waits."""
    with watching(cotw, "--no-index", shop) as process:
        with FileLock(Home(cotw.home).truth_lock, wait_seconds=10):
            append(shop / "a.jsonl", spoken("is the tandem ready?", 0))
            assert "another cotw is busy" in line_of(process.stderr)
        assert "1 message" in line_of(process.stdout)
        assert "going on" in line_of(process.stderr)
        with FileLock(Home(cotw.home).truth_lock, wait_seconds=10):
            append(shop / "a.jsonl", spoken("and its chain?", 1))
            assert "another cotw is busy" in line_of(process.stderr)
            process.terminate()
            assert process.wait() == 0


def test_what_came_is_found_by_recall(remembering: Cotw, shop: Path) -> None:
    """An index that is there is brought up to date without being asked for."""
    remembering("config", "set", "ingest.sources", f"[{shop}]")
    with watching(remembering) as process:
        append(shop / "a.jsonl", spoken("the zebra tandem has a purple bell", 0))
        assert "1 message" in line_of(process.stdout)
        tries = (remembering("recall", "zebra tandem purple bell", expect=None) for _ in range(200))
        assert any("zebra" in ran.out for ran in tries)


def test_a_watch_needs_something_to_follow(cotw: Cotw, tmp_path: Path) -> None:
    """Sources that are remembered or named, and there; and it is no dry run."""
    assert "--discover" in cotw("ingest", "--watch", expect=2).err
    assert "there is no" in cotw("ingest", "--watch", tmp_path / "nowhere", expect=2).err
    assert "dry run" in cotw("ingest", "--watch", "--dry-run", tmp_path, expect=2).err
