"""Instants: aware, in UTC, read from what transcripts hold; days are the person's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.clock import (
    end_of_day,
    fixed_clock,
    format_instant,
    local_day,
    local_hours,
    parse_instant,
    zone_named,
)
from cotw.errors import ConfigError

BERLIN = ZoneInfo("Europe/Berlin")
instants = st.datetimes(datetime(1970, 1, 2), datetime(9998, 12, 30)).map(lambda at: at.replace(tzinfo=UTC))


@given(instants)
def test_an_instant_is_read_back_equal(instant: datetime) -> None:
    """parse ∘ format is the identity, to the microsecond."""
    assert parse_instant(format_instant(instant)) == instant


@pytest.mark.parametrize(
    "value", ["2026-03-14T12:00:00Z", "2026-03-14T13:00:00+01:00", 1773489600, 1773489600.0, 1773489600000]
)
def test_several_ways_of_writing_name_one_instant(value: object) -> None:
    """RFC 3339 with any offset, Unix seconds and milliseconds."""
    assert parse_instant(value) == datetime(2026, 3, 14, 12, tzinfo=UTC)


def test_a_time_without_an_offset_is_read_in_the_given_zone() -> None:
    """Some tools write local time."""
    assert parse_instant("2026-03-14 13:00:00", BERLIN) == datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", [None, True, "", "yesterday", [], 10**400, -(10**400), float("nan"), "9999-12-31"]
)
def test_what_is_no_instant_is_a_value_error(value: object) -> None:
    """Never another exception: transcripts hold anything."""
    with pytest.raises(ValueError, match=r"."):
        parse_instant(value)


@given(st.integers() | st.floats() | st.text())
def test_arbitrary_values_raise_nothing_else(value: object) -> None:
    """Either an aware instant or a ValueError."""
    try:
        assert parse_instant(value).tzinfo is UTC
    except ValueError:
        return


def test_a_day_ends_at_the_persons_midnight() -> None:
    """Also when the clocks change."""
    assert end_of_day(date(2026, 3, 29), BERLIN) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert local_day(datetime(2026, 3, 29, 22, tzinfo=UTC), BERLIN) == date(2026, 3, 30)


def test_a_fixed_clock_stands_still() -> None:
    """It shows the same instant every time."""
    clock = fixed_clock("2026-03-14T12:00:00Z")
    assert clock() == clock() == datetime(2026, 3, 14, 12, tzinfo=UTC)


def test_an_unknown_time_zone_is_told() -> None:
    """With an example of a known one."""
    with pytest.raises(ConfigError, match="Mars"):
        zone_named("Mars/Olympus")


def test_hours_of_a_day() -> None:
    """What took no minute has one time of day, in the person's zone."""
    began, ended = datetime(2026, 3, 14, 12, 0, tzinfo=UTC), datetime(2026, 3, 14, 13, 5, tzinfo=UTC)
    assert local_hours(began, ended, BERLIN) == "13:00–14:05"
    assert local_hours(began, began.replace(second=59), BERLIN) == "13:00"
