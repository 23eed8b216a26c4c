"""Words a person marked as private: `<private>…</private>` is not stored at all."""

from __future__ import annotations

import re

_MARK = re.compile(r"<(/?)private(?:\s[^<>]{0,200})?>", re.IGNORECASE)


def strip_private(text: str, *, keep_lines: bool = False) -> str:
    """`text` without what stands between `<private>` and `</private>`, marks included.

    Marks may be nested and of any case; what is opened and not closed is private to the end. With
    `keep_lines` the line ends in it stay, so that what follows is found on its own line.
    """
    if "<" not in text:
        return text
    kept: list[str] = []
    depth = place = 0
    for mark in _MARK.finditer(text):
        if not mark[1]:
            if depth == 0:
                kept.append(text[place : mark.start()])
                place = mark.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                kept.append(_left_of(text[place : mark.end()], keep_lines))
                place = mark.end()
    kept.append(_left_of(text[place:], keep_lines) if depth else text[place:])
    return "".join(kept)


def _left_of(private: str, keep_lines: bool) -> str:
    return "\n" * private.count("\n") if keep_lines else ""
