"""Locks that somebody keeps, and who."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from cotw.care.doctor import locks
from cotw.care.doctor.locks import examine_locks, holders
from tests.care.homes import workshop


@pytest.mark.skipif(not os.path.exists("/proc/locks"), reason="needs a system that lists its locks")
def test_who_holds_a_lock_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By number and command; a lock that is free, or shared by readers, is not told of."""
    monkeypatch.setattr(locks, "_LONG_SECONDS", 0.0)
    memory = workshop(tmp_path / "home")
    assert list(examine_locks(memory)) == []
    with memory.home.truth_lock.open("rb+") as stream:
        fcntl.flock(stream, fcntl.LOCK_SH)
        assert list(examine_locks(memory)) == []
        fcntl.flock(stream, fcntl.LOCK_EX)
        (found,) = examine_locks(memory)
    assert found.sentence.startswith(f"run/truth.lock is held by process {os.getpid()} (")
    assert found.mend is None
    assert holders(memory.home.truth_lock) == []
