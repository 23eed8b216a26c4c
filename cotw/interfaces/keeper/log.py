"""The keeper's log: what failed that nobody was told of. Kinds and places in the program, no word of a talk.

A message of an error may quote what was said; so none is written down.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from traceback import extract_tb

from cotw.clock import format_instant
from cotw.files import FILE_MODE, atomic_write

NAME = "keeper.log"
_MOST_BYTES = 256 << 10
_STEPS = 4


class Log:
    """The log in a folder; it keeps its newer half when it has grown too long."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._writing = Lock()

    def failed(self, doing: str, error: BaseException) -> None:
        """Notes what an error was and where it came from."""
        steps = [f"{Path(step.filename).stem}:{step.lineno}" for step in extract_tb(error.__traceback__)]
        self.note(f"{doing}: {type(error).__name__} at {' < '.join(steps[: -_STEPS - 1 : -1]) or 'nowhere'}")

    def note(self, text: str) -> None:
        """Adds a line with the present instant; where that is impossible nobody is harmed."""
        line = f"{format_instant(datetime.now(UTC))} {os.getpid()} {text}\n".encode("ascii", "replace")
        with self._writing:
            try:
                with open(
                    self._path, "ab", opener=lambda path, flags: os.open(path, flags, FILE_MODE)
                ) as file:
                    file.write(line)
                    size = file.tell()
                if size > _MOST_BYTES:
                    kept = self._path.read_bytes()[-_MOST_BYTES // 2 :]
                    atomic_write(self._path, kept[kept.find(b"\n") + 1 :])
            except Exception:  # a full disk is told to whoever asks, not to a log
                return
