"""Hygiene: what prose about a page may not say – how a system runs, and times and numbers not on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cotw.extraction.days_named import days_in
from cotw.extraction.prose import prose, sentences
from cotw.extraction.running import speaks_of_running
from cotw.extraction.time_words import MONTHS, NUMBERS, WEEKDAYS

_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|recently|just now|earlier today|this (?:morning|afternoon|evening"
    r"|week|month|year)|last (?:night|week|month|year)|(?:minutes?|hours?|days?|weeks?|months?"
    r"|years?) ago|gestern"
    r"|heute|morgen|kürzlich|neulich|gerade eben|letzte[nrs]? (?:nacht|woche|monat|jahr)"
    r"|vor (?:kurzem|\w+ \w+))\b",
    re.IGNORECASE,
)
# Counting words that are not also articles.
_COUNTS = frozenset(word for word, count in NUMBERS.items() if count > 1 and " " not in word) | {
    "dozen", "hundred", "thousand", "million", "dutzend", "hundert", "tausend",
}  # fmt: skip
_PARAGRAPH = re.compile(r"\n\s*\n")
_MOST_PARAGRAPHS = 2


def clean(text: str, page: str, count_tokens: Callable[[str], int], tokens: int) -> str:
    """The sentences of `text` that may be said of `page`, in at most two paragraphs and so many tokens."""
    known = page.casefold()
    paragraphs: list[str] = []
    for paragraph in list(filter(str.strip, _PARAGRAPH.split(prose(text))))[:_MOST_PARAGRAPHS]:
        told = ""
        for sentence in _sentences(paragraph):
            longer = f"{told} {sentence}".strip()
            if not _is_allowed(sentence, known):
                continue
            if count_tokens("\n\n".join([*paragraphs, longer])) > tokens:
                return "\n\n".join(filter(None, [*paragraphs, told]))
            told = longer
        paragraphs += [told] if told else []
    return "\n\n".join(paragraphs)


def share_left(text: str, cleaned: str) -> float:
    """How much of a text its clean form has kept, by words."""
    return len(cleaned.split()) / max(1, len(prose(text).split()))


def _sentences(paragraph: str) -> Iterator[str]:
    return (" ".join(paragraph[begin:end].split()) for begin, end in sentences(paragraph))


def _is_allowed(sentence: str, known: str) -> bool:
    if speaks_of_running(sentence):
        return False
    said = sentence.casefold()
    numbers = _DIGITS.findall(said)
    times = [*days_in(said), *(found[0] for found in _CLOCK.finditer(said))]
    words = [word for word in _WORD.findall(said) if word in _COUNTS or word in MONTHS or word in WEEKDAYS]
    return all(_stands_in(piece, known) for piece in (*numbers, *times, *words))


def _stands_in(piece: str, known: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", known))
