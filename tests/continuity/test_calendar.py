"""Days, weeks and months: their names, their bounds where the person lives, and what they are made of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.continuity.calendar import Period, Span, named_period
from cotw.errors import UsageError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 18, 23, 30, tzinfo=UTC)  # in Berlin it is Thursday already


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026-03-14", "2026-03-14"),
        ("2026-W11", "2026-W11"),
        ("2026w1", "2026-W01"),
        ("2026-03", "2026-03"),
        ("today", "2026-03-19"),
        ("yesterday", "2026-03-18"),
        ("gestern", "2026-03-18"),
        ("last week", "2026-W11"),
        ("letzte Woche", "2026-W11"),
        ("this week", "2026-W12"),
        ("last month", "2026-02"),
        ("February", "2026-02"),
    ],
)
def test_named(text: str, name: str) -> None:
    """Written or in plain words, English or German; the day is the one of the person's time zone."""
    assert named_period(text, NOW, BERLIN).name == name


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-W54", "2026-02-30", "9999-12", "soon", "since May", "\udc80"]
)
def test_no_period(text: str) -> None:
    """What is none, or has no end, is an error that says how to write one."""
    with pytest.raises(UsageError) as error:
        named_period(text, NOW, BERLIN)
    assert "2026-W11" in error.value.hint


@given(st.dates(date(1971, 1, 1), date(2200, 1, 1)), st.sampled_from(Span))
def test_names_parse_back(day: date, span: Span) -> None:
    """A period's name means that period; its parts cover it; the one before ends where it begins."""
    period = Period.holding(day, span)
    assert day in period
    assert named_period(period.name, NOW, BERLIN) == period
    assert period.before().after == period.first
    parts = list(period.parts())
    if parts:
        assert parts[0].first <= period.first
        assert parts[-1].after >= period.after
        assert all(one.after == two.first for one, two in pairwise(parts))


def test_a_day_of_23_hours() -> None:
    """The bounds are local midnights, also where the clocks change."""
    window = Period(date(2026, 3, 29), Span.DAY).bounds(BERLIN)
    assert (window.since, window.until) == (
        datetime(2026, 3, 28, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),
    )


def test_a_week_in_two_months() -> None:
    """It is a part of both."""
    week = Period.holding(date(2026, 3, 31), Span.WEEK)
    assert week in set(Period(date(2026, 3, 1), Span.MONTH).parts())
    assert week in set(Period(date(2026, 4, 1), Span.MONTH).parts())
    assert week.title == "Week 14, 30 March 2026 – 5 April 2026"
