"""Shortening: a text on one line, as lists and headings show it, and cut where it is too long for them."""

from __future__ import annotations

import unicodedata


def on_one_line(text: str) -> str:
    """`text` with a single blank wherever it had white space."""
    return " ".join(text.split())


def clipped(text: str, limit: int) -> str:
    """`text` on one line in at most `limit` characters, with an ellipsis if some are left out."""
    line = on_one_line(text)
    return line if len(line) <= limit else line[: between_characters(line, limit - 1)].rstrip() + "…"


def between_characters(text: str, cut: int) -> int:
    """The last place up to `cut` that does not part an emoji or a letter from its accents."""
    while cut > 1 and (_joins(text[cut]) or text[cut - 1] == "\u200d"):
        cut -= 1
    return cut


def _joins(character: str) -> bool:
    return (
        unicodedata.combining(character) != 0
        or unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
