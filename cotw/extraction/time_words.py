"""Words about time, in English and German, and the patterns that phrases are made of.

A pattern is written as people write the phrase: a blank stands for any white space, `{month}` for any
month. Whatever could be a name or a verb is left to the rules: "may", "march", "April", "fall", "Spring".
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def _table(**lines: str) -> dict[str, str]:
    """word -> meaning, from meaning -> words between `|`; an underscore in a meaning is a blank."""
    return {word: name.replace("_", " ") for name, words in lines.items() for word in words.split("|")}


_MONTH_NAMES = (
    "january|januar|jänner|jaenner",
    "february|februar",
    "march|märz|maerz",
    "april",
    "may|mai",
    "june|juni",
    "july|juli",
    "august",
    "september",
    "october|oktober",
    "november",
    "december|dezember",
)
_MONTH_SHORT = ("jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sept|sep", "oct|okt", "nov", "dec|dez")
MONTHS = {word: place for place, words in enumerate(_MONTH_NAMES, 1) for word in words.split("|")}
SHORT_MONTHS = {
    word: place for place, words in enumerate(_MONTH_SHORT, 1) for word in words.split("|") if word
}
WEEKDAYS = {
    word: place
    for place, words in enumerate(
        (
            "monday|montag",
            "tuesday|dienstag",
            "wednesday|mittwoch",
            "thursday|donnerstag",
            "friday|freitag",
            "saturday|samstag|sonnabend",
            "sunday|sonntag",
        )
    )
    for word in words.split("|")
}
NUMBERS = {
    word: count
    for count, words in {
        1: "a|an|one|ein|eine|einer|einem|einen",
        2: "two|a couple of|a couple|couple of|zwei",
        3: "three|drei",
        4: "four|vier|a few|few|several|ein paar|einigen|mehreren",
        5: "five|fünf|fuenf",
        6: "six|sechs",
        7: "seven|sieben",
        8: "eight|acht",
        9: "nine|neun",
        10: "ten|zehn",
        11: "eleven|elf",
        12: "twelve|zwölf|zwoelf",
    }.items()
    for word in words.split("|")
}
UNCOUNTED = re.compile("few|several|couple|paar|einigen|mehreren", re.IGNORECASE)
UNITS = _table(
    minute="minute|minutes|minuten",
    hour="hour|hours|stunde|stunden",
    day="day|days|tag|tage|tagen",
    week="week|weeks|woche|wochen",
    month="month|months|monat|monate|monaten|monats",
    year="year|years|jahr|jahre|jahren|jahres",
)
PARTS = _table(
    early="früh|frueh",
    morning="morning|morgen|vormittag",
    noon="noon|mittag",
    afternoon="afternoon|nachmittag",
    evening="evening|abend",
    night="night|nacht",
)
SEASONS = _table(
    spring="spring|frühling|frühjahr",
    summer="summer|sommer",
    autumn="autumn|fall|herbst",
    winter="winter",
)
HOLIDAYS = _table(
    christmas="christmas|xmas|weihnachten",
    christmas_eve="christmas eve|heiligabend",
    **{"new_year's_eve": "new year's eve|new year’s eve|silvester"},
    new_year="new year's day|new year’s day|new year's|new year’s|new year|neujahr",
    halloween="halloween",
    valentine="valentine's day|valentine’s day|valentinstag",
    thanksgiving="thanksgiving",
    easter="easter|ostern",
    pentecost="pentecost|pfingsten",
)
THIRDS = _table(
    early="early|(?:the )?beginning of|(?:the )?start of|anfang",
    middle="mid|(?:the )?middle of|mitte",
    late="late|(?:the )?end of|ende",
)
# Months that are first names or verbs as well.
NAMES = frozenset({"april", "may", "june", "august", "march", "mar", "jan"})
VERBS = frozenset({"may", "march", "mar"})

# What may not follow a phrase: more of a word, of a number or of a name with a dot in it.
END = r"(?!\w|[.,:/-]\d|[.-]\w)"
_LAST = "last|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?"
_THIS = "this|diese[nrsm]?"


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_PIECES = {
    "last": f"(?:{_LAST})",
    "this": f"(?:{_THIS})",
    "either": f"(?:(?P<last>{_LAST})|{_THIS})",
    "month": f"(?P<month>{_any(MONTHS)})",
    "anymonth": rf"(?P<month>{_any(MONTHS)}|(?:{_any(SHORT_MONTHS)})\b\.?)",
    "weekday": f"(?P<weekday>{_any(WEEKDAYS)})",
    "number": rf"(?P<number>\d{{1,3}}|{_any(NUMBERS)})",
    "unit": f"(?P<unit>{_any(UNITS)})",
    "part": f"(?P<part>{_any(PARTS)})",
    "season": f"(?P<season>{_any(SEASONS)})",
    "holiday": f"(?P<holiday>{_any(HOLIDAYS)})",
    "third": f"(?P<third>{_any(THIRDS)})",
    "year": r"(?P<year>19[7-9]\d|20\d\d)",
    "day": r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|\.)?",
    "first": r"(?P<first>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|\.)?",
    "hour": r"(?P<hour>[01]?\d|2[0-3])",
}


def pattern(phrase: str, *, end: str = END) -> re.Pattern[str]:
    """The pattern of a phrase, to be matched where a word begins."""
    for name, piece in _PIECES.items():
        phrase = phrase.replace(f"{{{name}}}", piece)
    return re.compile(rf"(?:{phrase}){end}".replace(" ", r"\s+"), re.IGNORECASE)


def month_number(word: str) -> int:
    """1 to 12, of a name or its short form."""
    word = word.lower().rstrip(".")
    return MONTHS.get(word) or SHORT_MONTHS[word]


def number(word: str) -> int:
    """What a number word or digits say."""
    word = " ".join(word.lower().split())
    return int(word) if word.isdecimal() else NUMBERS[word]
