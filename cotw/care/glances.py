"""Glances: the digest that a file had when it was read last, for as long as it looks the same from outside.

A cache in one file of the home; without it, everything is read again. A file that was changed in the last
seconds is read in any case: it may be written once more without looking otherwise.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from cotw.files import atomic_write, from_json, make_folder, to_json

_SETTLED_SECONDS = 2.0

# Size, instant of the last change in nanoseconds, number of the file on its disk.
_Look = tuple[int, int, int]


class Glances:
    """What was noted of files, by path."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._noted: dict[str, tuple[_Look, str]] = {}
        try:
            found = from_json(path.read_bytes())
            self._noted = {
                str(name): ((int(size), int(changed), int(number)), str(digest))
                for name, (size, changed, number, digest) in found.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            pass  # there is none, or none that is of use

    def digest(self, file: Path) -> str:
        """The digest noted of a file that has not changed since; empty if it has to be read."""
        look, digest = self._noted.get(str(file), (None, ""))
        return digest if look is not None and _look(file) == look else ""

    def note(self, file: Path, digest: str, now: datetime) -> None:
        """Keeps the digest of a file that was read just now."""
        look = _look(file)
        if look is not None and look[1] / 1e9 < now.timestamp() - _SETTLED_SECONDS:
            self._noted[str(file)] = look, digest
        else:
            self._noted.pop(str(file), None)

    def save(self, files: list[str]) -> None:
        """Writes down what is known of these files."""
        noted = {name: [*self._noted[name][0], self._noted[name][1]] for name in files if name in self._noted}
        make_folder(self._path.parent)
        atomic_write(self._path, to_json(noted))


def _look(file: Path) -> _Look | None:
    try:
        facts = os.lstat(file)
    except OSError:
        return None
    return facts.st_size, facts.st_mtime_ns, facts.st_ino
