"""The time a question asks for, told in a line and as JSON."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cotw.commands._time_asked import time_line, time_record
from cotw.extraction.time_values import Side
from cotw.retrieval.answer import TimeAsked
from cotw.retrieval.when import Event


def asked(since: str | None, until: str | None, order: str | None = None) -> TimeAsked:
    """A window as it is read from `the words`."""
    ends = [datetime.fromisoformat(one).replace(tzinfo=UTC) if one else None for one in (since, until)]
    return TimeAsked(("the words",), ends[0], ends[1], order, None)


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2026-05-01", "2026-05-08", "1–7 May 2026"),
        ("2026-05-28", "2026-06-03", "28 May 2026 – 2 June 2026"),
        ("2026-05-05", "2026-05-06", "5 May 2026"),
        ("2026-05-05T18:00", "2026-05-05T23:00", "5 May 2026, 18:00–23:00"),
        ("2026-05-05T18:00", "2026-05-06T05:00", "5 May 2026, 18:00–6 May 2026, 05:00"),
        ("2026-05-05", None, "since 5 May 2026"),
        ("2026-05-05T18:00", None, "since 5 May 2026, 18:00"),
        (None, "2026-05-05", "until 4 May 2026"),
        (None, "2026-05-05T18:00", "until 5 May 2026, 18:00"),
    ],
)
def test_window(since: str | None, until: str | None, told: str) -> None:
    """A window is told by its first and last day, as people write them."""
    assert time_line(asked(since, until)) == f'time: {told} (from "the words")'


def test_order() -> None:
    """An order stands behind the window, if there is one."""
    assert time_line(asked(None, None, "latest")) == 'time: the latest first (from "the words")'
    line = time_line(asked("2026-05-01", "2026-05-08", "earliest"))
    assert line == 'time: 1–7 May 2026; the earliest first (from "the words")'


def test_event() -> None:
    """An event is told by when it was spoken of; where nothing is known of it, that is said."""
    event = Event("the fair", Side.BEFORE, "e1", datetime(2026, 3, 7, 12, tzinfo=UTC))
    told = TimeAsked(("before the fair",), None, None, None, event)
    assert time_line(told) == (
        "time: before 7 March 2026, when 'the fair' was spoken of (from \"before the fair\")"
    )
    assert time_record(told)["event"] == {
        "name": "the fair",
        "side": "before",
        "exchange": "e1",
        "started": event.started,
    }
    unknown = TimeAsked(("before the fair",), None, None, None, None)
    assert "not looked up" in time_line(unknown)


def test_record() -> None:
    """JSON has instants and words, and null for what was not read."""
    record = time_record(asked("2026-05-01", None))
    assert record == {
        "words": ["the words"],
        "since": datetime(2026, 5, 1, tzinfo=UTC),
        "until": None,
        "order": None,
        "event": None,
    }
