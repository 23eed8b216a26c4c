"""Locks of the nightshift: one process works at a time, and one waits for the night.

Beside a lock stands who has it, and at which job it is, for whoever is refused or wants to know.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cotw.errors import Locked
from cotw.files import FILE_MODE, FileLock
from cotw.home import Home

_LONGEST = 200
_ATTEMPTS = 20
_PAUSE_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a lock: the number of the process, the job it is at, if any, and how many it has begun."""

    pid: int
    job: str
    begun: int


_NOBODY = Holder(0, "", 0)


@contextmanager
def working(home: Home) -> Iterator[None]:
    """The right to work at jobs, alone. Raises Locked at once, naming who works."""
    with _held(_working(home), "a nightshift is at work in this home already", "cotw nightshift status"):
        yield


@contextmanager
def residing(home: Home) -> Iterator[None]:
    """The right to wait for the night, alone. Raises Locked at once, naming who waits."""
    with _held(_residing(home), "this home has a nightshift already", "cotw nightshift status"):
        yield


def note_job(home: Home, job: str) -> None:
    """Notes at which job the holder is, or at none. Only for the holder of `working`."""
    former = _read(_working(home))
    begun = (former.begun if former else 0) + bool(job)
    _write(_working(home), f"{os.getpid()}\n{job}\n{begun}\n")


def who_works(home: Home) -> Holder | None:
    """Who is at work just now."""
    return _holder(_working(home))


def who_resides(home: Home) -> Holder | None:
    """Who waits for the night."""
    return _holder(_residing(home))


def last_noted(home: Home) -> Holder:
    """What the process at work has noted of itself last, without asking whether it lives."""
    return _read(_working(home)) or _NOBODY


def _working(home: Home) -> Path:
    return home.run / "nightshift.lock"


def _residing(home: Home) -> Path:
    return home.run / "nightshift-serve.lock"


@contextmanager
def _held(path: Path, refusal: str, command: str) -> Iterator[None]:
    lock = FileLock(path, wait_seconds=_ATTEMPTS * _PAUSE_SECONDS)  # who looks has it for an instant
    try:
        lock.__enter__()
    except Locked:
        found = _read(path)
        who = f" (process {found.pid})" if found else ""
        raise Locked(f"{refusal}{who}", hint=f"see: {command}") from None
    try:
        _write(path, f"{os.getpid()}\n")
        yield
    finally:
        with suppress(OSError):
            _write(path, "")
        lock.__exit__(None, None, None)


def _holder(path: Path) -> Holder | None:
    """Who holds it; None if nobody does."""
    if not path.exists():
        return None
    try:
        with FileLock(path, wait_seconds=0, shared=True):
            return None
    except Locked:
        return _read(path) or _NOBODY


def _read(path: Path) -> Holder | None:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            pid, job, begun, *_ = [*file.read(_LONGEST).splitlines(), "", "", ""]
        return Holder(int(pid), job, int(begun or 0))
    except (OSError, ValueError):
        return None


def _write(path: Path, text: str) -> None:
    """In place: the file is what is locked."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, text.encode(), 0)
    finally:
        os.close(handle)
