"""Stems: what is left of an English word when its endings are taken off, as full-text search does it.

LanceDB's full-text index applies Snowball's English stemmer ("Porter2") to texts and questions. The same is
needed outside of it: to show where in a text a question's words stand, and how many of them it holds.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

_own = threading.local()  # a stemmer must not be used by two threads at once


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a lower-case word; words of other alphabets and of one or two letters stay as they are."""
    if len(word) <= 2 or not word.isascii():
        return word
    return str(_stemmer().stemWord(word))


def _stemmer() -> Any:
    stemmer = getattr(_own, "stemmer", None)
    if stemmer is None:
        from Stemmer import Stemmer

        stemmer = _own.stemmer = Stemmer("english", 0)
    return stemmer
