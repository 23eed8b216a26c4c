"""Summaries: a day, week or month of a thread in the sentences that tell most of it, with counts and topics.

They hang together as a graph: a week names its days, a month the weeks that touch it (one may lie in two
months), a day its exchanges, so that one can go down from any to what was said. By rules they only quote;
what a language model wrote about the same exchanges stands before the quotes. Made when asked for; only the
choice of a day's sentences is kept, by a digest of what it was made from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

from cotw.clock import local_day
from cotw.continuity.calendar import Period, Span
from cotw.continuity.summary_cache import SummaryCache
from cotw.continuity.telling import Passage, distinct, telling
from cotw.continuity.written import Written
from cotw.ids import short_digest
from cotw.index.rows import EXCHANGE_COLUMNS, aware, exchange_of, fetched
from cotw.records.exchange import Exchange
from cotw.records.hit import RecallFilters
from cotw.retrieval.filters import where_clause
from cotw.retrieval.neighbours import short_ids
from cotw.retrieval.topics import About, unlike, weighed_topics

# Another number whenever the rules would choose other sentences.
_RULES = "1"
_KEPT_A_DAY = 8
_QUOTES = {Span.DAY: 5, Span.WEEK: 7, Span.MONTH: 9}
_TOPICS = 8
# The second sentence of one session or day counts so much less than the first, and so on.
_AGAIN = 0.8
_ROWS = """
    SELECT id, digest, session, started, ended FROM exchanges WHERE {where} ORDER BY started, ord, id
"""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that somebody said, and where: to be read in full with `cotw show`."""

    text: str
    speaker: str
    sender: str
    started: datetime
    exchange: str
    short_id: str
    address: str
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A period of a thread. `children` are the periods it is made of, `exchange_ids` the exchanges of a day.

    `digest` changes with any of its exchanges; `written` is what a language model made of exactly these.
    """

    thread: str
    period: Period
    digest: str
    exchanges: int
    sessions: int
    first: datetime
    last: datetime
    children: tuple[Period, ...]
    exchange_ids: tuple[str, ...]
    topics: tuple[About, ...]
    quotes: tuple[Quote, ...]
    written: Written | None


@dataclass(frozen=True, slots=True)
class Summaries:
    """The summaries of an open index, as a person in `zone` reads them.

    `written` are those of language models by (thread, period, digest). With a `mode`, others are left out.
    """

    connection: Any
    zone: tzinfo
    cache: SummaryCache
    written: Mapping[tuple[str, str, str], Written]
    mode: str | None = None

    def filters(self, period: Period, thread: str | None = None) -> RecallFilters:
        """The bounds of a period."""
        window = period.bounds(self.zone)
        return RecallFilters(thread=thread, since=window.since, until=window.until, mode=self.mode)

    def threads(self, period: Period) -> list[str]:
        """The threads in which something was said then, the most of it first."""
        query = (
            f"SELECT thread FROM exchanges WHERE {where_clause(self.filters(period))}"
            " GROUP BY thread ORDER BY count(*) DESC, thread"
        )
        return [str(row[0]) for row in fetched(self.connection, query)]

    def node(self, thread: str, period: Period) -> Node | None:
        """The summary of a thread's period; None if nothing was said then."""
        where = where_clause(self.filters(period, thread))
        rows = fetched(self.connection, _ROWS.format(where=where))
        if not rows:
            return None
        digest = _digest(thread, period, rows)
        days = {local_day(aware(row[3]), self.zone) for row in rows}
        topics = weighed_topics(self.connection, where)
        return Node(
            thread=thread,
            period=period,
            digest=digest,
            exchanges=len(rows),
            sessions=len({row[2] for row in rows}),
            first=aware(rows[0][3]),
            last=aware(max(row[4] for row in rows)),
            children=tuple(part for part in period.parts() if any(day in part for day in days)),
            exchange_ids=tuple(row[0] for row in rows) if period.span is Span.DAY else (),
            topics=tuple(unlike(topics, _TOPICS)),
            quotes=self._quotes(thread, period, sorted(days), topics),
            written=self.written.get((thread, period.name, digest)),
        )

    def _quotes(
        self, thread: str, period: Period, days: Sequence[date], topics: Sequence[About]
    ) -> tuple[Quote, ...]:
        found = [passage for day in days for passage in self._of_day(thread, Period(day, Span.DAY))]
        exchanges = self._exchanges(period, sorted({passage.exchange for passage in found}))
        groups: Callable[[Exchange], Hashable] = _session
        if period.span is not Span.DAY:
            heavy = {one.key: one.weight / topics[0].weight for one in topics[:_TOPICS]}
            found = [_lifted(one, exchanges[one.exchange], heavy) for one in found]
            groups = self._day
        spread = _spread(found, lambda one: groups(exchanges[one.exchange]))
        chosen = distinct(spread, exchanges, _QUOTES[period.span])
        shorts = short_ids(self.connection, [one.exchange for one in chosen])
        quotes = (_quote(one, exchanges[one.exchange], shorts[one.exchange]) for one in chosen)
        return tuple(
            sorted(quotes, key=lambda quote: (quote.started, quote.exchange, quote.speaker != "human"))
        )

    def _of_day(self, thread: str, day: Period) -> list[Passage]:
        """The passages of a day, from the cache if it is still the same day."""
        where = where_clause(self.filters(day, thread))
        digest = _digest(thread, day, fetched(self.connection, _ROWS.format(where=where)))
        kept = self.cache.fetch(digest)
        if kept is not None:
            return kept
        query = (
            f"SELECT {EXCHANGE_COLUMNS} FROM exchanges"
            f" WHERE {where} AND branch IS NULL ORDER BY started, ord, id"
        )
        exchanges = [exchange_of(row) for row in fetched(self.connection, query)]
        weights = {one.key: one.weight for one in weighed_topics(self.connection, where)}
        chosen = telling(exchanges, weights, _KEPT_A_DAY)
        self.cache.store(digest, chosen)
        return chosen

    def _exchanges(self, period: Period, ids: Sequence[str]) -> dict[str, Exchange]:
        where = where_clause(self.filters(period))
        query = f"SELECT {EXCHANGE_COLUMNS} FROM exchanges WHERE {where} AND id IN (SELECT unnest(?))"
        return {row[0]: exchange_of(row) for row in fetched(self.connection, query, list(ids))}

    def _day(self, exchange: Exchange) -> date:
        return exchange.day(self.zone)


def _session(exchange: Exchange) -> str:
    return exchange.session


def _digest(thread: str, period: Period, rows: Sequence[tuple[Any, ...]]) -> str:
    """What is the same for the same exchanges of the same period, by the same rules."""
    said = (part for row in rows for part in (row[0], row[1]))
    return short_digest("summary", _RULES, thread, period.name, *said)


def _lifted(passage: Passage, exchange: Exchange, topics: Mapping[str, float]) -> Passage:
    """What speaks of the topics of a longer time counts more in it."""
    small = passage.text_in(exchange).casefold()
    share = max((share for key, share in topics.items() if key in small), default=0.0)
    return replace(passage, weight=passage.weight * (1 + share))


def _spread(found: Sequence[Passage], group: Callable[[Passage], Hashable]) -> list[Passage]:
    """The passages, each counting less for every heavier one of its group."""
    before: Counter[Hashable] = Counter()
    spread = []
    for passage in sorted(found, key=lambda one: (-one.weight, one.exchange, one.speaker, one.begin)):
        spread.append(replace(passage, weight=passage.weight * _AGAIN ** before[group(passage)]))
        before[group(passage)] += 1
    return spread


def _quote(passage: Passage, exchange: Exchange, short_id: str) -> Quote:
    sender = exchange.human_sender if passage.speaker == "human" else exchange.agent_sender
    return Quote(
        passage.text_in(exchange),
        passage.speaker,
        sender or passage.speaker,
        exchange.started,
        exchange.id,
        short_id,
        exchange.address,
        exchange.reporter_of(passage.speaker),
    )
