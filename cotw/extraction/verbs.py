"""Verbs: what is said between two phrases, of which the first may be any short one ("loose bolts").

A table, as in `predicates`; these patterns are looked for anywhere in a sentence, and their subject is
what stands before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cotw.extraction.predicates import MADE, Object, Predicate

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_TIME = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|(?:the\s+)?\d{{1,2}}(?:st|nd|rd"
    rf"|th)?\s+(?:of\s+)?{_MONTH}(?:\s+\d{{4}})?"
    rf"|{_MONTH}(?:\s+\d{{4}})?|\d{{4}}-\d\d-\d\d|(?:next|last|this)\s+(?:{WEEKDAY}|{_MONTH}|week"
    rf"|weekend|month|year|spring|summer|autumn"
    rf"|fall|winter)|{WEEKDAY}s?|today|tomorrow|tonight|yesterday|(?:19|20)\d\d"
    rf"|\d{{1,2}}(?::\d\d)?\s?(?:am|pm)\b|noon|midnight)"
)
# One of these, or a digit, stands in every time above.
DATE_SIGNS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "day", "week",
    "month", "year", "spring", "summer", "autumn", "fall", "winter", "tomorrow", "tonight", "noon",
    "midnight",
)  # fmt: skip
OCCURRED = re.compile(
    r"\s(?:is|was|are|were|happened|happens|took\s+place|takes\s+place|starts?|started|begins?|began"
    r"|opens|opened|ended|ends"
    rf"|(?:is|was)\s+(?:scheduled|held|planned|set)(?:\s+for)?)\s+(?:(?:on|at|in|back\s+in"
    rf"|for)\s+)?(?P<object>{_TIME})(?![\w'’])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verb:
    """`pattern` between two phrases says `predicate` of them, the second of the first where it is passive.

    One of `signs` stands in every sentence that says it: a look at them saves the search.
    """

    predicate: Predicate
    pattern: re.Pattern[str]
    object: Object
    confidence: float
    signs: tuple[str, ...]
    needs_article: bool = False
    passive: bool = False


def _verb(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\s(?:{pattern})\s+", re.IGNORECASE)


_CAUSING = (
    r"(?:(?:has|have|had)\s+)?(?:causes|caused|(?<=s\s)cause|leads?\s+to|led\s+to|results?\s+in|resulted\s+in"
    r"|triggers|triggered"
    r"|brings?\s+about|brought\s+about)"
)
VERBS: tuple[Verb, ...] = (
    Verb("causes", _verb(_CAUSING), "phrase", 0.7, ("caus", "lead", "led to", "result", "trigger", " about")),
    Verb(
        "causes",
        _verb(r"(?:is|was|are|were)\s+(?:caused|triggered|brought\s+about)\s+by"),
        "phrase",
        0.7,
        (" by ",),
        passive=True,
    ),
    Verb(
        "created",
        _verb(rf"(?:is|was|were|are)\s+(?:originally\s+|first\s+)?(?:{MADE})\s+(?:in\s+\d{{4}}\s+)?by"),
        "name",
        0.8,
        (" by ",),
        passive=True,
    ),
    Verb(
        "located_in",
        _verb(r"(?:is|are|stands|lies)\s+(?:(?:located|based|situated)\s+)?(?:in|near)"),
        "place",
        0.8,
        (" in ", " near "),
        needs_article=True,
    ),
    Verb(
        "part_of",
        _verb(r"(?:is|are)\s+(?:a\s+)?part\s+of|belongs?\s+to"),
        "phrase",
        0.7,
        ("part of", "belong"),
        needs_article=True,
    ),
    Verb(
        "related_to",
        _verb(r"(?:is|are)\s+(?:closely\s+)?(?:related|connected)\s+to"),
        "phrase",
        0.7,
        ("related to", "connected to"),
    ),
)
