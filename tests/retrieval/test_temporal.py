"""The temporal path: exchanges from the time a question speaks of."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cotw.extraction.time_events import Anchor, Order, Side
from cotw.extraction.times import TimeRead, Window
from cotw.index.opening import Index
from cotw.records.hit import RecallFilters
from cotw.retrieval.paths import PathHit, propose
from cotw.retrieval.temporal import path
from tests.builders import NOON
from tests.retrieval.builders import EMBEDDER, index_of, talk

# One exchange a day, for thirty days; the seventh in another thread, the last one long.
TALKS = [
    talk(
        f"Day {day} in the workshop",
        "We oiled the chain. " * (700 if day == 29 else 1),
        minute=day * 24 * 60,
        session=f"s{day}",
        thread="fair" if day == 7 else "main",
    )
    for day in range(30)
]
DAYS = {one.id: day for day, one in enumerate(TALKS)}
NOW = NOON + timedelta(days=30)
ALL = RecallFilters()
MARA = EMBEDDER.embed_query("Mara")


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """An index of thirty days."""
    with tempfile.TemporaryDirectory() as folder, index_of(Path(folder), TALKS) as opened:
        yield opened


def hits(
    index: Index, read: TimeRead | None, limit: int = 5, filters: RecallFilters = ALL, now: datetime = NOW
) -> list[PathHit]:
    paths = [("temporal", path(index.search, read, now, filters))]
    return propose(index, paths, lambda: MARA, limit)["temporal"]


def days(found: list[PathHit]) -> list[int]:
    return [DAYS[hit.exchange] for hit in found]


def time_read(
    since: int | None = None,
    until: int | None = None,
    order: Order | None = None,
    anchor: Anchor | None = None,
) -> TimeRead:
    """A window of so many days after the first noon."""
    ends = [None if day is None else NOON + timedelta(days=day) for day in (since, until)]
    window = Window(ends[0], ends[1]) if ends != [None, None] else None
    return TimeRead(window, order, anchor, ((0, 1),))


def test_no_time(index: Index) -> None:
    """Without a time the newest come first; after two weeks an exchange counts half."""
    found = hits(index, None)
    assert days(found) == [29, 28, 27, 26, 25]
    assert [hit.rank for hit in found] == [1, 2, 3, 4, 5]
    assert hits(index, None, limit=30)[13].score == pytest.approx(0.5)


def test_middle(index: Index) -> None:
    """In a window the nearest to its middle comes first: what lies at its edges may be meant no more."""
    found = hits(index, time_read(10, 20), limit=20)
    assert days(found) == [15, 16, 14, 17, 13, 18, 12, 19, 11, 10]
    assert (found[0].score, found[-1].score) == (1.0, 0.0)


def test_order(index: Index) -> None:
    """An order counts more than the middle, and without a window it is asked of everything."""
    assert days(hits(index, time_read(10, 20, Order.EARLIEST), limit=3)) == [10, 11, 12]
    assert days(hits(index, time_read(10, 20, Order.LATEST), limit=3)) == [19, 18, 17]
    assert days(hits(index, time_read(order=Order.EARLIEST), limit=3)) == [0, 1, 2]


def test_open_end(index: Index) -> None:
    """A window without an end has no middle: the latest comes first."""
    assert days(hits(index, time_read(since=20), limit=3)) == [29, 28, 27]
    assert days(hits(index, time_read(until=20), limit=3)) == [19, 18, 17]


def test_filters(index: Index) -> None:
    """What is filtered out is not proposed, and a window never reaches beyond the filters."""
    assert days(hits(index, time_read(0, 20), filters=RecallFilters(thread="fair"))) == [7]
    assert days(hits(index, time_read(0, 20), filters=RecallFilters(since=NOON + timedelta(days=18)))) == [
        18,
        19,
    ]
    assert days(hits(index, time_read(0, 5), filters=RecallFilters(since=NOON + timedelta(days=18)))) == []


def test_anchor_alone(index: Index) -> None:
    """As long as nobody knows when the event was, nothing is proposed – least of all the newest."""
    anchor = Anchor(Side.BEFORE, "the fair")
    assert hits(index, time_read(anchor=anchor)) == []
    assert days(hits(index, time_read(3, 4, anchor=anchor))) == [3]


def test_long_ago_and_to_come(index: Index) -> None:
    """Scores hold for any moment of asking, also one before everything was said."""
    for now in (datetime(1971, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)):
        assert days(hits(index, None, limit=2, now=now)) == [29, 28]


@settings(max_examples=25, deadline=None)
@given(st.integers(-5, 35), st.integers(1, 30), st.integers(1, 12), st.sampled_from([None, *Order]))
def test_any_window(index: Index, since: int, length: int, limit: int, order: Order | None) -> None:
    """What is proposed is what a slow look at all exchanges would propose."""
    inside = [day for day in range(30) if since <= day < since + length]
    middle = since + length / 2
    match order:
        case Order.EARLIEST:
            expected = sorted(inside)
        case Order.LATEST:
            expected = sorted(inside, reverse=True)
        case _:
            expected = sorted(inside, key=lambda day: (abs(day - middle), -day))
    assert days(hits(index, time_read(since, since + length, order), limit)) == expected[:limit]
