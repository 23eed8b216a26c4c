"""Traits: the section of SOUL.md that COTW writes, when a person has approved a trait, and takes out again.

Whatever a person wrote stays as it is to the byte, their marks, line ends and mistakes included: a trait is
inserted, never put in the place of anything, and only a line that still is what was inserted is removed. A
section that was moved is used where it is; one that lost a mark is left to its person, and a new one begun.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cotw.errors import Changed, UsageError
from cotw.identity.meant import code_marked, meant

BEGIN, END = "<!-- cotw:traits -->", "<!-- /cotw:traits -->"
# Of the first rank: whatever heading a person's principles stand below, this one ends it.
HEADING = "# Traits"
_FRAME = (BEGIN, "", HEADING, "", END)
_SOURCE = re.compile(r"(?!.*--)[\w:.#/@+-]{1,200}")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_ENDS = "\r\n"
_ID = re.compile(r"[0-9A-Za-z]{1,64}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# What would end the comment that stands in its line, or begin another.
_BREAKS_OUT = re.compile(r"<!--|-->|cotw:", re.IGNORECASE)
# Characters without a shape, with which a second text can be spelled inside the first. (U+FE0F, which makes a
# picture of a sign, is not among them.)
_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE0F), *range(0xE0100, 0xE01F0)]))
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Trait:
    """A trait as it stands in a soul: its id, its sentence, the day it was approved, what it rests on."""

    id: str
    sentence: str
    day: str
    sources: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether it stands in its one line: what was read from a file may be anything."""
        said = self.sentence
        is_known = _ID.fullmatch(self.id) and _DAY.fullmatch(self.day)
        return bool(is_known and said.strip()) and not (_BREAKS_OUT.search(said) or has_unseen(said))

    @property
    def line(self) -> str:
        """Its line, without the end."""
        # An id of another maker's archive may hold anything, and a comment must not end early.
        told = [source for source in self.sources if _SOURCE.fullmatch(source)]
        resting = f" from {' '.join(told)}" if told else ""
        return f"- {self.sentence} <!-- cotw:trait {self.id} {self.day}{resting} -->"


def has_unseen(text: str) -> bool:
    """Whether it holds what nobody sees who reads it: a person decides on all of a sentence, or on none."""
    return any(one in _SELECTORS or unicodedata.category(one) in _UNSEEN for one in text)


def holds(data: bytes, trait: Trait) -> bool:
    """Whether the trait stands there, as it was written."""
    return any(line.rstrip(_ENDS) == trait.line for line in _lines(_text(data)))


def with_trait(data: bytes, trait: Trait) -> bytes:
    """The soul with the trait at the end of its section, or of a new one at its end.

    Raises UsageError if what is written there would not reach the agent as it should: within a comment, or a
    block of code that is never closed.
    """
    text = _text(data)
    if holds(data, trait):
        return data
    lines, end = _lines(text), _line_end(text)
    span = _section(lines)
    if span is None:
        # A file whose last line has no end stays one: by that `without_trait` knows what it was.
        lead, last = (end, "") if lines and lines[-1].rstrip(_ENDS) == lines[-1] else ("", end)
        after = text + lead + end.join([*_FRAME[:-1], trait.line, _FRAME[-1]]) + last
    else:
        after = "".join([*lines[: span[1]], trait.line + end, *lines[span[1] :]])
    if not _is_read(_normal(after), trait):
        raise UsageError(
            "nothing that is added to SOUL.md would be read: a comment or a block of code is never closed",
            hint="see: cotw identity check",
        )
    return after.encode()


def without_trait(data: bytes, trait: Trait) -> bytes:
    """The soul without the trait; a section of ours that is left empty goes too, and all is as it was.

    Raises Changed if the trait's line was edited since: it is its person's then.
    """
    text = _text(data)
    lines = _lines(text)
    kept = [line for line in lines if line.rstrip(_ENDS) != trait.line]
    if len(kept) == len(lines):
        if any(f"cotw:trait {trait.id} " in line for line in lines):
            raise Changed(
                "the line of this trait in SOUL.md was edited by hand, and is left as it is",
                hint="take it out yourself: cotw identity edit soul",
            )
        return data
    return _without_empty_section(kept, _line_end(text)).encode()


def _is_read(text: str, trait: Trait) -> bool:
    """Whether the agent is told the trait, and not as code."""
    told = any(line == trait.line and not is_code for line, is_code in code_marked(text))
    return told and trait.sentence in meant(text)


def _without_empty_section(lines: Sequence[str], end: str) -> str:
    span = _section(lines)
    if span is None:
        return "".join(lines)
    section = lines[span[0] : span[1] + 1]
    if tuple(line.rstrip(_ENDS) for line in section) != _FRAME:
        return "".join(lines)  # a person wrote into it
    before, after = "".join(lines[: span[0]]), "".join(lines[span[1] + 1 :])
    return before.removesuffix(end) if section[-1] == END else before + after


def _section(lines: Sequence[str]) -> tuple[int, int] | None:
    """The places of the first begin mark that has an end mark before another begins, and of that end."""
    begin: int | None = None
    marked = code_marked("\n".join(line.rstrip(_ENDS) for line in lines))
    for place, (line, is_code) in enumerate(marked):
        if is_code:
            continue
        if line.strip() == BEGIN:
            begin = place
        elif line.strip() == END and begin is not None:
            return begin, place
    return None


def _lines(text: str) -> list[str]:
    return _LINE.findall(text)


def _line_end(text: str) -> str:
    """The line end that the file has, by its first one."""
    found = re.search(r"\r\n|\n|\r", text)
    return found[0] if found else "\n"


def _normal(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise UsageError("SOUL.md is not UTF-8", hint="save it as UTF-8 with your editor first") from None
