"""What of an identity file is meant for the agent: not its comments, nor headings under which nothing stands.

A little of Markdown is read for that: fences, comments and headings with `#`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cotw.extraction.plain import plain

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
_OPEN, _CLOSE = "<!--", "-->"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it, up to the next one.

    `line` is where it begins, from 1 on; `level` is 0 for what stands before the first heading, and then
    there is no heading.
    """

    level: int
    heading: str
    line: int
    lines: tuple[str, ...]

    @property
    def body(self) -> str:
        """What stands below the heading."""
        return "\n".join(self.lines[1:] if self.level else self.lines).strip()


@lru_cache(maxsize=64)
def meant(text: str) -> str:
    """What the agent is given of a file: without comments and empty sections, with secrets masked."""
    return re.sub(r"\n{3,}", "\n\n", plain(_without_empty(without_comments(text)))).strip()


@lru_cache(maxsize=64)
def without_comments(text: str) -> str:
    """`text` with nothing in the place of its comments; every line stays on its line.

    A comment that is never closed goes on to the end, as it does on every page made of Markdown.
    """
    kept: list[str] = []
    inside = False
    for line, is_code in code_marked(text):
        if is_code and not inside:
            kept.append(line)
            continue
        shown = ""
        while line:
            before, mark, line = line.partition(_CLOSE if inside else _OPEN)
            shown += "" if inside else before
            inside = inside != bool(mark)
        kept.append(shown.rstrip())
    return "\n".join(kept)


def unclosed_comment(text: str) -> int | None:
    """The line on which a comment begins that nothing ends."""
    opened: int | None = None
    for number, (line, is_code) in enumerate(code_marked(text), 1):
        while not (is_code and opened is None):
            _, mark, line = line.partition(_OPEN if opened is None else _CLOSE)
            if not mark:
                break
            opened = number if opened is None else None
    return opened


def code_marked(text: str) -> Iterator[tuple[str, bool]]:
    """Every line, and whether it belongs to a fenced block of code. A fence inside a comment is none."""
    fence, commented = "", False
    for line in text.split("\n"):
        found = None if commented else _FENCE.match(line)
        if fence:
            yield line, True
            closes = found and found[1].startswith(fence) and not line[found.end() :].strip()
            fence = "" if closes else fence
        elif found:
            fence = found[1]
            yield line, True
        else:
            commented = line.rfind(_OPEN) > line.rfind(_CLOSE) or (commented and _CLOSE not in line)
            yield line, False


def sections(text: str) -> list[Section]:
    """The sections of a text from which comments were taken, first to last."""
    found: list[tuple[int, str, int, list[str]]] = [(0, "", 1, [])]
    for number, (line, is_code) in enumerate(code_marked(text), 1):
        hit = None if is_code else _HEADING.match(line)
        if hit:
            found.append((len(hit[1]), _heading(hit[2] or ""), number, []))
        found[-1][3].append(line)
    return [Section(level, heading, line, tuple(lines)) for level, heading, line, lines in found]


def _heading(words: str) -> str:
    """A heading without the `#` that may close it."""
    words = words.strip()
    closed = words.rstrip("#")
    return closed.rstrip() if not closed or closed[-1].isspace() else words


def _without_empty(text: str) -> str:
    kept: list[Section] = []
    following = 0  # the level of the section kept last: a heading above it that leads to it stays too
    for section in reversed(sections(text)):
        if section.body or following > section.level > 0:
            kept.append(section)
            following = section.level
    return "\n".join(line for section in reversed(kept) for line in section.lines)
