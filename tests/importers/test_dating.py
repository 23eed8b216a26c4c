"""Times and numbers for messages that have none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cotw.importers import dating
from cotw.importers.dating import Ordinals, instant_of, with_inferred_times
from cotw.records.message import Kind, Message
from tests.importers.transcripts import FALLBACK, context_of

_NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def message(minute: int | None) -> Message:
    instant = FALLBACK if minute is None else _NOON + timedelta(minutes=minute)
    return Message("id", instant, Kind.HUMAN, "human", "x", "s", "t", timestamp_inferred=minute is None)


def times(*minutes: int | None, carry: str | None = None) -> list[int | None]:
    context = context_of(carry={} if carry is None else {"time": carry})
    found = list(with_inferred_times(iter([message(minute) for minute in minutes]), context))
    assert all(isinstance(item, Message) for item in found)
    return [
        None if item.timestamp == FALLBACK else (item.timestamp - _NOON) // timedelta(minutes=1)
        for item in found
        if isinstance(item, Message)
    ]


def test_a_missing_time_is_that_of_the_message_before() -> None:
    """What has no time takes the last known one of its file."""
    assert times(5, None, None, 3, None) == [5, 5, 5, 3, 3]


def test_before_the_first_time_messages_wait_for_it() -> None:
    """What stands before the first known time takes that."""
    assert times(None, None, 7, None) == [7, 7, 7, 7]


def test_without_any_time_the_fallback_stays() -> None:
    """A file without times is dated by its context."""
    assert times(None, None) == [None, None]


def test_the_known_time_is_carried_over() -> None:
    """Reading on, the last known time is that of the reading before."""
    assert times(None, 9, carry="2026-03-04T12:04:00Z") == [4, 9]


def test_waiting_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than a limited number of messages waits in memory."""
    monkeypatch.setattr(dating, "WAITING_LIMIT", 2)
    assert times(None, None, None, None, 8, None) == [None, None, None, None, 8, 8]


@pytest.mark.parametrize(
    "value", [None, True, "soon", "", [], {}, 10**400, float("nan"), "0001-01-01T00:00:00Z"]
)
def test_what_names_no_instant_is_none(value: object) -> None:
    """Wrong types, other calendars and numbers without end are no times, and no errors."""
    assert instant_of(value, context_of()) is None


def test_ordinals_count_equals() -> None:
    """Equal messages get different numbers, others start anew."""
    ordinals = Ordinals()
    assert [ordinals.of("a", "b"), ordinals.of("a", "b"), ordinals.of("ab", "")] == [0, 1, 0]
