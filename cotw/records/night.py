"""Nights: office hours by the clock on the wall, and which night an instant belongs to.

A night has the date of its evening, also where it begins after midnight. To the nightshift it lasts until the
next one begins: what was missed in it may be made up for all day (`Nights`). Whoever tells of a night tells
of the day before it too, from five to five (`night_bounds`). What a night may cost is counted from noon to
noon, when hardly anybody's night begins (`night_began`).

Nothing here asks what a clock showed before, so that a clock that is set, and nights an hour longer or
shorter, make no night twice and leave none out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)
_NOON = time(12)
# Until then it is still the night of the day before.
_MORNING = time(5)


@dataclass(frozen=True, slots=True)
class Nights:
    """The nights of a person who lives in `zone`."""

    begins: time
    ends: time
    zone: tzinfo

    def night_of(self, now: datetime) -> date:
        """The night whose office hours began last."""
        evening = now.astimezone(self.zone).date() - self._lag
        return evening if self.beginning(evening) <= now else evening - _DAY

    def beginning(self, night: date) -> datetime:
        """When office hours of a night begin."""
        return self._instant(night + self._lag, self.begins)

    def ending(self, night: date) -> datetime:
        """When they end: the next morning, or on the same day if they do not go over midnight."""
        first = night + self._lag
        return self._instant(first if self.ends > self.begins else first + _DAY, self.ends)

    def is_night(self, now: datetime) -> bool:
        """Whether it is office hours."""
        return now < self.ending(self.night_of(now))

    def next_at(self, now: datetime, at: time) -> datetime:
        """The next instant at which a clock on the wall shows `at`."""
        today = now.astimezone(self.zone).date()
        instant = self._instant(today, at)
        return instant if instant > now else self._instant(today + _DAY, at)

    @property
    def _lag(self) -> timedelta:
        """From the date of a night to the one on which its office hours begin."""
        return _DAY if self.begins < _NOON else timedelta()

    def _instant(self, day: date, at: time) -> datetime:
        """In UTC: instants of one zone are compared by what the clock shows, which may go back."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def night_of(instant: datetime, zone: tzinfo) -> date:
    """The day on whose evening the night began, or will begin."""
    local = instant.astimezone(zone)
    return local.date() if local.time() >= _MORNING else local.date() - _DAY


def night_bounds(night: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """From five in the morning to five in the morning: when a night's work is done, idle hours included."""
    # By the clock on the wall, which shows five once a day whether it is put forward or back in the night.
    begins, ends = (datetime.combine(day, _MORNING, zone) for day in (night, night + _DAY))
    return begins.astimezone(UTC), ends.astimezone(UTC)


def night_began(now: datetime, zone: tzinfo) -> datetime:
    """When the night of `now` began: at the last noon, so that it is one whatever hours it keeps."""
    local = now.astimezone(zone)
    day = local.date() if local.time() >= _NOON else local.date() - _DAY
    return datetime.combine(day, _NOON, zone)
