"""Words a person marked as private: `<private>…</private>` is not stored at all."""

from __future__ import annotations

import re

_MARK = re.compile(r"<(/?)private(?:\s[^<>]{0,200})?>", re.IGNORECASE)


def strip_private(text: str) -> str:
    """`text` without what stands between `<private>` and `</private>`, marks included.

    Marks may be nested and of any case; what is opened and not closed is private to the end.
    """
    if "<" not in text:
        return text
    kept: list[str] = []
    depth = place = 0
    for mark in _MARK.finditer(text):
        if not mark[1]:
            if depth == 0:
                kept.append(text[place : mark.start()])
            depth += 1
        elif depth:
            depth -= 1
            place = mark.end()
    if not depth:
        kept.append(text[place:])
    return "".join(kept)
