"""Statements: the sentences of identity files that are told to the agent, each with the line it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cotw.identity.meant import code_marked, sections, without_comments

_MARK = re.compile(r"^\s*(?:[-*+>]|\d{1,9}[.)])\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence: `file` is relative to the home, `heading` what it stands below."""

    file: str
    line: int
    heading: str
    text: str

    @property
    def place(self) -> str:
        """Where it stands in its file."""
        return f"line {self.line}"


def statements(file: str, text: str) -> Iterator[Statement]:
    """The sentences of a file, but for its comments, headings and code."""
    for section in sections(without_comments(text)):
        lines = section.lines[1:] if section.level else section.lines
        first = section.line + (1 if section.level else 0)
        for number, (line, is_code) in enumerate(code_marked("\n".join(lines)), first):
            if is_code:
                continue
            for sentence in _SENTENCE_END.split(_MARK.sub("", line)):
                if sentence.strip():
                    yield Statement(file, number, section.heading, sentence.strip())
