"""Naming: which file a person means by `soul`, `SOUL.md`, `code`, `postures/code` or `2026-11-20`."""

from __future__ import annotations

from datetime import date

from cotw.errors import UsageError
from cotw.home import Home
from cotw.identity.layers import GUIDING, MEMORY_FOLDER, LayerName, note_path
from cotw.identity.postures import is_mode, posture_path, postures
from cotw.identity.reading import FOLDER

TODAY = "today"
_POSTURES = "postures/"


def path_of(home: Home, name: str, today: date) -> str:
    """The file that is meant, relative to the home, there or not. Raises UsageError."""
    meant = name.removeprefix(f"{FOLDER}/").removesuffix(".md")
    layer = meant.casefold()
    if layer in GUIDING:
        return GUIDING[LayerName(layer)]
    if meant == TODAY:
        return note_path(today)
    if meant.startswith(_POSTURES) and is_mode(meant.removeprefix(_POSTURES)):
        return posture_path(meant.removeprefix(_POSTURES))
    if meant in postures(home):
        return posture_path(meant)
    try:
        return note_path(
            date.fromisoformat(meant.removeprefix(MEMORY_FOLDER.removeprefix(f"{FOLDER}/") + "/"))
        )
    except ValueError:
        known = ", ".join([*GUIDING, *postures(home), TODAY])
        raise UsageError(
            f"there is no identity file called {name!r}",
            hint=f"name one of {known}; a new posture: postures/NAME; the notes of a day: 2026-11-20",
        ) from None
