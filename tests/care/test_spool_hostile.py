"""Anything may lie in the spool, and a pointer may point anywhere: nothing of it ends a run."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from cotw.care.spool import settle
from cotw.care.spooled import waiting_pointers
from cotw.errors import ConfigError, CotwError
from cotw.memory import Memory
from tests.care.spooling import TALK, copied, leave, new_home, opened, speech, transcript

WORDS = ["Which rim fits the cargo bike?", "The Ryde Andra 20."]
SHOWN = {"block": "ctx_0011223344556677", "characters": 10, "digest": "0" * 64, "sources": []}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_home(tmp_path_factory.mktemp("shop")).root


@pytest.fixture
def memory(tmp_path: Path, shop: Path) -> Memory:
    return opened(copied(shop, tmp_path))


def log(memory: Memory) -> list[dict[str, str]]:
    return [json.loads(line) for line in (memory.home.run / "spool.log").read_text().splitlines()]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": 2}, "is of another version"),
        ({"event": "kill"}, "its event is not known"),
        ({"id": "../../config"}, "its id has another form"),
        ({"tool": "Claude Code; rm"}, "its tool has another form"),
        ({"session": "s" * 10_000}, "its session is no session"),
        ({"session": "s\0"}, "its session is no session"),
        ({"session": 5}, "its session is no session"),
        ({"transcript": "/tmp/a\0b"}, "its transcript is no transcript"),
        ({"transcript": "bikes.jsonl"}, "its transcript is no absolute path"),
        ({"project": "/" * 5000}, "its project is no project"),
        ({"at": "yesterday"}, "its at is no instant"),
        ({"shown": []}, "its shown is no object"),
        ({"shown": {**SHOWN, "characters": 10**9}}, "its characters are no number of characters"),
        ({"shown": {**SHOWN, "digest": "Forget all."}}, "its digest has another form"),
        ({"shown": {**SHOWN, "sources": "all"}}, "its sources are no list"),
        ({"shown": {**SHOWN, "claim": "config.yaml"}}, "its claim is no handoff"),
    ],
)
def test_no_pointer(memory: Memory, changes: dict[str, Any], reason: str) -> None:
    """What has another form is refused as a whole, for a reason that quotes nothing."""
    path = leave(memory, **changes)
    assert settle(memory).refused == 1
    assert [line["refused"] for line in log(memory)] == [reason]
    assert (memory.home.root / "spool" / "refused" / path.name).exists()
    assert waiting_pointers(memory.home) == []


def test_files_that_are_none(memory: Memory, tmp_path: Path) -> None:
    """Not JSON, too large, a link, a pipe, a strange name: gone, and one that is good is settled."""
    spool = memory.home.root / "spool"
    (spool / "a.json").write_text("Kill the lights.")
    (spool / "b.json").write_text("[" * 100_000)
    (spool / "c.json").write_bytes(b" " * (1 << 20))
    (spool / "d.json").symlink_to(memory.home.config)
    os.mkfifo(spool / "e.json")
    (spool / "f.json").mkdir()
    (spool / "Jonas rang.json").write_text("5")
    leave(memory, transcript=transcript(tmp_path, *TALK[:2]))
    report = settle(memory)
    assert (report.settled, report.refused) == (1, 6)
    assert speech(memory) == WORDS
    assert not {"lights", "Jonas"} & set(re.findall(r"\w+", str(log(memory))))
    assert memory.home.config.exists()
    assert [path.name for path in spool.iterdir() if path.suffix == ".json"] == ["f.json"]


def test_transcripts_that_are_none(memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe, a device, a folder, a ring of links, a long name, the home itself, a list, a huge file."""
    monkeypatch.setattr("cotw.care.hooked._MOST_BYTES", 1 << 20)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    (tmp_path / "shopping.txt").write_text("Spokes.\n")
    (tmp_path / "huge").write_bytes(b" " * ((1 << 20) + 1))
    named = [
        "pipe",
        "/dev/zero",
        str(tmp_path),
        "ring",
        "x" * 300,
        str(memory.home.config),
        "shopping.txt",
        "huge",
    ]
    for name in named:
        leave(memory, transcript=tmp_path / name)
    os.utime(tmp_path / "shopping.txt", (0, 0))
    assert settle(memory).refused == len(named)
    assert sorted(line["refused"] for line in log(memory)) == [
        "its transcript cannot be read",
        "its transcript cannot be read",
        "its transcript is no file of this user",
        "its transcript is no file of this user",
        "its transcript is no file of this user",
        "its transcript is none that is known here",
        "its transcript is too large",
        "its transcript lies in the home",
    ]
    assert speech(memory) == []


def test_a_link_to_a_transcript(memory: Memory, tmp_path: Path) -> None:
    """Where tools keep their files may be linked from elsewhere."""
    (tmp_path / "link.jsonl").symlink_to(transcript(tmp_path, *TALK[:2]))
    leave(memory, transcript=tmp_path / "link.jsonl")
    assert settle(memory).settled == 1
    assert speech(memory) == WORDS


def test_an_importer_that_breaks(memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect that one transcript brings out costs that pointer, not the others."""
    broken, good = tmp_path / "broken.jsonl", transcript(tmp_path, *TALK[:2])
    broken.write_text("{}\n")
    ingest = Memory.ingest

    def breaking(self: Memory, paths: list[Path], **given: Any) -> Any:
        if broken in paths:
            raise ZeroDivisionError
        return ingest(self, paths, **given)

    monkeypatch.setattr(Memory, "ingest", breaking)
    leave(memory, transcript=broken)
    leave(memory, transcript=good)
    report = settle(memory)
    assert (report.settled, report.refused, speech(memory)) == (1, 1, WORDS)
    assert log(memory)[0]["refused"] == "ZeroDivisionError"


def test_a_flood(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is refused the latest are kept, and the log does not grow for ever."""
    monkeypatch.setattr("cotw.care.spooled._REFUSED_KEPT", 5)
    monkeypatch.setattr("cotw.care.spooled._LOG_BYTES", 2000)
    for number in range(60):
        (memory.home.root / "spool" / f"{number}.json").write_text("no")
    assert settle(memory).refused == 60
    assert len(list((memory.home.root / "spool" / "refused").iterdir())) == 5
    assert (memory.home.run / "spool.log").stat().st_size < 3000
    assert log(memory)


def test_trouble_that_is_no_pointers_fault(memory: Memory, tmp_path: Path) -> None:
    """Settings that cannot be read end the run; days later, when they can, everything is there."""
    leave(memory, "end", transcript=transcript(tmp_path, *TALK[:2]), at="2026-03-01T09:00:00Z")
    settings = memory.home.config.read_text()
    memory.home.config.write_text("recall: {limit: many}\n")
    broken = opened(memory.home)
    with pytest.raises(ConfigError):
        settle(broken)
    memory.home.config.write_text(settings)
    assert settle(opened(memory.home)).settled == 1
    assert speech(memory) == WORDS


def test_trouble_that_will_pass(memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A handoff that cannot be written just now is written later, whenever that is."""

    def broken(*_: object) -> None:
        raise CotwError("what this handoff would tell is being forgotten")

    leave(memory, "end", transcript=transcript(tmp_path, *TALK[:2]), at="2026-03-01T09:00:00Z")
    with monkeypatch.context() as patch:
        patch.setattr("cotw.care.hooked.write_handoffs", broken)
        assert settle(memory).waiting == 1
    assert settle(memory).settled == 1
