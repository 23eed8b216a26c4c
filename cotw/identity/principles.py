"""Principles: what SOUL.md says the agent stands for, one by one, with the line each stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cotw.identity.meant import code_marked, sections, without_comments

HEADINGS = frozenset({"principles", "grundsätze", "prinzipien"})
_ITEM = re.compile(r" ?(?:[-*+]|\d{1,9}[.)])[ \t]+(\S.*)")
_NESTED = re.compile(r"^[ \t]+(?:[-*+]|\d{1,9}[.)])[ \t]+")


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle, on one line, and the line of the file where it begins, from 1 on."""

    text: str
    line: int


def principles(text: str) -> list[Principle]:
    """The items of the lists below `## Principles`, in order; what is indented below one belongs to it."""
    found: list[Principle] = []
    for section in sections(without_comments(text)):
        if section.heading.rstrip(":").casefold() in HEADINGS:
            found += _items("\n".join(section.lines[1:]), section.line + 1)
    return found


def _items(text: str, first_line: int) -> list[Principle]:
    items: list[tuple[int, list[str]]] = []
    is_open, after_gap = False, False
    for number, (line, is_code) in enumerate(code_marked(text), first_line):
        hit = None if is_code else _ITEM.match(line)
        if hit:
            items.append((number, [hit[1]]))
            is_open = True
        elif line.strip() and is_open and not is_code:
            # After an empty line only what is indented still belongs to the item.
            is_open = line[0] in " \t" or not after_gap
            if is_open:
                items[-1][1].append(_NESTED.sub("", line))
        after_gap = not line.strip()
    return [Principle(" ".join(" ".join(lines).split()), number) for number, lines in items]
