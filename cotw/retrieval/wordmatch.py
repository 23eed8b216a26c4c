"""Word matching: where the words of a question stand in a text, whatever their endings and accents.

A text is compared in a spelling of the same length (`lowered`), so that places in it are places in the text.
Time grows with the length of the text alone; nothing of it is copied but that spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cotw.retrieval.stems import stem

# Scripts written without spaces, and Hangul, whose words carry their endings: there a word is found
# anywhere, elsewhere at the beginning of a token.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
# No word is longer: a text without any space is not read to its end again and again.
_TOKEN = re.compile(rf"[^\W_{_UNSPACED}]{{1,100}}")
# What is part of a token with a name in camelCase: up to the next capital.
_CAMEL_PART = re.compile(r"[A-Z]{1,100}(?![a-z])|[A-Z]?[a-z]{1,100}|[0-9]{1,100}")
# An ending may be written otherwise than the stem's last letters: carry and carried, hope and hoping.
_CHANGING = 2


@dataclass(frozen=True, slots=True)
class Sought:
    """A word to be looked for: every token that has its stem begins with `start`.

    `stem` is None for a word of an unspaced script, which is found wherever it stands.
    """

    start: str
    stem: str | None

    @property
    def key(self) -> str:
        """What the word is counted under."""
        return self.start if self.stem is None else self.stem


class _Lower(dict[int, str]):
    """One character for each character: small, without accent and compatibility form; filled as needed."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        decomposed = unicodedata.normalize("NFKD", character)
        bare = "".join(part for part in decomposed if not "\u0300" <= part <= "\u036f") or character
        small = unicodedata.normalize("NFC", bare).lower()[:1] or character
        self[code] = small
        return small


_LOWER = _Lower()


def lowered(text: str) -> str:
    """`text` in one spelling, character by character: the same length."""
    return text.lower() if text.isascii() else text.translate(_LOWER)


def sought(words: Sequence[str]) -> tuple[Sought, ...]:
    """What to look for, for words as `extraction.words.query_words` gives them."""
    return tuple(_sought(lowered(word)) for word in words if word)


def _sought(word: str) -> Sought:
    if _UNSPACED_RUN.search(word):
        return Sought(word, None)
    root = stem(word)
    return Sought(root[: max(1, len(root) - _CHANGING)], root)


def occurrences(word: Sought, text: str, small: str) -> Iterator[tuple[int, int]]:
    """The places (start, end) where `word` stands in `text`, in order; `small` is `lowered(text)`."""
    place = next_place(word, text, small, 0)
    while place is not None:
        yield place
        place = next_place(word, text, small, place[1])


def next_place(word: Sought, text: str, small: str, begin: int) -> tuple[int, int] | None:
    """The first place (start, end) from `begin` on where `word` stands, None if there is none."""
    place = small.find(word.start, begin)
    while place >= 0:
        end = _end_of_match(word, text, small, place)
        if end:
            return place, end
        place = small.find(word.start, place + 1)
    return None


def _end_of_match(word: Sought, text: str, small: str, place: int) -> int:
    """Where the token that begins at `place` ends if it is `word`, else 0."""
    if word.stem is None:
        return place + len(word.start)
    if not _begins_word(text, place):
        return 0
    token = _TOKEN.match(small, place)
    if token is None:
        return 0
    if stem(token[0]) == word.stem:
        return token.end()
    part = _CAMEL_PART.match(text, place)
    return part.end() if part and stem(small[place : part.end()]) == word.stem else 0


def _begins_word(text: str, place: int) -> bool:
    if place == 0 or _TOKEN.match(text, place - 1) is None:
        return True
    before, here = text[place - 1], text[place]
    if here.isupper():
        # configLoader, and the Server of HTTPServer
        return not before.isupper() or text[place + 1 : place + 2].islower()
    return here.isdigit() != before.isdigit()


def keys(text: str) -> set[str]:
    """What stands in `text`, each once: the stems of its tokens, and of unspaced scripts every one or two
    characters. A word of a question that is held has its `key` among them.
    """
    small = lowered(text)
    found = {stem(token) for token in set(_TOKEN.findall(small))}
    if not small.isascii():
        for run in _UNSPACED_RUN.findall(small):
            found.update(run)
            found.update(run[place : place + 2] for place in range(len(run) - 1))
    return found


def held(words: Sequence[Sought], *texts: str) -> frozenset[int]:
    """Which of `words` (their places in the sequence) stand in any of `texts`."""
    missing = dict(enumerate(words))
    for text in texts:
        small = lowered(text)
        for number, word in list(missing.items()):
            if next_place(word, text, small, 0) is not None:
                del missing[number]
    return frozenset(range(len(words))) - missing.keys()
