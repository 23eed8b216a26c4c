"""Nights: each belongs to the date on which it began, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.records.night import Nights, night_began, night_bounds, night_of

BERLIN = ZoneInfo("Europe/Berlin")
USUAL = Nights(time(23), time(5), BERLIN)


def at(text: str) -> datetime:
    """An instant, as the clock on Mara's wall shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def test_a_night_is_that_of_its_evening() -> None:
    """It lasts until the next one begins: what was missed may be made up for all day."""
    nights = ("2026-11-20T23:00", "2026-11-21T04:59", "2026-11-21T14:00", "2026-11-21T22:59")
    assert {USUAL.night_of(at(one)) for one in nights} == {date(2026, 11, 20)}
    assert USUAL.night_of(at("2026-11-20T22:59")) == date(2026, 11, 19)
    assert USUAL.is_night(at("2026-11-21T04:59"))
    assert not USUAL.is_night(at("2026-11-21T05:00"))


def test_hours_that_do_not_go_over_midnight() -> None:
    """Whoever sleeps by day has nights all the same."""
    early = Nights(time(1), time(6, 30), BERLIN)
    assert early.night_of(at("2026-11-21T00:30")) == date(2026, 11, 19)
    assert early.night_of(at("2026-11-21T01:00")) == date(2026, 11, 20)
    assert early.beginning(date(2026, 11, 20)) == at("2026-11-21T01:00")
    assert early.ending(date(2026, 11, 20)) == at("2026-11-21T06:30")
    assert early.is_night(at("2026-11-21T06:29"))
    assert not early.is_night(at("2026-11-21T00:30"))


def test_nights_in_which_the_clock_is_set() -> None:
    """One is five hours long, one seven; hours that a clock shows twice, or not at all, end no night."""
    short, long = date(2026, 3, 28), date(2026, 10, 24)
    assert USUAL.ending(short) - USUAL.beginning(short) == timedelta(hours=5)
    assert USUAL.ending(long) - USUAL.beginning(long) == timedelta(hours=7)
    for hour in range(7):
        assert USUAL.night_of(USUAL.beginning(long) + timedelta(hours=hour)) == long
    within = Nights(time(2, 30), time(4), BERLIN)  # 02:30 was never shown on 29 March
    assert within.night_of(at("2026-03-29T04:30")) == date(2026, 3, 28)


def test_the_next_time_that_a_clock_shows() -> None:
    """It may be tomorrow, and never is now."""
    assert USUAL.next_at(at("2026-11-20T23:10"), time(5)) == at("2026-11-21T05:00")
    assert USUAL.next_at(at("2026-11-21T05:00"), time(5)) == at("2026-11-22T05:00")


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]),
    st.times(),
)
def test_nights_follow_each_other_without_a_gap(now: datetime, zone: str, begins: time) -> None:
    """Every instant lies in one night: it has begun, and the next one has not."""
    nights = Nights(begins.replace(tzinfo=None), time(5, 1), ZoneInfo(zone))
    night = nights.night_of(now)
    assert nights.beginning(night) <= now < nights.beginning(night + timedelta(days=1))


@given(st.times(), st.integers(0, 23))
def test_what_the_nightshift_calls_a_night_can_be_told(begins: time, hours: int) -> None:
    """A pass in office hours works for a night that is named alike by whoever tells of it, never for a day
    that is yet to come."""
    nights = Nights(begins, time(5, 1), BERLIN)
    now = nights.beginning(date(2026, 11, 20)) + timedelta(hours=hours)
    assert night_bounds(nights.night_of(now), BERLIN)[0] <= now


def test_a_night_is_counted_from_noon_to_noon() -> None:
    """Where the person lives, on days of 23 hours too."""
    assert night_began(datetime(2026, 3, 15, 1, tzinfo=UTC), BERLIN) == datetime(2026, 3, 14, 11, tzinfo=UTC)
    assert night_began(datetime(2026, 3, 29, 9, 59, tzinfo=UTC), BERLIN) == datetime(
        2026, 3, 28, 11, tzinfo=UTC
    )
    assert night_began(datetime(2026, 3, 29, 10, tzinfo=UTC), BERLIN) == datetime(2026, 3, 29, 10, tzinfo=UTC)


def test_nights_follow_one_another() -> None:
    """Each instant belongs to exactly one night, also where clocks are put forward or back."""
    for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)):
        since, until = night_bounds(day, BERLIN)
        assert night_bounds(date.fromordinal(day.toordinal() + 1), BERLIN)[0] == until
        assert night_of(since, BERLIN) == day
        assert night_of(until, BERLIN) == date.fromordinal(day.toordinal() + 1)


@pytest.mark.parametrize(
    ("instant", "day"),
    [("2026-03-29T02:59", 28), ("2026-03-29T03:00", 29), ("2026-03-28T22:00", 28), ("2026-10-25T03:59", 24)],
)
def test_a_night_belongs_to_the_evening_it_began_on(instant: str, day: int) -> None:
    """Until five in the morning where the person lives, also when the clocks are changed."""
    assert night_of(datetime.fromisoformat(f"{instant}+00:00"), BERLIN).day == day
