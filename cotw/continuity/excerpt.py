"""Excerpts: the part of a long text that a prompt is given, in whole sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cotw.extraction.prose import sentences
from cotw.retrieval.wordmatch import held, sought

OMITTED = "…"
# The number or dot of an item whose words were cut off.
_BARE_ITEM = re.compile(r"\n[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]*\Z")


def excerpt(text: str, limit: int, words: Sequence[str] = ()) -> str:
    """The run of sentences of at most `limit` characters that holds most different words of a question.

    The first of equals; what stands before and after it is marked as left out. A single sentence that is
    longer is cut at a word.
    """
    text = text.strip()
    if len(text) <= limit:
        return text
    spans = list(sentences(text))
    looked_for = sought(words)
    found = [held(looked_for, text[start:end]) for start, end in spans]
    room = limit - 2 * (len(OMITTED) + 1)
    first, last = _best_run(spans, found, room)
    start, end = spans[first][0], spans[last][1]
    chosen = shortened(_whole_items(text[start:end]).strip(), room)
    lead = f"{OMITTED} " if first else ""
    tail = f" {OMITTED}" if last < len(spans) - 1 and not chosen.endswith(OMITTED) else ""
    return f"{lead}{chosen}{tail}"


def _best_run(
    spans: Sequence[tuple[int, int]], found: Sequence[frozenset[int]], room: int
) -> tuple[int, int]:
    """The first and last of the neighbouring sentences that fit and hold most words; the first of equals."""
    best, held_there, last = (0, 0), -1, 0
    for first in range(len(spans)):
        last = max(last, first)
        while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= room:
            last += 1
        words = len(frozenset().union(*found[first : last + 1]))
        if words > held_there:
            best, held_there = (first, last), words
    return best


def shortened(text: str, limit: int) -> str:
    """`text` cut at a word so that it has at most `limit` characters, and marked as cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 2].rpartition(" ")[0] or text[: limit - 2]
    return f"{cut.rstrip()} {OMITTED}"


def cut_to(text: str, fits: Callable[[str], bool]) -> str | None:
    """As many sentences from the beginning as `fits` allows; None if it allows not one."""
    ends = [end for _, end in sentences(text)][:-1]
    low, high, best = 0, len(ends), None
    while low < high:
        middle = (low + high) // 2
        candidate = f"{_whole_items(text[: ends[middle]]).rstrip()} {OMITTED}"
        if fits(candidate):
            best, low = candidate, middle + 1
        else:
            high = middle
    return best


def _whole_items(text: str) -> str:
    return _BARE_ITEM.sub("", text.rstrip())
