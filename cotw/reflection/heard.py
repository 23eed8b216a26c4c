"""Heard: the sentences that somebody said in their own name, each with the place where it begins.

Code, quotations, mark-up and pages that were pasted are not read. What is left stands where it stood, so
that words found in it can be found in the text again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cotw.extraction.prose import prose, sentences, without_fences
from cotw.extraction.shortening import clipped, on_one_line
from cotw.extraction.spoken import AGENT
from cotw.records.stability import Evidence

# Who writes more pasted it, or comes to the point at the beginning.
_PROMPT_READ = 2_000
# Of a long answer its beginning and its end: what lies between is how the work went.
_ANSWER_READ = 1_200
_LONGEST_SENTENCE = 600
_LONGEST_QUOTE = 240

_QUOTED = re.compile(
    r"\"[^\"“”\n]{1,400}\"|“[^“”\n]{1,400}”|„[^“”„\n]{1,400}[“”]|«[^«»\n]{1,400}»|»[^«»\n]{1,400}«"
    r"|‘[^‘’\n]{1,400}’(?!\w)|`[^`\n]{1,400}`"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, by whom, where it begins in what they said, and how it stands there.

    In `text` there are blanks for what is code or quoted; in `written` there is all of it.
    """

    speaker: str
    text: str
    begin: int
    written: str

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.endswith(("?", "？"))

    def evidence(self, found: re.Match[str]) -> Evidence:
        """What was found in it, as evidence."""
        words = self.written[found.start() : found.end()]
        return Evidence(self.speaker, on_one_line(words), self.begin + found.start(), self.quote)

    @property
    def whole(self) -> Evidence:
        """All of it as evidence."""
        return Evidence(self.speaker, self.quote, self.begin, self.quote)

    @property
    def quote(self) -> str:
        """It on one line, as it is shown."""
        return clipped(self.written, _LONGEST_QUOTE)


@dataclass(frozen=True, slots=True)
class Heard:
    """All sentences of one side, and those that are no questions; `small` are all in small letters."""

    sentences: tuple[Sentence, ...]
    stated: tuple[Sentence, ...]
    small: str


@lru_cache(maxsize=64)  # an exchange is heard again as the one before the next
def heard(text: str, speaker: str) -> Heard:
    """What is heard of `text`; very long sentences, which nobody said, are left out."""
    codeless = without_fences(text)
    found: list[Sentence] = []
    for first, last in _read(len(text), speaker):
        clean = _QUOTED.sub(_blanks, prose(codeless[first:last]))
        for begin, end in sentences(clean):
            said = clean[begin:end]
            inner = said.strip()
            if len(inner) <= _LONGEST_SENTENCE:
                place = first + begin + len(said) - len(said.lstrip())
                found.append(Sentence(speaker, inner, place, text[place : place + len(inner)]))
    small = " ".join(" ".join(one.text for one in found).lower().split())
    return Heard(tuple(found), tuple(one for one in found if not one.asks), small)


def _read(length: int, speaker: str) -> list[tuple[int, int]]:
    if speaker != AGENT:
        return [(0, min(length, _PROMPT_READ))]
    if length <= 2 * _ANSWER_READ:
        return [(0, length)]
    return [(0, _ANSWER_READ), (length - _ANSWER_READ, length)]


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])
