"""Postures: the stance of a mode, laid over the one identity; each a file that bears the mode's name."""

from __future__ import annotations

import re

from cotw.home import Home
from cotw.identity.cutting import Counter
from cotw.identity.layers import Layer, guiding_layer
from cotw.identity.reading import FOLDER, read_file

POSTURE_FOLDER = f"{FOLDER}/postures"
_MODE = re.compile(r"[^\W_][\w-]{0,39}")


def posture(home: Home, mode: str, *, counter: Counter, budget: int) -> Layer:
    """What an agent is told in `mode`, within `budget` tokens: one trusted passage, or none.

    A mode without a file has no posture; that is no finding.
    """
    if not is_mode(mode):
        return Layer("posture", "", (), 0, budget)
    read = read_file(home, posture_path(mode))
    if read.is_missing:
        return Layer("posture", read.path, (), 0, budget)
    return guiding_layer("posture", read, budget, counter)


def is_mode(name: str) -> bool:
    """Whether a mode can be called so; a transcript may call its mode anything, a path too."""
    return _MODE.fullmatch(name) is not None


def posture_path(mode: str) -> str:
    """Where the posture of `mode` stands."""
    return f"{POSTURE_FOLDER}/{mode}.md"


def postures(home: Home) -> list[str]:
    """The modes for which there is a file."""
    try:
        names = [entry.name for entry in (home.root / POSTURE_FOLDER).iterdir()]
    except OSError:
        return []
    return sorted(
        name.removesuffix(".md")
        for name in names
        if name.endswith(".md") and is_mode(name.removesuffix(".md"))
    )
