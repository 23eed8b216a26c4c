"""Plain text: what was said, as it enters everything derived.

The archive is verbatim; the index is not. Terminal escapes and control characters are taken out, line
ends are made one kind, characters that UTF-8 cannot hold are replaced, and secrets are masked.
"""

from __future__ import annotations

import re

from cotw.secrets import mask

# Anything that needs work; most texts have none of it, and are done after one search.
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# What stands inside an escape ends at the next one: no text takes longer than its length.
_ESCAPES = re.compile(
    r"""
    (?:\x1b\[|\x9b) [0-?]* [ -/]* [@-~]                  # CSI: colours, cursor
    | (?:\x1b\]|\x9d) [^\x07\x1b\x80-\x9f\n]* (?:\x07|\x1b\\|\x9c)   # OSC: titles, links
    | (?:\x1b[PX^_]|[\x90\x98\x9e\x9f]) [^\x1b\x80-\x9f]* (?:\x1b\\|\x9c)  # DCS, SOS, PM, APC
    | \x1b [ -/]* [0-~]                                  # everything else of two or three bytes
    """,
    re.VERBOSE,
)
_LINE_END = re.compile("\r\n?|\x85|[\x0b\x0c]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """`text` as it enters the index: readable, valid UTF-8, without secrets."""
    return mask(readable(text))


def readable(text: str) -> str:
    """`text` without escapes and control characters except newline and tab, and valid as UTF-8."""
    if _SUSPECT.search(text) is None:
        return text
    text = _ESCAPES.sub("", text)
    text = _LINE_END.sub("\n", text)
    text = _CONTROL.sub("", text)
    return _LONE_SURROGATE.sub("\ufffd", text)
