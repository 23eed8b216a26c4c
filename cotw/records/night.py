"""Nights: office hours by the clock on the wall, and which night an instant belongs to.

A night is named by the date on which its office hours began, and lasts until the next ones begin: what was
missed in it may be made up for all day. Nothing here asks what a clock showed before, so that a clock that
is set, and nights an hour longer or shorter, make no night twice and leave none out.

What a night is told with – its day, and what was said and done until people get up – goes from five in the
morning to five in the morning, whatever the office hours are: `night_of` and `night_bounds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)
_FIVE = time(5)


@dataclass(frozen=True, slots=True)
class Nights:
    """The nights of a person who lives in `zone`."""

    begins: time
    ends: time
    zone: tzinfo

    def night_of(self, now: datetime) -> date:
        """The night whose office hours began last."""
        today = now.astimezone(self.zone).date()
        return today if self.beginning(today) <= now else today - _DAY

    def beginning(self, night: date) -> datetime:
        """When office hours of a night begin."""
        return self._instant(night, self.begins)

    def ending(self, night: date) -> datetime:
        """When they end: the next morning, or on the same day if they do not go over midnight."""
        return self._instant(night if self.ends > self.begins else night + _DAY, self.ends)

    def is_night(self, now: datetime) -> bool:
        """Whether it is office hours."""
        return now < self.ending(self.night_of(now))

    def next_at(self, now: datetime, at: time) -> datetime:
        """The next instant at which a clock on the wall shows `at`."""
        today = now.astimezone(self.zone).date()
        instant = self._instant(today, at)
        return instant if instant > now else self._instant(today + _DAY, at)

    def _instant(self, day: date, at: time) -> datetime:
        """In UTC: instants of one zone are compared by what the clock shows, which may go back."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def night_of(instant: datetime, zone: tzinfo) -> date:
    """The night that an instant is told with: until five in the morning that of the day before."""
    return _whole(zone).night_of(instant)


def night_bounds(night: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """From when until when is told with a night, in UTC: the clock on the wall shows five once a day."""
    nights = _whole(zone)
    return nights.beginning(night), nights.beginning(night + _DAY)


def _whole(zone: tzinfo) -> Nights:
    return Nights(_FIVE, _FIVE, zone)
