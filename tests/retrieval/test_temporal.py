"""The temporal path: exchanges from the time a question speaks of."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cotw.extraction.time_values import Order
from cotw.extraction.times import TimeRead, Window
from cotw.index.opening import Index
from cotw.records.hit import RecallFilters
from cotw.retrieval.asking import Asking, Kept, Question
from cotw.retrieval.filters import where_clause
from cotw.retrieval.paths import PathHit, propose
from cotw.retrieval.temporal import path
from cotw.settings import RecallSettings
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


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """An index of thirty days."""
    with tempfile.TemporaryDirectory() as folder, index_of(Path(folder), TALKS) as opened:
        yield opened


def asking(
    index: Index, read: TimeRead | None, topic: str, filters: RecallFilters = ALL, now: datetime = NOW
) -> Asking:
    """A question of these words in which this time was read."""
    words, kept = tuple(topic.split()), Kept()
    question = Question(topic, words, now, topic, EMBEDDER, read, words)
    weighed = kept.rarity.weigh(index, words)
    return Asking(index, question, filters, where_clause(filters), RecallSettings(), kept, weighed, weighed)


def hits(
    index: Index,
    read: TimeRead | None,
    limit: int = 5,
    *,
    topic: str = "",
    filters: RecallFilters = ALL,
    now: datetime = NOW,
) -> list[PathHit] | None:
    """What the path proposes; None if there is no path."""
    asked = asking(index, read, topic, filters, now)
    found = path(asked)
    return propose(index, [("t", found)], lambda: asked.question.vector, limit)["t"] if found else None


def days(found: list[PathHit] | None) -> list[int] | None:
    return None if found is None else [DAYS[hit.exchange] for hit in found]


def time_read(since: int | None = None, until: int | None = None, order: Order | None = None) -> TimeRead:
    """A window of so many days after the first noon."""
    ends = [None if day is None else NOON + timedelta(days=day) for day in (since, until)]
    window = Window(ends[0], ends[1]) if ends != [None, None] else None
    return TimeRead(window, order, None, ((0, 1),))


def test_no_window(index: Index) -> None:
    """Without a window there is no path, unless an order alone is asked for."""
    assert hits(index, None) is None
    assert hits(index, time_read(order=Order.EARLIEST), topic="12") is None
    assert days(hits(index, time_read(order=Order.EARLIEST), limit=3)) == [0, 1, 2]
    assert days(hits(index, time_read(order=Order.LATEST), limit=3)) == [29, 28, 27]


def test_time_alone(index: Index) -> None:
    """Where a window alone is asked for its newest come first, or the oldest if they are asked for."""
    assert days(hits(index, time_read(10, 20))) == [19, 18, 17, 16, 15]
    assert days(hits(index, time_read(10, 20, Order.EARLIEST))) == [10, 11, 12, 13, 14]
    assert days(hits(index, time_read(since=20), limit=3)) == [29, 28, 27]
    assert days(hits(index, time_read(until=20), limit=3)) == [19, 18, 17]


def test_nearest_in_meaning(index: Index) -> None:
    """With a topic what lies nearest to it comes first, of what was said in the window."""
    found = hits(index, time_read(10, 20), topic="14")
    assert found is not None
    assert days(found[:1]) == [14]
    assert all(10 <= DAYS[hit.exchange] < 20 for hit in found)
    assert [hit.rank for hit in found] == [1, 2, 3, 4, 5]


def test_words_that_all_share(index: Index) -> None:
    """A topic that is in nearly every exchange is none."""
    assert days(hits(index, time_read(10, 20), topic="workshop", limit=2)) == [19, 18]


def test_filters(index: Index) -> None:
    """What is filtered out is not proposed, and a window never reaches beyond the filters."""
    late = RecallFilters(since=NOON + timedelta(days=18))
    assert days(hits(index, time_read(0, 20), filters=RecallFilters(thread="fair"))) == [7]
    assert days(hits(index, time_read(0, 20), filters=late)) == [19, 18]
    assert hits(index, time_read(0, 5), filters=late) is None


def test_long_ago_and_to_come(index: Index) -> None:
    """Scores hold for any moment of asking, also one before everything was said."""
    for now in (datetime(1971, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)):
        assert days(hits(index, time_read(20), limit=2, now=now)) == [29, 28]


@settings(max_examples=25, deadline=None)
@given(st.integers(-5, 35), st.integers(1, 30), st.integers(1, 12), st.sampled_from([None, *Order]))
def test_any_window(index: Index, since: int, length: int, limit: int, order: Order | None) -> None:
    """What is proposed is what a slow look at all exchanges would propose."""
    inside = [day for day in range(30) if since <= day < since + length]
    expected = sorted(inside, reverse=order is not Order.EARLIEST)
    assert days(hits(index, time_read(since, since + length, order), limit)) == expected[:limit]
