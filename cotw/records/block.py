"""A block: what COTW puts into an agent's prompt, between two marks, so that it can be told again.

Transcripts hold what was injected beside what was said. A block is known by its id and its length and the
digest of all of it, marks included; one that was changed by a letter is another text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cotw.files import digest_of

_OPENING = re.compile(r'<cotw-context id="(ctx_[0-9a-f]{16})">')
_CLOSING = "</cotw-context>"
# Whoever looks for blocks looks for this first: hardly a text has it.
SIGN = "<cotw-context "
# What Claude Code puts around what a hook gave.
_WRAPPED = re.compile(
    r"<system-reminder>\s*(?:[A-Z][A-Za-z]{1,40}(?::\w{1,20})? hook (?:success|additional context):)?\s*\Z"
)
_WRAP_REACH = 200
_UNWRAPPED = re.compile(r"\s*</system-reminder>")


@dataclass(frozen=True, slots=True)
class Seal:
    """What a block is known by: its length in characters, and the SHA-256 of its text."""

    characters: int
    digest: str

    @classmethod
    def of(cls, text: str) -> Seal:
        """The seal of a block's text."""
        return cls(len(text), digest_of(text.encode("utf-8", "surrogatepass")))


def enclosed(id_: str, body: str) -> str:
    """The block of this id; `body` must hold no mark."""
    return f'<cotw-context id="{id_}">\n{body}\n{_CLOSING}'


def blocks_in(text: str, seal_of: Callable[[str], Seal | None]) -> Iterator[tuple[int, int, str]]:
    """Where the blocks stand in `text` whose seals `seal_of` knows by id: (start, end, id), in order."""
    place = 0
    while (found := _OPENING.search(text, place)) is not None:
        start, place = found.start(), found.end()
        seal = seal_of(found[1])
        if seal is None:
            continue
        end = start + seal.characters
        # The end is looked at first: hashing at every one of a million openings would take its time.
        if text.startswith(_CLOSING, end - len(_CLOSING)) and Seal.of(text[start:end]) == seal:
            yield start, end, found[1]
            place = end


def without_blocks(text: str, seal_of: Callable[[str], Seal | None]) -> tuple[str, tuple[str, ...]]:
    """What is left of `text` without those blocks, and their ids; the wrapping of a hook goes with them."""
    parts: list[str] = []
    ids: list[str] = []
    place = 0
    for start, end, id_ in blocks_in(text, seal_of):
        wrapping = _WRAPPED.search(text, max(place, start - _WRAP_REACH), start)
        unwrapping = _UNWRAPPED.match(text, end) if wrapping else None
        if wrapping and unwrapping:
            start, end = wrapping.start(), unwrapping.end()
        parts.append(text[place:start])
        ids.append(id_)
        place = end
    if not ids:
        return text, ()
    pieces = (part.strip("\n") for part in (*parts, text[place:]))
    return "\n\n".join(piece for piece in pieces if piece.strip()), tuple(ids)
