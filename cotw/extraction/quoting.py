"""Quoting: people's words inside a page of Markdown, so that they cannot break out of their place.

A text becomes a block quote, which no line of it can leave. Code keeps its fences, but they are written
anew, longer than any row of backticks within; outside of them nothing is HTML and no picture is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = re.compile(r"[\\`*_\[\]<>&|~]")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>[^\n]*)")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#.-]{1,30}")
_TAG = re.compile(r"(?P<slashes>\\*)<(?=[A-Za-z/!?])")
_BACKTICKS = re.compile("`+")


def inline(text: str) -> str:
    """`text` on one line of Markdown, with every mark as a plain letter."""
    return _MARK.sub(lambda hit: "\\" + hit[0], " ".join(text.split()))


def sentence(text: str) -> str:
    """`text` on one line inside of a paragraph: nothing in it is HTML, and no picture is fetched."""
    return _tamed(" ".join(text.split()))


def block(text: str) -> str:
    """`text` as a block quote."""
    return "\n".join(f"> {line}".rstrip() for line in _lines(text.strip("\n")))


def _lines(text: str) -> Iterator[str]:
    mark = language = ""
    code: list[str] = []
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if mark and found and _closes(found, mark):
            yield from _fenced(language, code)
            mark, code = "", []
        elif mark:
            code.append(line)
        elif found and _opens(found):
            mark = found["mark"]
            word = _LANGUAGE.match(found["info"].strip())
            language = word[0] if word else ""
        else:
            yield _tamed(line)
    if mark:
        yield from _fenced(language, code)


def _fenced(language: str, code: list[str]) -> Iterator[str]:
    """Code between fences that nothing in it can close."""
    longest = max((len(row) for line in code for row in _BACKTICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield fence + language
    yield from code
    yield fence


def _opens(found: re.Match[str]) -> bool:
    return found["mark"][0] == "~" or "`" not in found["info"]


def _closes(found: re.Match[str], open_mark: str) -> bool:
    same = found["mark"][0] == open_mark[0]
    return same and len(found["mark"]) >= len(open_mark) and not found["info"].strip()


def _tamed(line: str) -> str:
    """A line outside of code: what would be a tag or a picture is read as its letters."""
    return _TAG.sub(_escaped, line).replace("![", "!\\[")


def _escaped(hit: re.Match[str]) -> str:
    # An even number of backslashes escape each other, and not the bracket.
    return hit[0] if len(hit["slashes"]) % 2 else f"{hit['slashes']}\\<"
