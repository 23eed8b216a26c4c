"""An ailment: one thing that is not as it should be, in a sentence, with what a person can do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ailment:
    """`area` is a word for what it is about, `remedy` a command or a few words.

    `mend` does what can be done without asking: nothing a person wrote or said is touched by it.
    """

    area: str
    sentence: str
    remedy: str
    mend: Callable[[], object] | None = None
