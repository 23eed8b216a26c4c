"""The digest of a day or a week: what was worked on, what it was about, how that changed, what was settled.

Everything in it is counted, or quoted with the id of the exchange it stands in. Decisions and what is open
are found by whoever calls it (`Settled`, `OpenThread`); without them these parts are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from cotw.continuity.calendar import Period, Span
from cotw.continuity.summaries import Node, Summaries
from cotw.continuity.timeline import Sitting, timeline
from cotw.index.rows import EXCHANGE_COLUMNS, aware, exchange_of, fetched, naive
from cotw.records.exchange import Exchange
from cotw.records.hit import RecallFilters
from cotw.records.open_thread import OpenThread
from cotw.retrieval.filters import where_clause
from cotw.retrieval.neighbours import short_ids
from cotw.retrieval.topics import unlike, weighed_topics

_TOPICS = 8
_LITTLE = 5  # exchanges; with more than these a topic of one exchange is left out
_SITTINGS = 500
# Findings are looked for in so many exchanges, the newest: at most some seconds.
_READ = 1_000
# Half as much again, or a third less, is a change; one more or less is none.
_MORE, _SLACK = 1.5, 0.5
_COUNTS = """
    SELECT count(*), count(DISTINCT session), count(DISTINCT thread), min(started), max(ended),
        coalesce(sum(len(regexp_extract_all(human, '\\S+'))) FILTER (origin <> 'reported'), 0)::BIGINT
    FROM exchanges WHERE {where}
"""
_TOPIC_BEFORE = """
    SELECT key, count(*) FILTER (started >= ?), count(*) FROM topics
    JOIN exchanges ON exchanges.id = topics.exchange
    WHERE started < ? AND key IN (SELECT unnest(?)) AND {where} GROUP BY key
"""


class Settled(Protocol):
    """A decision or commitment that was read out of an exchange."""

    @property
    def text(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def speaker(self) -> str: ...


FindSettled = Callable[[Exchange], Iterable[Settled]]
FindOpen = Callable[[Sequence[Exchange]], Sequence[OpenThread]]


class Change(StrEnum):
    """How a topic compares with the time before."""

    NEW = "new"
    BACK = "back"
    MORE = "more"
    LESS = "less"
    SAME = "as before"


@dataclass(frozen=True, slots=True)
class TopicChange:
    """A topic: in how many exchanges now, in how many a period of the same length before."""

    name: str
    exchanges: int
    before: float
    change: Change


@dataclass(frozen=True, slots=True)
class Figures:
    """How much was said. `words` are the person's own, not those that were reported."""

    exchanges: int
    sessions: int
    threads: int
    words: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """What was settled, in the words it was said in, and where."""

    text: str
    kind: str
    speaker: str
    started: datetime
    short_id: str
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class ThreadDigest:
    """What was worked on in one thread: its summary, and its sittings in order."""

    node: Node
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A period told on a page. `settled` and `open` are None where nobody looked for them."""

    period: Period
    figures: Figures
    before: Figures
    threads: tuple[ThreadDigest, ...]
    topics: tuple[TopicChange, ...]
    settled: tuple[Found, ...] | None
    open: tuple[OpenThread, ...] | None


def digest(
    summaries: Summaries,
    period: Period,
    thread: str | None = None,
    *,
    find_settled: FindSettled | None = None,
    find_open: FindOpen | None = None,
) -> Digest:
    """The digest of `period`, of one thread or of all."""
    connection = summaries.connection
    filters = summaries.filters(period, thread)
    where = where_clause(filters)
    looked_for = find_settled is not None or find_open is not None
    exchanges = _exchanges(connection, where) if looked_for else []
    figures = _figures(connection, where)
    return Digest(
        period=period,
        figures=figures,
        before=_figures(connection, where_clause(summaries.filters(period.before(), thread))),
        threads=tuple(_threads(summaries, period, filters)),
        topics=tuple(_telling(_topics(summaries, period, thread), figures.exchanges)),
        settled=None if find_settled is None else tuple(_settled(connection, exchanges, find_settled)),
        open=None if find_open is None else tuple(find_open(exchanges)),
    )


def _threads(summaries: Summaries, period: Period, filters: RecallFilters) -> Iterator[ThreadDigest]:
    told = timeline(summaries.connection, filters, summaries.zone, _SITTINGS)
    sittings = [sitting for day in told.days for sitting in day.sittings]
    for thread in [filters.thread] if filters.thread is not None else summaries.threads(period):
        node = summaries.node(thread, period)
        if node is not None:
            yield ThreadDigest(node, tuple(one for one in sittings if one.thread == thread))


def _topics(summaries: Summaries, period: Period, thread: str | None) -> Iterator[TopicChange]:
    """What it was mostly about; a day is compared with the week before it, a week with the last one."""
    now = summaries.filters(period, thread)
    assert now.since is not None
    is_day = period.span is Span.DAY
    since = now.since - timedelta(days=7) if is_day else period.before().bounds(summaries.zone).since
    parts = 7 if is_day else 1
    assert since is not None
    about = unlike(weighed_topics(summaries.connection, where_clause(now)), _TOPICS)
    anywhen = where_clause(RecallFilters(thread=thread, mode=summaries.mode)) or "true"
    query = _TOPIC_BEFORE.format(where=anywhen)
    former = fetched(summaries.connection, query, naive(since), naive(now.since), [one.key for one in about])
    before = {key: (lately / parts, ever) for key, lately, ever in former}
    for one in about:
        lately, ever = before.get(one.key, (0.0, 0))
        yield TopicChange(one.name, one.exchanges, round(lately, 1), _change(one.exchanges, lately, ever))


def _telling(topics: Iterable[TopicChange], exchanges: int) -> Iterator[TopicChange]:
    """Where much was said, what was spoken of once says little."""
    return (one for one in topics if one.exchanges > 1 or exchanges <= _LITTLE)


def _change(count: int, lately: float, ever: int) -> Change:
    if not ever:
        return Change.NEW
    if not lately:
        return Change.BACK
    if count > _MORE * lately + _SLACK:
        return Change.MORE
    return Change.LESS if count < lately / _MORE - _SLACK else Change.SAME


def _figures(connection: Any, where: str | None) -> Figures:
    exchanges, sessions, threads, first, last, words = fetched(connection, _COUNTS.format(where=where))[0]
    return Figures(exchanges, sessions, threads, words, first and aware(first), last and aware(last))


def _exchanges(connection: Any, where: str | None) -> list[Exchange]:
    """The newest, in the order in which they were said; none of a branch that was left."""
    query = (
        f"SELECT {EXCHANGE_COLUMNS} FROM exchanges WHERE {where} AND branch IS NULL"
        f" ORDER BY started DESC, ord DESC, id DESC LIMIT {_READ}"
    )
    return [exchange_of(row) for row in reversed(fetched(connection, query))]


def _settled(connection: Any, exchanges: Sequence[Exchange], find: FindSettled) -> Iterator[Found]:
    found = [(exchange, one) for exchange in exchanges for one in find(exchange)]
    shorts = short_ids(connection, sorted({exchange.id for exchange, _ in found}))
    for exchange, one in found:
        reporter = exchange.reporter_of(one.speaker)
        yield Found(one.text, one.kind, one.speaker, exchange.started, shorts[exchange.id], reporter)
