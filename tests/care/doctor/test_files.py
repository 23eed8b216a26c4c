"""What the doctor says of the files of a home, and what it mends."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from cotw.care.doctor.ailment import Ailment
from cotw.care.doctor.files import examine_clock, examine_leftovers, examine_permissions
from cotw.memory import Memory
from cotw.store.check import check_truth
from tests.builders import HandClock, message
from tests.care.homes import NOW, bytes_of, workshop


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return workshop(tmp_path / "home")


def mend(found: list[Ailment]) -> None:
    for one in found:
        assert one.mend is not None
        one.mend()


def test_what_others_can_read_is_made_private(memory: Memory) -> None:
    """Folders 0700, files 0600; a link to something elsewhere is left as it is."""
    root = memory.home.root
    elsewhere = root.parent / "elsewhere"
    elsewhere.write_text("x")
    elsewhere.chmod(0o644)
    (root / "identity" / "USER.md").symlink_to(elsewhere)
    (root / "identity" / "SOUL.md").chmod(0o644)
    root.chmod(0o755)
    found = list(examine_permissions(memory))
    assert [one.sentence for one in found] == ["the home (and 1 more) can be read by others"]
    mend(found)
    assert list(examine_permissions(memory)) == []
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert stat.S_IMODE((root / "identity" / "SOUL.md").stat().st_mode) == 0o600
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644


def test_what_belongs_to_another_account_is_told(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only that account can change it, so nothing is mended."""
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    (found,) = examine_permissions(memory)
    assert "another account" in found.sentence
    assert found.mend is None


def test_half_lines_are_cut_off(memory: Memory) -> None:
    """In chains and in the open day; all that was acknowledged stays."""
    before = bytes_of(memory.home.root)
    torn = [memory.home.manifest, next(memory.home.open_days.iterdir()), *memory.truth.journal.files()]
    for path in torn:
        with path.open("ab") as stream:
            stream.write(b'{"half')
    found = list(examine_leftovers(memory))
    assert [one.sentence for one in found] == [
        "archive/manifest.jsonl (and 2 more) ends with a half line, which was never acknowledged"
    ]
    mend(found)
    assert bytes_of(memory.home.root) == before
    assert list(check_truth(memory.truth, read_data=True)) == []


def test_old_temporary_files_are_removed(memory: Memory) -> None:
    """One that is young may be at work."""
    old, young = memory.home.root / ".config.yaml.a1.tmp", memory.home.archive / "2026" / ".x.tmp"
    for path, age in ((old, 7200), (young, 60)):
        path.write_text("half")
        os.utime(path, (NOW.timestamp() - age,) * 2)
    found = list(examine_leftovers(memory))
    assert [one.sentence for one in found] == [".config.yaml.a1.tmp was left by a process that was killed"]
    mend(found)
    assert not old.exists()
    assert young.exists()


def test_a_clock_that_went_back(memory: Memory) -> None:
    """The journal was written later than now: days would be dated wrongly."""
    assert list(examine_clock(memory)) == []
    assert isinstance(memory.clock, HandClock)
    memory.clock.instant = NOW - timedelta(days=400)
    assert any("the clock says 2025-02-08" in one.sentence for one in examine_clock(memory))


def test_messages_of_the_future(memory: Memory) -> None:
    """A transcript with a wrong date is told by its day; tomorrow is somebody else's today."""
    with memory.truth.writing() as writer:
        for days in (1, 30):
            late = NOW + timedelta(days=days)
            writer.add_day(late.date(), [message("x", timestamp=late)])
    assert [one.sentence for one in examine_clock(memory)] == [
        "the archive holds messages of 2026-04-14, which is in the future"
    ]
