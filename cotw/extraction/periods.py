"""Periods: stretches of the calendar as people name them – a day, a week, a season, "about two weeks ago".

A period is two local times without a zone: its first moment, and the first one after it. Weeks begin on
Monday, seasons are those of meteorologists in the northern half of the world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_MIDNIGHT = time()
_DAY = timedelta(days=1)
_SEASON_BEGINS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
# First hour, and first hour after it; more than 24 is in the next morning.
_PARTS = {
    "early": (4, 9),
    "morning": (5, 12),
    "noon": (11, 14),
    "afternoon": (12, 18),
    "evening": (17, 24),
    "night": (18, 29),
}
_THIRDS = {"early": 0, "middle": 1, "late": 2}
_SHORT = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
# People who say "ten weeks ago" have not counted: a fifth of the distance may be wrong.
_VAGUE = 5


@dataclass(frozen=True, slots=True)
class Period:
    """From `begin` until just before `end`, local times without a zone."""

    begin: datetime
    end: datetime

    @property
    def is_day(self) -> bool:
        """Whether this is one whole day."""
        return self.begin.time() == _MIDNIGHT and self.end - self.begin == _DAY


def days(first: date, count: int = 1) -> Period:
    """`count` days from `first` on."""
    begin = datetime.combine(first, _MIDNIGHT)
    return Period(begin, begin + count * _DAY)


def months(year: int, month: int, count: int = 1) -> Period:
    """`count` months; `month` may be less than 1 or more than 12."""
    return Period(_month_start(year, month), _month_start(year, month + count))


def _month_start(year: int, month: int) -> datetime:
    years, place = divmod(month - 1, 12)
    return datetime(year + years, place + 1, 1)


def week(of: date, weeks: int = 0) -> Period:
    """The week that holds the day `of`, or one so many weeks later."""
    return days(of - timedelta(days=of.weekday()) + timedelta(weeks=weeks), 7)


def weekend(of: date, weeks: int = 0) -> Period:
    """Saturday and Sunday of such a week."""
    return days(week(of, weeks).begin.date() + timedelta(days=5), 2)


def season(year: int, name: str) -> Period:
    """A season that begins in `year`."""
    return months(year, _SEASON_BEGINS[name], 3)


def holiday(year: int, name: str) -> Period:
    """A holiday of `year`: Christmas has three days, Easter is Good Friday to Easter Monday."""
    match name:
        case "christmas":
            return days(date(year, 12, 24), 3)
        case "christmas eve":
            return days(date(year, 12, 24))
        case "new year's eve":
            return days(date(year, 12, 31))
        case "new year":
            return days(date(year, 1, 1))
        case "halloween":
            return days(date(year, 10, 31))
        case "valentine":
            return days(date(year, 2, 14))
        case "thanksgiving":
            return days(date(year, 11, 22 + (3 - date(year, 11, 22).weekday()) % 7))
    from dateutil.easter import easter

    sunday: date = easter(year)
    first = sunday - timedelta(days=2) if name == "easter" else sunday + timedelta(days=49)
    return days(first, 4 if name == "easter" else 2)


def part_of_day(day: date, name: str) -> Period:
    """A part of a day; a night goes on until the next morning."""
    begin = datetime.combine(day, _MIDNIGHT)
    first, after = _PARTS[name]
    return Period(begin + timedelta(hours=first), begin + timedelta(hours=after))


def around_hour(day: date, hour: int, minute: int) -> Period:
    """About a time of a day: from half an hour before it until an hour after it."""
    at = datetime.combine(day, time(hour, minute))
    return Period(at - timedelta(minutes=30), at + timedelta(hours=1))


def third(of: Period, name: str) -> Period:
    """The `early`, `middle` or `late` third of a period, in whole days where it has at least three."""
    place, length = _THIRDS[name], of.end - of.begin
    cuts = [of.begin + length * share / 3 for share in (place, place + 1)]
    if length >= 3 * _DAY:
        cuts = [datetime.combine(cut.date(), _MIDNIGHT) for cut in cuts]
    return Period(cuts[0], cuts[1])


def ago(now: datetime, count: int, unit: str, *, vague: int = _VAGUE) -> Period:
    """About `count` units before `now`: the wider, the longer ago; three days ago is one day, though.

    1 / `vague` of the distance may be wrong in either direction.
    """
    if unit in _SHORT:
        distance = count * _SHORT[unit]
        spare = max(_SHORT[unit] / 2, distance / vague)
        return Period(now - distance - spare, now - distance + spare)
    around = _before(now, count, unit).date()
    spare_days = max(_DAYS[unit] // 2, count * _DAYS[unit] // vague)
    period = days(around - timedelta(days=spare_days), 2 * spare_days + 1)
    return Period(period.begin, min(period.end, now)) if unit != "day" else period


def past(now: datetime, count: int, unit: str) -> Period:
    """The last `count` units, until `now`; days are whole ones."""
    if unit in _SHORT:
        return Period(now - count * _SHORT[unit], now)
    return Period(days(_before(now, count, unit).date()).begin, now)


def _before(now: datetime, count: int, unit: str) -> datetime:
    from dateutil.relativedelta import relativedelta

    before: datetime = now - relativedelta(**{f"{unit}s": count})
    return before


def latest(of_year: Callable[[int], Period], now: datetime, *, over: bool) -> Period:
    """The latest period of this kind that has begun, or, with `over`, that has ended; else ValueError."""
    found = [_tried(of_year, year) for year in range(now.year, max(now.year - 9, 1), -1)]
    fitting = [one for one in found if one and (one.end if over else one.begin) <= now]
    if not fitting:
        raise ValueError("no year has such a period")
    return fitting[0]


def _tried(of_year: Callable[[int], Period], year: int) -> Period | None:
    """29 February is not in every year."""
    try:
        return of_year(year)
    except ValueError:
        return None


def together(periods: Iterable[Period]) -> Period:
    """From the first moment of any of them to the last."""
    known = list(periods)
    return Period(min(one.begin for one in known), max(one.end for one in known))
