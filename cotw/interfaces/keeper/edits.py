"""Edits: whether somebody has changed what sessions begin with – who the agent is, the settings, decisions.

Commands do that, and persons with an editor; nobody tells the keeper. Prepared starts are told anew then, so
that the next session does not have to wait for one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cotw.home import Home
from cotw.identity.layers import MEMORY_FOLDER
from cotw.identity.postures import POSTURE_FOLDER

_Seen = dict[str, tuple[int, int]]


class Edits:
    """The times and sizes of these files, as they were when it was asked last."""

    def __init__(self, root: str) -> None:
        self._home = Home(Path(root))
        self._seen = self._looked_at()

    def came(self) -> bool:
        """Whether something is different from the last time."""
        before, self._seen = self._seen, self._looked_at()
        return self._seen != before

    def _looked_at(self) -> _Seen:
        home = self._home
        found: _Seen = {}
        for path in [home.config, *self._files()]:
            with suppress(OSError):
                facts = os.stat(path)
                found[str(path)] = facts.st_mtime_ns, facts.st_size
        return found

    def _files(self) -> Iterator[Path]:
        home = self._home
        for folder in (home.identity, home.root / POSTURE_FOLDER, home.root / MEMORY_FOLDER, home.ledger):
            with suppress(OSError), os.scandir(folder) as entries:
                yield from [Path(entry.path) for entry in entries if entry.is_file()]
