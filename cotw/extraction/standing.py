"""Standing: what a person asks for once and for all – instructions and preferences that hold from then on.

"From now on write commit messages in German" shares few words with the questions it answers. Recognised are
the ways of saying that something holds in general, towards the one who is spoken to: "I always forget my
umbrella" and "she never called" tell a habit, "do you prefer tea?" asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from cotw.extraction.prose import prose, sentences
from cotw.extraction.standing_words import NO_ORDER, REQUEST, WAYS

# Who pastes a page of rules means the page; its first ones stand for it.
MOST = 3
_LONGEST = 500
# What is longer was pasted.
_LONGEST_TEXT = 20_000


def standing(text: str) -> tuple[str, ...]:
    """The sentences of `text` that hold from then on, in order, at most three."""
    text = text[:_LONGEST_TEXT]
    small = text.lower()
    ways = [pattern for held, pattern in WAYS if any(words in small for words in held)]
    return tuple(islice(_found(text, ways), MOST)) if ways else ()


def _found(text: str, ways: Sequence[re.Pattern[str]]) -> Iterator[str]:
    plain = prose(text)
    for begin, end in sentences(plain):
        sentence = " ".join(plain[begin:end].split())
        asks = sentence.endswith(("?", "？")) and not REQUEST.match(sentence)
        if len(sentence) > _LONGEST or asks or NO_ORDER.search(sentence):
            continue
        if any(way.search(sentence) for way in ways):
            yield sentence
