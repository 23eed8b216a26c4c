"""Time phrases: "last Tuesday", "vor zwei Wochen", "3 May 2024" – read at one place of a text, as a period.

A rule is a pattern and its meaning. Clear phrases speak of time wherever they stand; loose ones ("May",
"Tuesday", "2023") only after a word such as "in" or "since". Of several that match the longest counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cotw.extraction import periods
from cotw.extraction import time_meanings as mean
from cotw.extraction.periods import Period
from cotw.extraction.time_words import NAMES, PARTS, THIRDS, pattern

_Rules = Sequence[tuple[re.Pattern[str], mean.Meaning]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that was read, and where it ends.

    `loose`: it means the latest that fits. `unsure`: it may be now or to come: "today", "in July".
    `name`: it may be somebody's name.
    """

    period: Period
    end: int
    loose: bool = False
    unsure: bool = False
    name: bool = False


def phrase_at(text: str, place: int, now: datetime, *, bound: bool = False) -> Phrase | None:
    """The longest phrase that begins at `place`; with `bound` it may be a loose one. `now` is local."""
    found = [*_thirds(text, place, now)]
    if whole := _longest(text, place, now, bound):
        found.append(_narrowed(text, whole))
    return max(found, key=lambda one: one.end, default=None)


def _longest(text: str, place: int, now: datetime, bound: bool) -> Phrase | None:
    rules = (*_CLEAR, *_LOOSE) if bound else _CLEAR
    return max(_matches(text, place, now, rules), key=lambda one: one.end, default=None)


def _matches(text: str, place: int, now: datetime, rules: _Rules) -> Iterator[Phrase]:
    for rule, meaning in rules:
        match = rule.match(text, place)
        if match is None:
            continue
        try:
            period = meaning(match, now)
        except (ValueError, OverflowError):  # the 31st of February, or before the year 1
            continue
        if period:
            loose, name = (rule, meaning) in _LOOSE, match.group().lower() in NAMES
            unsure = meaning in _CURRENT or (loose and meaning is not mean.past)
            unsure = unsure and not match.groupdict().get("year")
            yield Phrase(period, match.end(), loose, unsure, name)


def _thirds(text: str, place: int, now: datetime) -> Iterator[Phrase]:
    """Early May, the end of last year."""
    match = _THIRD.match(text, place)
    whole = _longest(text, match.end(), now, bound=True) if match else None
    if match and whole and not whole.period.is_day:
        name = next(name for words, name in THIRDS.items() if pattern(words).fullmatch(match["third"]))
        yield replace(whole, period=periods.third(whole.period, name))


def _narrowed(text: str, phrase: Phrase) -> Phrase:
    """A day becomes the part or the hour of it that is named next."""
    if not phrase.period.is_day:
        return phrase
    day = phrase.period.begin.date()
    if match := _PART_AFTER.match(text, phrase.end):
        part = periods.part_of_day(day, PARTS[match["part"].lower()])
        return replace(phrase, period=part, end=match.end())
    if match := _HOUR_AFTER.match(text, phrase.end):
        hour = int(match["hour"])
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        period = periods.around_hour(day, hour, int(match["minute"] or 0))
        return replace(phrase, period=period, end=match.end())
    return phrase


# A number is no year and no day where it counts something: "in 2000 lines", "June 5 tickets".
_NO_COUNT = (
    r"(?! (?:(?!(?:was|is|his|this|has|does|as|us|james)\b)[a-zäöü]+s|zeilen|dateien|stunden|people)\b)"
)
# "The spring" may be part of a name: the spring fair.
_ALONE = (
    r"(?=\s*[?.!,;:)]|\s*$"
    r"| (?:about|and|by|did|do|for|had|has|have|he|i|it|or|she|that|they|to|was|we|were|when|with|you)\b)"
)
_OF = r"(?:(?:,\s?|\s)(?:of )?{year})"
_DAY_NAME = "(?:{weekday},? )?"
_WEEKEND = "(?:weekend|wochenende)"
_TO = "(?:-|–| - | – | (?:to|until|and|bis|bis zum|und) )"

_THIRD = pattern("{third} (?:(?:the|des|der) )?", end="")
_PART_AFTER = pattern("(?:,? (?:in the |am )?){part}")
_HOUR_AFTER = pattern(
    r",? (?:at|um|gegen|around) {hour}(?::(?P<minute>[0-5]\d))?(?:\s?(?P<half>[ap])\.?m\b\.?| uhr)?"
)
_TODAY, _THIS_WEEK = mean.day(0), mean.unit(0)
_CURRENT = (_TODAY, _THIS_WEEK, mean.weekend, mean.surely_dated)
_CLEAR: _Rules = (
    (pattern(r"(?:19[7-9]\d|20\d\d)-\d\d-\d\d"), mean.iso_date),
    (pattern(r"\d{1,2}\.\d{1,2}\.(?:19[7-9]\d|20\d\d)"), mean.dotted_date),
    (pattern(r"\d{1,2}/\d{1,2}/(?:19[7-9]\d|20\d\d)"), mean.slashed_date),
    (pattern(f"{_DAY_NAME}(?:the |den )?{{day}} (?:of )?{{anymonth}}{_OF}?"), mean.surely_dated),
    (pattern(f"{_DAY_NAME}{{anymonth}} (?:the )?{{day}}{_OF}?{_NO_COUNT}"), mean.surely_dated),
    (pattern(f"{{first}}{_TO}(?:dem )?{{day}} (?:of )?{{anymonth}}{_OF}?"), mean.surely_dated),
    (pattern(rf"(?<!\d\s){{anymonth}}{_OF}"), mean.month),
    (pattern(f"(?:the )?{{season}}{_OF}"), mean.season),
    (pattern(f"{{holiday}}{_OF}"), mean.holiday),
    (pattern("q(?P<quarter>[1-4]) (?:of )?{year}"), mean.quarter),
    (pattern("today(?!['’])|heute"), _TODAY),
    (pattern("yesterday|gestern"), mean.day(1)),
    (pattern("(?:the )?day before yesterday|vorgestern"), mean.day(2)),
    (pattern("last night|gestern nacht|letzte nacht"), mean.part_of_day(1, "night")),
    (pattern("tonight"), mean.part_of_day(0, "evening")),
    (pattern("(?:{this}|heute) {part}"), mean.part_of_day(0)),
    (pattern("the other day"), mean.other_day),
    (pattern(f"{{last}} {_WEEKEND}"), mean.last_weekend),
    (pattern(f"{{this}} {_WEEKEND}"), mean.weekend),
    (pattern("{last} (?:quarter|quartal)"), mean.last_quarter),
    (pattern("{last} {unit}"), mean.unit(-1)),
    (pattern("the {unit} before last"), mean.unit(-2)),
    (pattern("vorletzte[nrsm]? {unit}"), mean.unit(-2)),
    (pattern("{this} {unit}"), _THIS_WEEK),
    (pattern("{last} {weekday}"), mean.weekday),
    (pattern("{this} {weekday}"), mean.weekday_of(0)),
    (pattern("{weekday}(?: of| in)?(?: der)? {last} (?:week|woche)"), mean.weekday_of(-1)),
    (pattern("{last} (?:week|woche)(?: on| am)? {weekday}"), mean.weekday_of(-1)),
    (pattern("{either} {month}"), mean.either_month),
    (pattern("{either} {season}"), mean.either_season),
    (pattern("(?:about |around |roughly )?{number} {unit} ago"), mean.ago),
    (pattern("vor (?:etwa |rund |ungefähr )?{number} {unit}"), mean.ago),
    (pattern("(?:the )?(?:last|past) {number} {unit}"), mean.past),
    (pattern("(?:den |die )?letzten {number} {unit}"), mean.past),
    (pattern("(?:the )?past {unit}"), mean.past),
)
_LOOSE: _Rules = (
    (pattern("(?:the )?{day} (?:of )?{anymonth}"), mean.dated),
    (pattern(f"{{anymonth}} (?:the )?{{day}}{_NO_COUNT}"), mean.dated),
    (pattern(r"(?P<day>[0-3]?\d)\.(?P<number>1[0-2]|0?[1-9])\."), mean.short_date),
    (pattern(r"{month}(?!['’]|\s*\d)"), mean.month),
    (pattern(f"(?:the year |dem jahr |jahr )?{{year}}(?!['’]){_NO_COUNT}"), mean.year),
    (pattern("(?:the )?q(?P<quarter>[1-4])"), mean.quarter),
    (pattern("{season}"), mean.season),
    (pattern(f"the {{season}}{_ALONE}"), mean.season),
    (pattern("{holiday}"), mean.holiday),
    (pattern(r"{weekday}(?! (?:night|morning|afternoon|evening)s\b)"), mean.weekday),
    (pattern(r"{weekday}\s?{part}"), mean.weekday_part),
    (pattern(f"(?:the )?{_WEEKEND}"), mean.weekend),
    (pattern("the last {unit}"), mean.past),
)
