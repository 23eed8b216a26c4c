"""Cutting: what of a text fits a budget of tokens, up to the end of a paragraph, and a note of the rest."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from cotw.identity.meant import code_marked

_LONGEST_TOKEN = 40  # characters; a wall of text is not counted further than that
# Tokens of a text, as the encoder's tokenizer counts them.
Counter = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it fits: `tokens` is what it takes."""

    text: str
    tokens: int
    cut: bool


# Counting tokens is what takes time, and most files are the same from turn to turn.
@lru_cache(maxsize=32)
def fit(text: str, room: int, counter: Counter, *, see: str) -> Fitted:
    """`text` if it fits `room` tokens; else its beginning, with a note that names where the rest is.

    Nothing at all where not even the note has room.
    """
    blocks = _blocks(text)
    if not blocks:
        return Fitted("", 0, cut=False)
    kept, spent = _first(blocks, room, counter)
    if len(kept) == len(blocks):
        return Fitted(text, spent, cut=False)
    note = f"… cut, see {see}"
    left = room - counter(note)
    if left < 0:
        return Fitted("", 0, cut=True)
    kept, _ = _first(kept, left, counter)
    if not kept and not _is_code(blocks[0]):
        kept = [_beginning(blocks[0], left, counter)]
    while kept and (kept[-1].startswith("#") or not kept[-1]):
        kept.pop()  # a heading with nothing below it
    short = "\n\n".join([*kept, note])
    return Fitted(short, counter(short), cut=True)


def _first(blocks: list[str], room: int, counter: Counter) -> tuple[list[str], int]:
    """As many blocks as fit, and their tokens. A long text is counted no further than that."""
    spent = 0
    for place, block in enumerate(blocks):
        tokens = counter(block)
        if spent + tokens > room:
            return blocks[:place], spent
        spent += tokens
    return blocks, spent


def _blocks(text: str) -> list[str]:
    """Paragraphs, headings and fenced code, each as a whole."""
    blocks: list[list[str]] = [[]]
    for line, is_code in code_marked(text):
        if line.strip() or is_code:
            if line.startswith("#") and not is_code and blocks[-1]:
                blocks.append([])
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]


def _is_code(block: str) -> bool:
    return any(is_code for _, is_code in code_marked(block))


def _beginning(block: str, room: int, counter: Counter) -> str:
    """The lines of one paragraph that fit; of a single long line, its words."""
    lines, _ = _first(block.split("\n"), room, counter)
    if lines:
        return "\n".join(lines)
    line = block.split("\n", 1)[0][: room * _LONGEST_TOKEN]
    length = bisect_right(range(1, len(line) + 1), room, key=lambda size: counter(line[:size]))
    return line[:length].rpartition(" ")[0].rstrip() or line[:length]
