"""Proper names: runs of capitalised words that are not capitalised for another reason.

A capital says nothing at the beginning of a sentence, in a title, in shouting, or in a language that
writes every noun with one. There a name needs another sign: a second word, a verb that only people do,
or that it stands in the middle of a sentence elsewhere in the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cotw.extraction.kinds import ACQUAINTED, KIN, PERSON_VERBS, kind_of, known_tool
from cotw.extraction.lexicon import (
    CAPITAL_TOOLS,
    COMMON,
    CONNECTORS,
    ENGLISH,
    FINITE,
    GERMAN,
    GRAMMAR,
    PLACES,
    TOOLS,
)
from cotw.extraction.mention import Mention
from cotw.extraction.prose import sentences

LONGEST_NAME = 6  # words
_BESIDE = 40  # characters to each side that may tell the kind
# A hyphen joins only what begins anew: "Jean-Luc" is a name, of "Danish-style" only the first half is.
_WORD = re.compile(r"[^\W_]+(?:['’.&+][^\W_]+|-(?=[^\W_a-z])[^\W_]+)*(?:\+\+|#)?")
_ENDING = re.compile(r"(?:n['’]t|['’](?:s|m|re|ve|ll|d|t))$", re.IGNORECASE)
_OPENS = re.compile(r"[:;(\[“„\"•–—/]\s*$|\n\s*$")
_HAS = r"house|home|birthday|place|flat|car|bike|bicycle|email|phone|number|name|shop|office|team"
_SAYS = re.compile(
    rf"(?:['’]s\s+(?:{_HAS}|{KIN})\b|\s+is\s+my\s+(?:\w+\s+)?(?:{KIN}|{ACQUAINTED})\b|\s+(?:(?:and\s+I|also|really|just|has|had)\s+)?{PERSON_VERBS}\b)"
)
_VERBAL = re.compile(r".+(?:ed|ing|ly|ise|ize)")
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau|Sir|Lady)")


class _Word(NamedTuple):
    # Every word of a text becomes one: a tuple is made in a third of the time of a dataclass.
    text: str
    small: str
    start: int
    initial: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def may_be_name(self) -> bool:
        if not self.is_capital or len(self.text) < 2:
            return False
        if self.small in COMMON:
            return self.text in CAPITAL_TOOLS and not self.initial
        return not (self.initial and self.small in GERMAN)


def proper_names(text: str) -> Iterator[Mention]:
    """The proper names of a prose, and the tools it names in small letters; their spans do not overlap."""
    read = [_words(text, start, end) for start, end in sentences(text)]
    in_small = {word.text for words in read for word in words if word.text.islower()}
    naming = [words for words in read if any(word.may_be_name for word in words) and not _is_title(words)]
    attested = {word.text for words in naming for word in words if word.may_be_name and not word.initial}
    for words in naming:
        with_nouns = _capitalises_nouns(words)
        for run in _runs(text, words):
            run = _without_doubtful_first(text, run, attested, in_small)
            if run and _stands(text, run, with_nouns, in_small):
                yield _mention(text, run)
    for words in read:
        for word in words:
            if word.small in TOOLS and not word.is_capital:
                yield Mention(TOOLS[word.small], "tool", 0.8, word.start, word.end)


def _words(text: str, start: int, end: int) -> list[_Word]:
    words: list[_Word] = []
    for found in _WORD.finditer(text, start, end):
        word = found[0]
        if "'" in word or "’" in word:
            word = _ENDING.sub("", word) or word
        first = not words or (word[0].isupper() and _opens(text, start, found.start()))
        words.append(_Word(word, word.lower(), found.start(), first))
    return words


def _opens(text: str, start: int, place: int) -> bool:
    """Whether a capital at `place` may stand there for what comes before it: a colon, a quote, a new line."""
    return _OPENS.search(text, max(start, place - 3), place) is not None


def _is_title(words: list[_Word]) -> bool:
    """Whether nearly all content words have capitals and nothing in it is a verb of a sentence."""
    if any(word.small in FINITE for word in words):
        return all(word.text.isupper() for word in words) and len(words) > 2
    content = [word for word in words if word.small not in GRAMMAR and word.text[0].isalpha()]
    capital = sum(word.is_capital for word in content)
    return len(content) > 2 and capital == len(content)


def _capitalises_nouns(words: list[_Word]) -> bool:
    """Whether the sentence is of a language that writes nouns with capitals."""
    german = sum(word.small in GERMAN for word in words)
    english = sum(word.small in ENGLISH for word in words)
    if german > english:
        return True
    inner = [word for word in words if not word.initial and len(word.text) > 3]
    return english == 0 and len(inner) > 4 and sum(word.is_capital for word in inner) >= 0.4 * len(inner)


def _runs(text: str, words: list[_Word]) -> Iterator[list[_Word]]:
    """Capitalised words side by side, with the small words that may stand between them."""
    place = 0
    while place < len(words):
        if not words[place].may_be_name:
            place += 1
            continue
        run = [words[place]]
        place += 1
        while place < len(words) and len(run) < LONGEST_NAME:
            joined = _joined(text, run[-1], words[place : place + 3])
            if not joined:
                break
            run += joined
            place += len(joined)
        yield run


def _joined(text: str, last: _Word, following: list[_Word]) -> list[_Word]:
    """The words that carry a name on from `last`, with its connectors; empty if it ends there."""
    for count, word in enumerate(following):
        gap = text[last.end : word.start]
        if (
            (gap.strip() and not (_TITLE.fullmatch(last.text) and gap.strip() == "."))
            or "\n" in gap
            or len(gap) > 2
        ):
            return []
        if word.may_be_name and not word.initial:
            return following[: count + 1]
        if word.text not in CONNECTORS and not (count and word.text == "the"):
            return []
        last = word
    return []


def _without_doubtful_first(
    text: str, run: list[_Word], attested: set[str], in_small: set[str]
) -> list[_Word]:
    """The run without a first word that may have its capital from the sentence alone."""
    first = run[0]
    if not first.initial or first.text in attested or first.small in TOOLS or first.small in PLACES:
        return run
    if len(run) > 1:
        return (
            run[1:]
            if (first.small in in_small or _VERBAL.fullmatch(first.small)) and run[1].is_capital
            else run
        )
    return run if _SAYS.match(text, first.end) and not _VERBAL.fullmatch(first.small) else []


def _stands(text: str, run: list[_Word], with_nouns: bool, in_small: set[str]) -> bool:
    first = run[0]
    if _TITLE.fullmatch(first.text):
        return len(run) > 1
    if len(run) > 1:
        return not all(word.small in in_small for word in run)
    if known_tool(first.text) or first.small in PLACES:
        return True
    if with_nouns:
        return bool(_TITLE.search(text, max(0, first.start - 6), first.start)) or any(
            map(str.isupper, first.text[1:])
        )
    if first.text.isupper() and len(first.text) > 5:
        return False
    return first.small not in in_small and not first.text.isdigit()


def _mention(text: str, run: list[_Word]) -> Mention:
    if _TITLE.fullmatch(run[0].text):
        run = run[1:]
    start, end = run[0].start, run[-1].end
    name = " ".join(text[start:end].split())
    kind, confidence = kind_of(name, text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE])
    return Mention(known_tool(name) or name, kind, confidence, start, end)
