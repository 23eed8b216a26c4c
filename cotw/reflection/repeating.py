"""Repeating: whether two texts say the same in the same words."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+")
_READ = 2_000
# Fewer words are said again without a thought: "yes", "go on".
_FEWEST = 6
_SAME = 0.9


def same_words(text: str, other: str) -> bool:
    """Whether nine in ten of the words of both together stand in either; short texts never do."""
    one, two = _words(text), _words(other)
    if min(len(one), len(two)) < _FEWEST:
        return False
    return len(one & two) >= _SAME * len(one | two)


@lru_cache(maxsize=64)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text[:_READ].casefold()))
