"""A small home with every family of truth in it, and a way to look at all of its bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from cotw.founding import init_home
from cotw.memory import Memory
from cotw.records.message import Kind
from tests.builders import HandClock, message

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
YESTERDAY, TODAY = date(2026, 3, 14), date(2026, 3, 15)
KEY = "ghp_" + "a1B2c3D4e5" * 4


def workshop(folder: Path) -> Memory:
    """Mara's home: a day that was over, one that is not, a journal, a soul of one line."""
    home = init_home(folder, name="Mara's agent", timezone="UTC").home
    (home.root / "identity" / "SOUL.md").write_text("I true wheels.\n")
    memory = Memory(home, clock=HandClock(NOW), wait_seconds=5, environment={})
    with memory.truth.writing() as writer:
        said = [
            message("Which spokes for the cargo bike?"),
            message("Two millimetres, butted.", minute=1, kind=Kind.AGENT),
            message(f"The shop's key is {KEY}", minute=2),
        ]
        writer.add_day(YESTERDAY, said)
        writer.record(
            memory.truth.journal, {"kind": "note", "manifest": memory.truth.archive.manifest.head()}
        )
    say_today(memory, "The rim came.")
    return memory


def say_today(memory: Memory, *texts: str) -> None:
    """Adds to the day that is not over."""
    with memory.truth.writing() as writer:
        writer.add_day(TODAY, [message(text, minute=24 * 60) for text in texts])


def bytes_of(root: Path) -> dict[str, bytes]:
    """Every file that a backup holds, by its path."""
    passing = {"index", "cache", "run", "spool"}
    files = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return {str(path): (root / path).read_bytes() for path in files if path.parts[0] not in passing}
