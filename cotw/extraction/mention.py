"""Mentions: where a text names something, what kind of thing it is, and how names are compared.

`canonical` takes away what belongs to the sentence and not to the name (articles, possessives, spaces);
`key` also takes away case and accents, so that two spellings of one name are one entity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from cotw.extraction.words import folded

Kind = Literal["person", "organisation", "place", "tool", "file", "project", "concept", "unknown"]

_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a text: `text[start:end]` names `name`, probably a `kind` (confidence 0 to 1)."""

    name: str
    kind: Kind
    confidence: float
    start: int
    end: int


def canonical(name: str) -> str:
    """`name` without article, possessive and superfluous spaces; what would leave nothing stays."""
    bare = " ".join(name.split())
    while (
        shorter := _POSSESSIVE.sub("", _ARTICLE.sub("", bare, count=1) if _ARTICLE.match(bare) else bare)
    ) != bare:
        bare = shorter
    return bare


def key(name: str) -> str:
    """What names of one entity have in common: canonical, without case and accents."""
    return canonical(folded(canonical(name)).casefold())
