"""Pins: an exchange that holds a name of the question as it stands there is likely meant, the rarer the more.

A name is what `extraction.entities` reads as one (people, places, "quoted titles", files, identifiers), and
what mixes letters and digits, such as the number of a part. To the voice of words every word is one among
many; a name says of whom or what the answer must speak. In a conversation of two people, whose names stand
everywhere, it says nothing; it pays where a memory holds many people and projects.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cotw.extraction.words import query_words
from cotw.retrieval.asking import Asking
from cotw.retrieval.fusion import Fused
from cotw.retrieval.reading import Read
from cotw.retrieval.voices import Voice
from cotw.retrieval.wordmatch import lowered

PINS = "pins"
# Reading names takes 2 ms for so many characters; what is longer is no question.
_READ_CHARACTERS = 1000
_CODE = re.compile(r"(?<![\w-])(?=\w*[^\W\d_])(?=[\w-]*\d)\w{1,40}(?:-\w{1,40}){0,4}(?![\w-])")
_WORD = re.compile(r"[^\W_]+")
# The weight of a word that stands in one of 400 exchanges: names that weigh so much together say all.
_FULL_WEIGHT = 6.0


def _said(asking: Asking, _: Sequence[Fused], read: Read) -> dict[str, float]:
    """For each exchange that holds names of the question: what they weigh, from 0 to 1."""
    weights = dict(zip(asking.question.words, asking.weighed.weights, strict=True))
    pins = [(_phrase(name), _weight(name, weights)) for name in names_in(asking.question.text)]
    pins = [(phrase, weight) for phrase, weight in pins if weight > 0]
    if not pins:
        return {}
    found: dict[str, float] = {}
    for exchange, some in read.texts.items():
        small = lowered("\n".join(some))
        held = sum(weight for phrase, weight in pins if phrase.search(small))
        if held > 0:
            found[exchange] = min(1.0, held / _FULL_WEIGHT)
    return found


VOICE: Voice[Read] = Voice(PINS, lambda settings: settings.pins_weight, _said)


def names_in(question: str) -> list[str]:
    """The names in a question, each once, as they stand there; of one inside another only the longer."""
    from cotw.extraction.entities import mentions  # its lexicons take longer to load than a question to read

    text = question[:_READ_CHARACTERS]
    spans = [(one.start, one.end) for one in mentions(text)]
    spans += [
        code.span()
        for code in _CODE.finditer(text)
        if not any(start < code.end() and code.start() < end for start, end in spans)
    ]
    return list(dict.fromkeys(text[start:end] for start, end in sorted(spans)))


def _weight(name: str, weights: Mapping[str, float]) -> float:
    """A name is at least as rare as the rarest of its words."""
    return max((weights.get(word, 0.0) for word in query_words(name)), default=0.0)


def _phrase(name: str) -> re.Pattern[str]:
    """Where the words of a name stand side by side, whatever is between them that is no word."""
    words = _WORD.findall(lowered(name))
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words)) + r"(?![^\W_])")
