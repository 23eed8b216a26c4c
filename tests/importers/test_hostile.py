"""Hostile files: never an exception, a clear problem for what is wrong, and nothing else lost.

Beside every hostile file lies a good one, which must be archived whole.
"""

from __future__ import annotations

import json
import os
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cotw.founding import init_home
from cotw.importers.inputs import InputFile
from cotw.importers.report import IngestReport
from cotw.importers.run import Paired, ingest
from cotw.memory import Memory
from cotw.records.message import Message
from tests.builders import HandClock
from tests.importers.hostile import AIDER, DAMAGES, HOSTILE, TALK, Hostile, samples
from tests.importers.transcripts import to_lines, user

_NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
_GOOD = [f"sentence {number} of the good file" for number in range(4)]
_MIB = 1024 * 1024


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    root = tmp_path / "home"
    init_home(root, name="tester", timezone="UTC")
    with Memory.open(root, clock=HandClock(_NOW), environment={}) as opened:
        yield opened


def good_file(folder: Path) -> Path:
    """Four messages of generic JSON Lines."""
    rows = [
        {"role": "user", "text": text, "session": "good", "timestamp": f"2026-03-04T09:00:0{number}Z"}
        for number, text in enumerate(_GOOD)
    ]
    path = folder / "good.jsonl"
    path.write_bytes(to_lines(*rows))
    return path


def archived(memory: Memory) -> tuple[list[str], list[Message]]:
    """The words of the good file, and the speech of all others."""
    everything = list(memory.truth.archive.read_all())
    good = [message.text for message in everything if message.session == "good"]
    return good, [message for message in everything if message.is_speech and message.session != "good"]


def assert_clear(report: IngestReport) -> None:
    """Every problem is one short line that no terminal obeys, of a file."""
    for problem in report.problems:
        assert problem.reason.isprintable(), problem
        assert 0 < len(problem.reason) < 200
        assert problem.where


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda each: each.name)
def test_a_hostile_file_harms_nothing(memory: Memory, tmp_path: Path, hostile: Hostile) -> None:
    """Its problems are named, what can be read of it is kept, and the good file too; twice adds nothing."""
    folder = tmp_path / "in"
    folder.mkdir()
    good = good_file(folder)
    path = hostile.write(folder)
    paths = [path, good] if path.exists() else [folder]
    report = memory.ingest(paths)
    words, speech = archived(memory)
    assert_clear(report)
    assert words == _GOOD
    assert (report.problem_count, len(speech)) == (hostile.problems, hostile.kept)
    assert memory.ingest(paths).messages == 0
    assert archived(memory) == (words, speech)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_sample_of_any_family_harms_nothing(memory: Memory, tmp_path: Path, damage: str) -> None:
    """Of every family one file, damaged alike: each is read or named, and the good one is whole."""
    paths = [good_file(tmp_path)]
    for name, sample in samples().items():
        paths.append(tmp_path / f"{name}.jsonl")
        paths[-1].write_bytes(DAMAGES[damage](sample))
    report = memory.ingest(paths)
    assert_clear(report)
    assert archived(memory)[0] == _GOOD
    named = sum("no transcript" in problem.reason for problem in report.problems)
    assert report.files_read + named == len(paths)
    assert memory.ingest(paths).messages == 0


def test_a_file_that_shrinks_while_it_is_read(memory: Memory, tmp_path: Path) -> None:
    """What was read before is kept; the next import reads it again from its beginning."""
    good, shrinking = good_file(tmp_path), tmp_path / "shrinking.jsonl"
    rows = [user(number, f"prompt {number} " + "x" * 500) for number in range(1, 3000)]
    shrinking.write_bytes(to_lines(*rows))
    report = memory.ingest([shrinking, good], progress=lambda done, total: os.truncate(shrinking, 5000))
    words, speech = archived(memory)
    assert_clear(report)
    assert words == _GOOD
    assert 0 < len(speech) < len(rows)
    shrinking.write_bytes(to_lines(*rows))
    memory.ingest([shrinking])
    assert len(archived(memory)[1]) == len(rows)


def test_a_file_that_goes_away_before_it_is_read(memory: Memory, tmp_path: Path) -> None:
    """It is named; so is one that has become a folder."""
    good = good_file(tmp_path)
    folder = tmp_path / "folder"
    folder.mkdir()
    inputs = [InputFile(path, 10, 0, named=True) for path in (tmp_path / "gone", folder, good)]
    report = ingest(
        memory.truth, inputs, pair_session=lambda _: Paired(0, 0), progress=lambda done, total: None
    )
    assert [problem.reason for problem in report.problems] == [
        "cannot be read: No such file or directory",
        "cannot be read: Is a directory",
    ]
    assert archived(memory)[0] == _GOOD


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_file_that_may_not_be_read(memory: Memory, tmp_path: Path) -> None:
    """It is named, and the others are read."""
    good, closed = good_file(tmp_path), tmp_path / "closed.jsonl"
    closed.write_bytes(TALK)
    closed.chmod(0)
    assert [problem.reason for problem in memory.ingest([closed, good]).problems] == [
        "cannot be read: Permission denied"
    ]
    assert archived(memory)[0] == _GOOD


_ONE = 4 * _MIB
_WORDS = "x" * 4000
_MOMENTS = [
    f"2026-03-{day:02d}T{hour:02d}:{minute:02d}:00"
    for day in range(1, 21)
    for hour in range(24)
    for minute in (0, 20, 40)
]


def _lines(at: str) -> bytes:
    return to_lines({"role": "user", "text": at + _WORDS, "session": "s", "timestamp": at + "Z"})


def _turn(at: str) -> bytes:
    return AIDER.replace(b"2026-03-04 09:00:00", at.replace("T", " ").encode()) + _WORDS.encode() + b"\n"


def _chat(at: str) -> bytes:
    node = {"id": at, "role": "user", "content": _WORDS, "timestamp": at + "Z"}
    return json.dumps({"id": at, "chat": {"history": {"currentId": at, "messages": {at: node}}}}).encode()


# A big file of each kind, and the most memory in MiB that its import may take: that of a few items where
# there are many, a few times that of the one where there is one.
@pytest.mark.parametrize(
    ("content", "most"),
    [
        (b"".join(map(_lines, _MOMENTS)), 4),
        (b"".join(map(_turn, _MOMENTS)), 4),
        (b"[" + b",".join(map(_chat, _MOMENTS)) + b"]", 5),
        (TALK + b"{oops}\n" * 10_000, 3),
        (TALK + b"\n" * 50_000, 3),
        (TALK + b"\0" * _ONE, 5 * 4),
        (TALK + b"[" * _ONE + b"\n", 20 * 4),
        (to_lines(user(1, "x" * _ONE)), 20 * 4),
        (AIDER + b"\nx" * (_ONE // 40), 10),
    ],
    ids=["lines", "aider", "chats", "flaws", "blanks", "a hole", "brackets", "a line", "an answer"],
)
def test_memory_is_bounded_by_one_item(memory: Memory, tmp_path: Path, content: bytes, most: int) -> None:
    """Not by the file that holds many of them."""
    good, big = good_file(tmp_path), tmp_path / "big.jsonl"
    big.write_bytes(content)
    memory.ingest([good])
    tracemalloc.start()
    try:
        memory.ingest([big])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most * _MIB
    assert archived(memory)[0] == _GOOD
