"""Principles: what SOUL.md says the agent stands for, one by one, with the line each stands on.

They are looked for below headings that promise some, in whatever shape a person gave them: every item of a
list there, and of running text the sentences in the first person or the imperative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cotw.extraction.plain import plain
from cotw.home import Home
from cotw.identity.layers import GUIDING, LayerName
from cotw.identity.meant import code_marked, without_comments
from cotw.identity.reading import read_file

if TYPE_CHECKING:
    from markdown_it.token import Token

SOUL = GUIDING[LayerName.SOUL]

HEADINGS = frozenset(
    """
    principles values beliefs convictions commitments tenets
    grundsätze prinzipien werte überzeugungen leitsätze haltung
    """.split()
)
_PHRASES = (
    "what i stand for",
    "what i believe",
    "what matters to me",
    "wofür ich stehe",
    "was mir wichtig ist",
)
_MARK = re.compile(r"^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?")
_NESTED = re.compile(r"^[ \t]+(?:[-*+]|\d{1,9}[.)])[ \t]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_FIRST_PERSON = re.compile(r"\W{0,3}(?:I|I['’]\w+|we|my|ich|wir|mein\w{0,2})\b", re.IGNORECASE)
_IMPERATIVE = re.compile(
    r"\W{0,3}(?:always|never|do|don['’]t|be|say|tell|keep|ask|give|take|make|show|let|put|stay|speak|listen|admit"
    r"|prefer|protect|respect|treat|choose|refuse|avoid|own|name|help|hold|leave|learn|think|know|work|write|read"
    r"|check|remember|stop|value|seek|serve|trust|use"
    r"|immer|nie|niemals|sei|sag|sage|halte?|frage?|gib|zeige?|lass|bleibe?|sprich|höre?|vermeide|achte|hilf"
    r"|tue?|mache?|prüfe?|lerne?|denke?|wisse|schütze)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle, on one line, and the line of the file where it begins, from 1 on."""

    text: str
    line: int


def principles_of(home: Home) -> list[Principle]:
    """The principles of a home's SOUL.md as it stands now, as they may be shown."""
    found = principles(read_file(home, SOUL).text)
    return [Principle(plain(one.text), one.line) for one in found]


def principles(text: str) -> list[Principle]:
    """The principles of a soul, in order; what is indented below an item belongs to it.

    A heading that promises principles holds as far as the next one of its rank or above.
    """
    from markdown_it import MarkdownIt

    lines = without_comments(text).split("\n")
    found: list[Principle] = []
    within = 0  # the rank of the heading that holds; 0: none does
    tokens = MarkdownIt().parse("\n".join(lines))
    for place, token in enumerate(tokens):
        if token.map is None:
            continue
        rank, heading = _heading(tokens, place)
        if rank:
            if not within or rank <= within:
                within = rank if _promises(heading) else 0
        elif within and token.type == "list_item_open" and token.level == 1:
            found += _item(lines, token.map)
        elif within and token.type == "paragraph_open" and token.level == 0:
            found += _sentences(lines, token.map)
    return found


def _heading(tokens: Sequence[Token], place: int) -> tuple[int, str]:
    """The rank of the heading that begins here, and its words; 0 if none does.

    A line of nothing but bold words is a heading too, below all others.
    """
    token = tokens[place]
    words = tokens[place + 1].content if place + 1 < len(tokens) else ""
    if token.type == "heading_open":
        return int(token.tag[1:]), words
    if token.type == "paragraph_open" and token.level == 0:
        bold = re.fullmatch(r"(\*\*|__)([^*_\n]{1,80})\1:?", words.strip())
        if bold:
            return 7, bold[2]
    return 0, ""


def _promises(heading: str) -> bool:
    words = re.sub(r"[^\w\s]", " ", heading.casefold()).replace("_", " ")
    return not HEADINGS.isdisjoint(words.split()) or any(one in " ".join(words.split()) for one in _PHRASES)


def _item(lines: Sequence[str], span: list[int]) -> Iterator[Principle]:
    first, last = span
    item = "\n".join([_MARK.sub("", lines[first], count=1), *lines[first + 1 : last]])
    said = (_NESTED.sub("", line) for line, is_code in code_marked(item) if not is_code)
    if words := " ".join(" ".join(said).split()):
        yield Principle(words, first + 1)


def _sentences(lines: Sequence[str], span: list[int]) -> Iterator[Principle]:
    first, last = span
    words = "\n".join(lines[first:last])
    place = 0
    for sentence in _SENTENCE_END.split(words):
        begin = words.index(sentence, place)
        place = begin + len(sentence)
        if _FIRST_PERSON.match(sentence) or _IMPERATIVE.match(sentence):
            yield Principle(" ".join(sentence.split()), first + 1 + words.count("\n", 0, begin))
