"""Time: aware UTC inside, the home's time zone for days.

A clock is a function without arguments that returns the present instant; it is passed in, so that tests
and `COTW_NOW` can fix it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cotw.errors import ConfigError

Clock = Callable[[], datetime]

# Unix times above this many seconds lie in the year 5138: the number counts milliseconds.
_SECONDS_LIMIT = 100_000_000_000


def system_clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def fixed_clock(text: str) -> Clock:
    """A clock that always shows `text` (RFC 3339)."""
    instant = parse_instant(text)
    return lambda: instant


def parse_instant(value: object, zone: tzinfo = UTC) -> datetime:
    """An instant from RFC 3339 / ISO 8601 text or a Unix time in seconds or milliseconds.

    A text without an offset is read in `zone`. Raises ValueError for anything else, also for
    instants outside the years 1970–9998, which no conversation has and no calendar sorts well.
    """
    if isinstance(value, bool) or value is None:
        raise ValueError(f"not an instant: {value!r}")
    if isinstance(value, int | float):
        try:
            seconds = value / 1000 if abs(value) >= _SECONDS_LIMIT else value
            instant = datetime.fromtimestamp(seconds, UTC)
        except (OverflowError, OSError, ValueError):
            raise ValueError(f"not an instant: {value!r}") from None
    elif isinstance(value, str):
        instant = datetime.fromisoformat(value.strip())
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=zone)
    else:
        raise ValueError(f"not an instant: {value!r}")
    if not 1970 <= instant.year <= 9998:
        raise ValueError(f"not an instant: {value!r}")
    return instant.astimezone(UTC)


def format_instant(instant: datetime) -> str:
    """RFC 3339 in UTC with a `Z`; a fraction only where there is one."""
    return instant.astimezone(UTC).isoformat()[:-6] + "Z"  # of `+00:00`


@lru_cache(maxsize=8)
def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone called `name`; raises ConfigError if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            f"there is no time zone called {name!r}", hint="use a name such as Europe/Berlin or UTC"
        ) from None


def local_day(instant: datetime, zone: tzinfo) -> date:
    """The calendar day of `instant` where the person lives."""
    return instant.astimezone(zone).date()


def local_minute(instant: datetime, zone: tzinfo) -> str:
    """`instant` as it is shown where the person lives: 2026-11-20 14:30."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"


def local_hours(began: datetime, ended: datetime, zone: tzinfo) -> str:
    """From when to when on a day, where the person lives: 14:30–15:10, or 14:30 if that is all of it."""
    first, last = (f"{instant.astimezone(zone):%H:%M}" for instant in (began, ended))
    return first if first == last else f"{first}–{last}"


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant at which `day` is over in `zone`."""
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=zone).astimezone(UTC)
