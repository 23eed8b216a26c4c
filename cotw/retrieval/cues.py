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
from cotw.records.hit import RecallFilters
from cotw.retrieval.asking import Asking
from cotw.retrieval.fetch import Found
from cotw.retrieval.fusion import Fused
from cotw.retrieval.reading import Read
from cotw.retrieval.voices import Voice

CUES = "cues"
# So much of each side is read: in a long answer something of every kind stands somewhere.
_CHARACTERS = 2000
# "March", "may" and "mai" are as often something else.
_NAMES = "|".join(sorted({*MONTHS, *WEEKDAYS} - {"march", "may", "mai"}))


@dataclass(frozen=True, slots=True)
class Cue:
    """What questions of a kind look like, what answers them, and how much that says (0–1)."""

    question: re.Pattern[str]
    answer: re.Pattern[str]
    says: float


_CUES = (
    Cue(
        re.compile(
            r"\b(?:when|how long|(?:what|which) (?:date|day|month|year|time)"
            r"|wann|wie lange|welche[mnrs]? (?:datum|tag|monat|jahr))\b",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?:yesterday|today|tonight|tomorrow|ago|recently|weekend|days|weeks|months|years|{_NAMES}"
            r"|(?:last|next|this|past) (?:night|week|month|year|spring|summer|autumn|fall|winter)"
            r"|(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)"
            r"|gestern|heute|neulich|wochenende|tagen?|wochen|monaten?|jahren?"
            r"|(?:letzte|nächste|diese|vorige)[mnrs]?"
            r" (?:nacht|woche|monat|jahr|frühling|sommer|herbst|winter))\b",
            re.IGNORECASE,
        ),
        1.0,
    ),
    Cue(
        re.compile(r"\b(?:how (?:many|much|often)|wie (?:viele?|oft))\b", re.IGNORECASE),
        re.compile(
            r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|couple|few|several|once|twice"
            r"|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|einige|mehrere|einmal|zweimal)\b",
            re.IGNORECASE,
        ),
        0.5,
    ),
)


def _said(asking: Asking, _: Sequence[Fused], read: Read) -> Mapping[str, float]:
    wanted = cues_of(asking.question.text)
    if not wanted:
        return {}
    return {id: answers(wanted, *_texts(row, asking.filters)) for id, row in read.rows.items()}


VOICE: Voice[Read] = Voice(CUES, lambda settings: settings.cues_weight, _said)


def cues_of(question: str) -> tuple[Cue, ...]:
    """The cues that a question gives."""
    return tuple(cue for cue in _CUES if cue.question.search(question))


def answers(cues: Sequence[Cue], *texts: str) -> float:
    """What speaks for `texts` by the strongest of `cues` that something in them answers."""
    return max((cue.says for cue in cues if any(cue.answer.search(text) for text in texts)), default=0.0)


def _texts(row: Found, filters: RecallFilters) -> list[str]:
    """What was said, by one side if one is asked for, as far as it is read."""
    sides = {"human": row.human, "agent": row.agent}
    return [text[:_CHARACTERS] for name, text in sides.items() if filters.speaker in (None, name)]
