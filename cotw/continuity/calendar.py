"""The calendar: days, weeks and months where the person lives, and how people name them.

A week is that of ISO 8601: it begins on a Monday and is written `2026-W11`. It may lie in two months.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from cotw.clock import end_of_day, local_day
from cotw.errors import UsageError
from cotw.extraction.times import Window, read_time

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_DAY = timedelta(days=1)
# A bare name of a day or month may be anything in a question; here it can be nothing else.
_LEADS = ("{}", "on {}", "in {}", "last {}", "am {}", "im {}")


class Span(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A day, week or month of the calendar, by its first day."""

    first: date
    span: Span

    @classmethod
    def holding(cls, day: date, span: Span) -> Period:
        """The period of that length in which `day` lies."""
        match span:
            case Span.DAY:
                return cls(day, span)
            case Span.WEEK:
                return cls(day - timedelta(days=day.weekday()), span)
            case Span.MONTH:
                return cls(day.replace(day=1), span)

    @property
    def after(self) -> date:
        """The first day that is not in it any more."""
        match self.span:
            case Span.DAY:
                return self.first + _DAY
            case Span.WEEK:
                return self.first + 7 * _DAY
            case Span.MONTH:
                return (self.first + 31 * _DAY).replace(day=1)

    @property
    def last(self) -> date:
        """The last day in it."""
        return self.after - _DAY

    @property
    def name(self) -> str:
        """`2026-03-14`, `2026-W11` or `2026-03`; parses back."""
        match self.span:
            case Span.DAY:
                return self.first.isoformat()
            case Span.WEEK:
                year, week, _ = self.first.isocalendar()
                return f"{year:04d}-W{week:02d}"
            case Span.MONTH:
                return f"{self.first:%Y-%m}"

    @property
    def title(self) -> str:
        """As one says it: `Saturday, 14 March 2026`."""
        match self.span:
            case Span.DAY:
                return f"{self.first:%A}, {_day(self.first)}"
            case Span.WEEK:
                same = (self.first.year, self.first.month) == (self.last.year, self.last.month)
                begin = str(self.first.day) if same else _day(self.first)
                return f"Week {self.first.isocalendar().week}, {begin} – {_day(self.last)}"
            case Span.MONTH:
                return f"{self.first:%B %Y}"

    def bounds(self, zone: tzinfo) -> Window:
        """Its first instant, and the first one after it, for a person in `zone`."""
        return Window(end_of_day(self.first - _DAY, zone), end_of_day(self.last, zone))

    def before(self) -> Period:
        """The one just before it."""
        return Period.holding(self.first - _DAY, self.span)

    def parts(self) -> Iterator[Period]:
        """The days of a week, the weeks that a month touches; a day has none."""
        smaller = {Span.WEEK: Span.DAY, Span.MONTH: Span.WEEK}.get(self.span)
        part = Period.holding(self.first, smaller) if smaller else None
        while part is not None and part.first < self.after:
            yield part
            part = Period(part.after, part.span)

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.after


def named_period(text: str, now: datetime, zone: tzinfo) -> Period:
    """The period that somebody means: `2026-03-14`, `2026-W11`, `2026-03`, `yesterday`, `last week`.

    Raises UsageError for anything else.
    """
    period = _written(text.strip()) or _spoken(text, now, zone)
    if period is None:
        raise UsageError(
            f"{text!r} is no day, week or month", hint="write 2026-03-14, 2026-W11, 2026-03, or 'last week'"
        )
    return period


def named_window(text: str, now: datetime, zone: tzinfo) -> Window | None:
    """From when to when somebody means who says `text` at `now`; None if it is no time."""
    for lead in _LEADS:
        read = read_time(lead.format(text.strip()), now, zone)
        if read is not None and read.window is not None:
            return read.window
    return None


def _written(text: str) -> Period | None:
    try:
        if week := _WEEK.fullmatch(text):
            return Period(date.fromisocalendar(int(week[1]), int(week[2]), 1), Span.WEEK)
        if month := _MONTH.fullmatch(text):
            return _sensible(Period(date(int(month[1]), int(month[2]), 1), Span.MONTH))
        return _sensible(Period(date.fromisoformat(text), Span.DAY))
    except ValueError:
        return None


def _sensible(period: Period) -> Period | None:
    """None for years that have no instants before or after them."""
    return period if 1970 <= period.first.year <= 9998 else None


def _spoken(text: str, now: datetime, zone: tzinfo) -> Period | None:
    window = named_window(text, now, zone)
    if window is None or window.since is None or window.until is None:
        return None
    first = local_day(window.since, zone)
    for span in Span:
        period = Period.holding(first, span)
        if period.bounds(zone) == window:
            return period
    return None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
