"""Prose: the sentences of a text, where they stand, and without what nobody said in them.

Code blocks, quoted lines and marks of Markdown are replaced by as many spaces, so that every place in
the prose is the same place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_ASIDE = re.compile(
    r"""
    ^(?:
        [ \t]*+(?:
            >[^\n]*                                             # what somebody else said
            | \#{1,6}[ ][^\n]*                                  # a heading
            | \|[^\n]*                                          # a row of a table
            | (?:[-*+•]|\d{1,3}[.)])?[ \t]*+\*\*[^*\n]{1,120}(?::\*\*|\*\*[ \t]*[:–—-])  # the head of an item
        )
        | (?:[ ]{4}|\t)[^\n]*[;{}=()][ \t]*$                   # code that is indented
    )
    """,
    re.MULTILINE | re.VERBOSE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_MARK = re.compile(r"[*#]|(?<!\w)_|_(?!\w)")
_FILLED = re.compile(r"[^\n]")
# Not after initials and abbreviations, nor between hard-wrapped lines. Rows of marks are read some at a time:
# where a longer row ends is found from its last ones, and one that ends nothing takes as long as it is long.
_END = re.compile(
    r"\.(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bSt\.)(?<!\bProf\.)(?<!\b[A-Z]\.)[\"”’)]*(?=\s+[^\sa-z]|\s*$"
    r")"
    r"|\.{2,20}(?=\s)|[!?…][!?.…]{0,20}[\"”’)]*(?=\s|$)|[。！？]|\n(?=[ \t]*+(?:\n|[^\sa-z]))"
)


def prose(text: str) -> str:
    """`text` with spaces for what is code, quoted or mark-up; exactly as long."""
    text = without_fences(text)
    text = _ASIDE.sub(_blanks, text)
    if "<" in text:
        text = _TAG.sub(_blanks, text)
    return _MARK.sub(" ", text)


def without_fences(text: str) -> str:
    """`text` with spaces for its fenced code; exactly as long."""
    return _FENCE.sub(_blanks, text) if "```" in text or "~~~" in text else text


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a prose begins and ends, its end mark included; never an empty one."""
    begin = 0
    for found in _END.finditer(text):
        if text[begin : found.end()].strip():
            yield begin, found.end()
        begin = found.end()
    if text[begin:].strip():
        yield begin, len(text)


def _blanks(found: re.Match[str]) -> str:
    return _FILLED.sub(" ", found[0])
