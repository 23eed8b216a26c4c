"""Ways: the patterns by which something is recognised in sentences, each with what a text must hold for it.

Words in small letters are found in a text many times faster than a pattern; most texts hold few of them. In a
pattern a blank stands for any white space. A group `key` is the word that counts: what is denied right before
it does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """One way of saying something: `held` are words in small letters of which every match holds one."""

    held: tuple[str, ...]
    pattern: re.Pattern[str]

    def may_stand_in(self, small: str) -> bool:
        """Whether a text, given in small letters, is worth being read for it."""
        return any(words in small for words in self.held)


def ways(*written: tuple[str, str]) -> tuple[Way, ...]:
    """The ways that are written as words parted by `|`, and a pattern."""
    return tuple(Way(tuple(held.split("|")), compiled(pattern)) for held, pattern in written)


def compiled(*patterns: str) -> re.Pattern[str]:
    """One pattern for all of these."""
    return re.compile("|".join(patterns).replace(" ", r"\s+").replace(r"\s+?", r"\s*"), re.IGNORECASE)
