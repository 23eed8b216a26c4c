"""What time phrases mean: a match of a phrase and the local moment of asking give a period, or nothing.

A phrase without a year means the latest one that has begun; nobody remembers what is to come.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from cotw.extraction import periods
from cotw.extraction.periods import Period
from cotw.extraction.time_words import (
    HOLIDAYS,
    PARTS,
    SEASONS,
    UNCOUNTED,
    UNITS,
    VERBS,
    WEEKDAYS,
    month_number,
    number,
)

Meaning = Callable[[re.Match[str], datetime], Period | None]


def iso_date(match: re.Match[str], _: datetime) -> Period:
    """2024-05-03"""
    return periods.days(date.fromisoformat(match.group()))


def dotted_date(match: re.Match[str], _: datetime) -> Period:
    """3.5.2024, the day first."""
    day, month, year = map(int, match.group().split("."))
    return periods.days(date(year, month, day))


def slashed_date(match: re.Match[str], _: datetime) -> Period | None:
    """3/25/2024; day and month can be told apart where one of them is above 12."""
    one, other, year = map(int, match.group().split("/"))
    if one <= 12 and other <= 12 and one != other:
        return None
    return periods.days(date(year, min(one, other), max(one, other)))


def short_date(match: re.Match[str], now: datetime) -> Period:
    """3.11. without a year."""
    day, month = int(match["day"]), int(match["number"])
    return periods.latest(lambda year: periods.days(date(year, month, day)), now, over=False)


def dated(match: re.Match[str], now: datetime) -> Period | None:
    """A day of a month, or some days of it."""
    month, last = month_number(match["month"]), int(match["day"])
    first = int(match.groupdict().get("first") or last)
    if first > last:
        return None

    def of_year(year: int) -> Period:
        return periods.days(
            date(year, month, first), (date(year, month, last) - date(year, month, first)).days + 1
        )

    return _of_year(match, now, of_year)


def surely_dated(match: re.Match[str], now: datetime) -> Period | None:
    """A day of a month that is no verb: "5 may" needs a year, or "on" before it."""
    if not match["year"] and match["month"].lower().rstrip(".") in VERBS:
        return None
    return dated(match, now)


def month(match: re.Match[str], now: datetime) -> Period:
    """May 2024, or in May."""
    place = month_number(match["month"])
    return _of_year(match, now, lambda year: periods.months(year, place))


def either_month(match: re.Match[str], now: datetime) -> Period | None:
    """Last May, or this one; the verb is not written with a capital."""
    word = match["month"]
    if word.lower() in VERBS and word.islower():
        return None
    place = month_number(word)
    if match["last"]:
        return periods.latest(lambda year: periods.months(year, place), now, over=True)
    return periods.months(now.year, place)


def year(match: re.Match[str], _: datetime) -> Period:
    """2023"""
    return periods.months(int(match["year"]), 1, 12)


def quarter(match: re.Match[str], now: datetime) -> Period:
    """Q3 2024, or in Q3."""
    first = 3 * int(match["quarter"]) - 2
    return _of_year(match, now, lambda year: periods.months(year, first, 3))


def last_quarter(_: re.Match[str], now: datetime) -> Period:
    """The quarter before this one."""
    return periods.months(now.year, (now.month - 1) // 3 * 3 - 2, 3)


def season(match: re.Match[str], now: datetime) -> Period | None:
    """Summer 2022, or in summer. A fall may be one from a ladder, and Spring a library."""
    word = match["season"]
    if not match.groupdict().get("year") and (word == "Spring" or word.lower() == "fall"):
        return None
    return _of_year(match, now, partial(periods.season, name=SEASONS[word.lower()]))


def either_season(match: re.Match[str], now: datetime) -> Period:
    """Last summer is the latest that is over."""
    of_year = partial(periods.season, name=SEASONS[match["season"].lower()])
    return periods.latest(of_year, now, over=bool(match["last"]))


def holiday(match: re.Match[str], now: datetime) -> Period:
    """Christmas 2023, or at Christmas."""
    name = HOLIDAYS[" ".join(match["holiday"].lower().split())]
    return _of_year(match, now, partial(periods.holiday, name=name))


def _of_year(match: re.Match[str], now: datetime, of_year: Callable[[int], Period]) -> Period:
    """What is meant in the year that is named, else the latest that has begun."""
    named = match.groupdict().get("year")
    return of_year(int(named)) if named else periods.latest(of_year, now, over=False)


def weekday(match: re.Match[str], now: datetime) -> Period:
    """The last Tuesday before today."""
    back = (now.weekday() - WEEKDAYS[match["weekday"].lower()] - 1) % 7 + 1
    return periods.days(now.date() - timedelta(days=back))


def weekday_part(match: re.Match[str], now: datetime) -> Period:
    """On Tuesday morning."""
    return periods.part_of_day(weekday(match, now).begin.date(), PARTS[match["part"].lower()])


def weekday_of(weeks: int) -> Meaning:
    """Tuesday of this week, or of one so many weeks later."""

    def meaning(match: re.Match[str], now: datetime) -> Period:
        monday = periods.week(now.date(), weeks).begin
        return periods.days(monday.date() + timedelta(days=WEEKDAYS[match["weekday"].lower()]))

    return meaning


def ago(match: re.Match[str], now: datetime) -> Period:
    """Two weeks ago; "a few" and "a couple" may be half as many, or as many again."""
    count, unit = number(match["number"]), UNITS[match["unit"].lower()]
    if UNCOUNTED.search(match["number"]):
        return periods.ago(now, count, unit, vague=2)
    return periods.ago(now, count, unit)


def past(match: re.Match[str], now: datetime) -> Period:
    """The past two weeks, until now."""
    count = match.groupdict().get("number") or "one"
    return periods.past(now, number(count), UNITS[match["unit"].lower()])


def unit(step: int) -> Meaning:
    """This week, month or year by the calendar, or the one so many later."""

    def meaning(match: re.Match[str], now: datetime) -> Period | None:
        match UNITS[match["unit"].lower()]:
            case "week":
                return periods.week(now.date(), step)
            case "month":
                return periods.months(now.year, now.month + step)
            case "year":
                return periods.months(now.year + step, 1, 12)
            case _:  # "the last day", "this minute"
                return None

    return meaning


def day(back: int) -> Meaning:
    """So many days before today."""
    return lambda _, now: periods.days(now.date() - timedelta(days=back))


def part_of_day(back: int, name: str | None = None) -> Meaning:
    """A part of such a day; without a name, the one that the phrase names."""

    def meaning(match: re.Match[str], now: datetime) -> Period:
        part = name or PARTS[match["part"].lower()]
        return periods.part_of_day(now.date() - timedelta(days=back), part)

    return meaning


def other_day(_: re.Match[str], now: datetime) -> Period:
    """The other day: one of the last ten."""
    return periods.days(now.date() - timedelta(days=10), 10)


def last_weekend(_: re.Match[str], now: datetime) -> Period:
    """The weekend of last week."""
    return periods.weekend(now.date(), -1)


def weekend(_: re.Match[str], now: datetime) -> Period:
    """The latest weekend that has begun."""
    return periods.weekend(now.date(), 0 if now.weekday() >= 5 else -1)
