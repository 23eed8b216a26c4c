"""Splitting: a long text becomes overlapping chunks that an encoder can read whole.

Pure functions over a text and the places of its word pieces; no tokenizer, no model.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

OVERLAP_PIECES = 24

# Each match ends where white space begins, so that a piece may hold the space before its word.
# Possessive and anchored: time stays linear in a megabyte of dots.
_PARAGRAPH = re.compile(r"\S(?=[^\S\n]*+\n\s*\n)")
_SENTENCE = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]*_`]*+(?=\s)|[。！？]++|\S(?=[^\S\n]*+\n)")
_SPACE = re.compile(r"\S(?=\s)")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Places:
    """Where each word piece of a text begins and ends, counted in characters; never decreasing."""

    starts: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))

    def extend(self, offsets: Iterable[tuple[int, int]], shift: int = 0) -> None:
        """Adds pieces of a part of the text that begins at character `shift`."""
        for start, end in offsets:
            self.starts.append(start + shift)
            self.ends.append(end + shift)

    def parts_a_character(self, piece: int) -> bool:
        """True if a cut before `piece` would go through a character (several pieces, one character)."""
        return self.starts[piece] < self.ends[piece - 1] or self.starts[piece] == self.starts[piece - 1]


def tokenizable(text: str) -> str:
    """The text with lone surrogates, which no tokenizer takes, replaced; of the same length."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def segments(text: str, size: int) -> Iterable[tuple[int, str]]:
    """The text in parts of at most `size` characters with their places, ended at white space if possible.

    Tokenizers are several times slower on one huge text than on many moderate ones.
    """
    begin = 0
    while begin < len(text):
        end = min(begin + size, len(text))
        if end < len(text):
            half = begin + size // 2
            space = max(text.rfind(" ", half, end), text.rfind("\n", half, end))
            end = space if space > half else end
        yield begin, text[begin:end]
        begin = end


def cut(text: str, places: Places, room: int, overlap: int = OVERLAP_PIECES) -> list[str]:
    """Chunks of at most `room` pieces, in order; each begins up to `overlap` pieces before the last ends.

    Cut at a paragraph's end if there is one in the second half of the room, else at a sentence's, else
    at white space, else between two pieces. A text that fits comes back as it is; otherwise chunks are
    stripped of white space at both ends, and every other character is in at least one of them.
    """
    count = len(places.starts)
    if count <= room:
        return [text]
    overlap = min(overlap, room // 4)  # keeps every cut behind the one before it
    chunks, begin, begin_char = [], 0, 0
    while count - begin > room:
        end = _cut_before(text, places, begin, room)
        if end >= count:
            break
        chunks.append(text[begin_char : places.starts[end]].strip())
        begin = _restart(text, places, max(begin + 1, end - overlap), end)
        begin_char = places.starts[begin]
    chunks.append(text[begin_char:].strip())
    return [chunk for chunk in chunks if chunk]


def _cut_before(text: str, places: Places, begin: int, room: int) -> int:
    """The piece that the next chunk begins with, were there no overlap; at most `begin + room`."""
    latest = begin + room
    while latest > begin + 1 and places.parts_a_character(latest):
        latest -= 1
    if places.parts_a_character(latest):  # one character of more pieces than there is room: it stays whole
        latest = begin + room
        while latest < len(places.starts) and places.parts_a_character(latest):
            latest += 1
        return latest
    earliest = min(begin + max(1, room // 2), latest)
    low, high = places.starts[earliest], places.starts[latest]
    for pattern in (_PARAGRAPH, _SENTENCE, _SPACE):
        ends = [found.end() for found in pattern.finditer(text, low, high)]
        if ends:
            return bisect_left(places.starts, ends[-1], earliest, latest)
    return latest


def _restart(text: str, places: Places, earliest: int, end: int) -> int:
    """The piece from `earliest` to `end` where the next chunk begins: the start of a sentence or word."""
    low, high = places.starts[earliest - 1], places.starts[end]  # with what ends just before `earliest`
    for pattern in (_SENTENCE, _SPACE):
        for found in pattern.finditer(text, low, high):
            piece = bisect_left(places.starts, found.end(), earliest, end)
            if piece < end:
                return piece
    while earliest < end and places.parts_a_character(earliest):
        earliest += 1
    return earliest
