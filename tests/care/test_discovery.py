"""Discovery: what the agents of a machine have written, tool by tool."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cotw.care.discovery import Found, discover
from cotw.care.sources import remember
from cotw.memory import Memory
from tests.builders import make_home

OLD = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def put(path: Path, *lines: object, at: datetime = OLD) -> Path:
    """A file of JSON Lines, last changed `at`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def prompt(text: str, **more: object) -> dict[str, object]:
    """A line as Claude Code writes it."""
    message = {"role": "user", "content": text}
    times = {"timestamp": "2026-03-04T09:00:00Z", "sessionId": "s1", "uuid": text}
    return {"type": "user", "message": message, **times, **more}


@pytest.fixture
def mara(tmp_path: Path) -> Path:
    """The home directory of a person who has used one agent in one project."""
    mara = tmp_path / "mara"
    shop = mara / "code" / "shop"
    put(mara / ".claude" / "projects" / "-shop" / "a.jsonl", prompt("true the wheel", cwd=str(shop / "src")))
    put(
        mara / ".claude" / "projects" / "-shop" / "b.jsonl",
        prompt("oil the chain"),
        at=datetime(2026, 3, 9, 9, 0, tzinfo=UTC),
    )
    put(mara / ".claude" / "projects" / "-shop" / "notes.txt", "no transcript")
    shop.mkdir(parents=True)
    return mara


@pytest.fixture
def memory(tmp_path: Path, mara: Path) -> Iterator[Memory]:
    """The memory of that person."""
    with Memory.open(make_home(tmp_path).root, environment={"HOME": str(mara)}) as memory:
        yield memory


def by_tool(memory: Memory, *folders: Path) -> dict[str, Found]:
    return {found.tool: found for found in discover(memory, folders)}


def test_a_tool_s_transcripts_are_counted(memory: Memory) -> None:
    """Files, bytes, the time they span; other files in its folders are not its transcripts."""
    found = by_tool(memory)
    assert list(found) == ["Claude Code"]
    claude = found["Claude Code"]
    assert (claude.files, claude.taken, claude.sources) == (2, 0, ["~/.claude/projects"])
    assert (claude.first, claude.last) == (OLD, datetime(2026, 3, 9, 9, 0, tzinfo=UTC))
    assert claude.size > 100


def test_what_was_taken_in_is_told(memory: Memory, mara: Path) -> None:
    """A file that has grown since is not taken in as it is."""
    transcripts = mara / ".claude" / "projects"
    memory.ingest([transcripts])
    assert by_tool(memory)["Claude Code"].taken == 2
    put(transcripts / "-shop" / "a.jsonl", prompt("true the wheel"), prompt("and the other one"))
    assert by_tool(memory)["Claude Code"].taken == 1


def test_a_deleted_archive_has_taken_nothing(memory: Memory, mara: Path) -> None:
    """Bookmarks mean nothing without the truth that they belong to."""
    memory.ingest([mara / ".claude"])
    for path in memory.home.archive.rglob("*.json*"):
        path.unlink()
    assert by_tool(memory)["Claude Code"].taken == 0


def test_a_tool_that_deletes_its_transcripts_is_told(memory: Memory, mara: Path) -> None:
    """By its default, and by what its own settings say."""
    assert by_tool(memory)["Claude Code"].deleted_after_days == 30
    (mara / ".claude" / "settings.json").write_text('{"cleanupPeriodDays": 365}')
    claude = by_tool(memory)["Claude Code"]
    assert (claude.deleted_after_days, claude.setting) == (365, "cleanupPeriodDays")


def test_projects_are_known_from_other_transcripts(memory: Memory, mara: Path) -> None:
    """The folder that a transcript names and those around it, but nothing beside them."""
    put(mara / "code" / "shop" / ".aider.chat.history.md")
    put(mara / "code" / "shop" / "src" / ".specstory" / "history" / "one.md")
    put(mara / "code" / "garden" / ".aider.chat.history.md")
    found = by_tool(memory)
    assert found["aider"].sources == ["~/code/shop/.aider.chat.history.md"]
    assert found["SpecStory"].sources == ["~/code/shop/src/.specstory/history"]


def test_named_folders_are_searched(memory: Memory, mara: Path) -> None:
    """Also where no transcript speaks of them, but not in folders full of other people's code."""
    put(mara / "code" / "garden" / "deep" / ".aider.chat.history.md")
    put(mara / "code" / "garden" / "node_modules" / "x" / ".aider.chat.history.md")
    assert "aider" not in by_tool(memory)
    assert by_tool(memory, mara / "code")["aider"].sources == ["~/code/garden/deep/.aider.chat.history.md"]


@pytest.mark.parametrize("folder", ["relative", "", "/" + "x" * 5000, "/a\0b", "/\ud800", 7, None, "\\u12"])
def test_a_strange_project_folder_is_passed_over(memory: Memory, mara: Path, folder: object) -> None:
    """Transcripts may say anything of the folder they were written in."""
    put(mara / ".claude" / "projects" / "-x" / "c.jsonl", prompt("hello", cwd=folder))
    assert by_tool(memory)["Claude Code"].files == 3


def test_downloaded_exports_are_found(memory: Memory, mara: Path) -> None:
    """Each file by name, under what it is an export of."""
    day = {"date": "2026-03-04", "messages": [{"timestamp": "2026-03-04T09:00:00Z", "text": "hello"}]}
    put(mara / "Downloads" / "day.json", {**day, "messages": [{**day["messages"][0], "sender": "human"}]})  # type: ignore[dict-item]
    put(mara / "Downloads" / "package.json", {"name": "bicycles"})
    (downloaded,) = (found for tool, found in by_tool(memory).items() if tool.endswith(", downloaded"))
    assert downloaded.sources == ["~/Downloads/day.json"]


def test_what_is_remembered_is_told(memory: Memory) -> None:
    """So that nobody is asked twice."""
    assert not by_tool(memory)["Claude Code"].remembered
    remember(memory, by_tool(memory)["Claude Code"].sources)
    assert by_tool(memory)["Claude Code"].remembered


def test_nothing_of_the_tools_is_changed(memory: Memory, mara: Path) -> None:
    """Neither a byte nor a time."""

    def state() -> dict[Path, tuple[int, int]]:
        files = (path for path in mara.rglob("*") if path.is_file())
        return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in files}

    before = state()
    by_tool(memory, mara)
    assert state() == before
