"""Cues: a question tells what kind of answer it wants, and a text whether it has anything of that kind.

Who asks when something happened is answered by a text that tells a time; who asks how many, by one with a
number. Half of all talk has numbers in it, so they say less. English and German questions give
cues, as in `extraction.time_words`; others none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cotw.extraction.time_words import MONTHS, WEEKDAYS
from cotw.retrieval.asking import Asking
from cotw.retrieval.fusion import Fused
from cotw.retrieval.reading import Read
from cotw.retrieval.voices import Voice

CUES = "cues"
# So much of each side is read: in a long answer something of every kind stands somewhere.
_CHARACTERS = 1000
_WORD = re.compile(r"[^\W_]+")
# "March", "may" and "mai" are as often something else.
_TIMES = frozenset(
    """
    yesterday today tonight tomorrow ago recently weekend day days week weeks month months year years
    gestern heute neulich wochenende tage tagen woche wochen monat monate monaten jahr jahre jahren
    """.split()
) | ({*MONTHS, *WEEKDAYS} - {"march", "may", "mai"})
_COUNTS = frozenset(
    """
    one two three four five six seven eight nine ten couple few several once twice
    eins zwei drei vier fünf sechs sieben acht neun zehn einige mehrere einmal zweimal
    """.split()
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What questions of a kind look like, which words or digits answer them, and how much that says (0–1).

    Words are looked up in a set: one pattern of all of them took twenty times as long.
    """

    question: re.Pattern[str]
    words: frozenset[str]
    digits: re.Pattern[str]
    says: float

    def answered(self, text: str) -> bool:
        """Whether anything in `text` is of the kind."""
        return bool(self.digits.search(text)) or not self.words.isdisjoint(_WORD.findall(text.lower()))


_CUES = (
    Cue(
        re.compile(
            r"\b(?:when|how long|(?:what|which) (?:date|day|month|year|time)"
            r"|wann|wie lange|welche[mnrs]? (?:datum|tag|monat|jahr))\b",
            re.IGNORECASE,
        ),
        _TIMES,
        re.compile(r"[0-9](?:(?<=1)9|(?<=2)0)[0-9]{2}\b|[0-9](?:st|nd|rd|th)\b"),
        1.0,
    ),
    Cue(
        re.compile(r"\b(?:how (?:many|much|often)|wie (?:viele?|oft))\b", re.IGNORECASE),
        _COUNTS,
        re.compile(r"[0-9]"),
        0.5,
    ),
)


def _said(asking: Asking, _: Sequence[Fused], read: Read) -> Mapping[str, float]:
    wanted = cues_of(asking.question.text)
    if not wanted:
        return {}
    return {
        exchange: answers(wanted, *(text[:_CHARACTERS] for text in texts))
        for exchange, texts in read.texts.items()
    }


VOICE: Voice[Read] = Voice(CUES, lambda settings: settings.cues_weight, _said)


def cues_of(question: str) -> tuple[Cue, ...]:
    """The cues that a question gives."""
    return tuple(cue for cue in _CUES if cue.question.search(question))


def answers(cues: Sequence[Cue], *texts: str) -> float:
    """What speaks for `texts` by the strongest of `cues` that something in them answers."""
    return max((cue.says for cue in cues if any(map(cue.answered, texts))), default=0.0)
