"""Names in foreign files (of sessions, threads, folders, speakers), in a form that every store takes."""

from __future__ import annotations

import re
from typing import TypeGuard

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Places in a file beyond this are no places; databases hold no larger integers without loss.
_LARGEST_PLACE = 2**53


def name_of(value: object) -> str | None:
    """`value` as a name: numbers are written out, as files with numbers for ids exist; else None.

    What UTF-8 cannot hold is replaced, and so are control characters and line ends: a text is kept verbatim,
    but a name is a key in databases and stands on one line.
    """
    if isinstance(value, str):
        if not value.isascii():
            value = _LONE_SURROGATE.sub("\ufffd", value)
        if _CONTROL.search(value):
            value = " ".join(_CONTROL.sub(" ", value).split())
        return value or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return None


def is_place(value: object) -> TypeGuard[int]:
    """Whether `value` can be a message's place in its file."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST_PLACE
