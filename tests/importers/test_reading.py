"""Reading a file that changed: from where on, and whether its end is taken."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cotw.founding import init_home
from cotw.importers.report import IngestReport
from cotw.memory import Memory
from tests.builders import HandClock

_NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
_HISTORY = "# aider chat started at 2026-05-30 09:00:00\n\n#### is the wheel true?  \n\nIt is"


def ingest(root: Path, file: Path, *, written: timedelta, now: datetime = _NOW) -> IngestReport:
    """Imports a file that was written so long before `_NOW`."""
    stamp = (_NOW - written).timestamp()
    os.utime(file, (stamp, stamp))
    init_home(root, name="tester", timezone="UTC")
    with Memory.open(root, clock=HandClock(now), environment={}) as memory:
        return memory.ingest([file])


def test_the_end_of_a_fresh_file_waits(tmp_path: Path) -> None:
    """An answer that may still grow is not archived; unchanged and at rest, the file is read again for it."""
    home, file = tmp_path / "home", tmp_path / "history.md"
    file.write_text(_HISTORY)
    written = timedelta(seconds=2)
    first = ingest(home, file, written=written)
    assert (first.prompts, first.replies) == (1, 0)
    assert ingest(home, file, written=written).files_unchanged == 1
    later = ingest(home, file, written=written, now=_NOW + timedelta(minutes=5))
    assert (later.prompts, later.replies) == (0, 1)
    assert ingest(home, file, written=written, now=_NOW + timedelta(minutes=9)).files_unchanged == 1


def test_the_end_of_an_old_file_is_taken_at_once(tmp_path: Path) -> None:
    """So is that of a file whose time lies ahead, which says nothing."""
    for number, written in enumerate((timedelta(days=1), timedelta(days=-1))):
        file = tmp_path / f"{number}.md"
        file.write_text(_HISTORY)
        assert ingest(tmp_path / f"home{number}", file, written=written).replies == 1
