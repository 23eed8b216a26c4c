"""The past: what a person looks back at in a home – topics, timeline, summaries, the digest of a day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cotw.clock import local_day
from cotw.continuity.calendar import Period, Span, named_period
from cotw.continuity.digest import Digest, digest
from cotw.continuity.digest_page import digest_page
from cotw.continuity.summaries import Node, Summaries
from cotw.continuity.summary_cache import SummaryCache
from cotw.continuity.timeline import Timeline, first_words, timeline
from cotw.continuity.written import KIND, written_summaries
from cotw.errors import NothingFound
from cotw.extraction.open_threads import open_threads
from cotw.extraction.settled import commitments, decisions
from cotw.index.rows import aware, fetched, naive
from cotw.memory import Memory
from cotw.records.exchange import Exchange
from cotw.records.hit import RecallFilters
from cotw.records.settled import Settled
from cotw.retrieval.filters import resolved, where_clause
from cotw.retrieval.neighbours import short_ids
from cotw.retrieval.topic_tree import names_of, parents
from cotw.retrieval.topics import TopicCount, TopicPage, counted_topics, topic_page

_NEIGHBOURS, _EXCHANGES = 12, 40


@dataclass(frozen=True, slots=True)
class ListedTopic:
    """A topic, and the name of its parent if it has one."""

    topic: TopicCount
    parent: str | None


@dataclass(frozen=True, slots=True)
class NodePage:
    """A summary, and of a day's its first exchanges: (short id, first words)."""

    node: Node
    exchanges: tuple[tuple[str, str], ...]


def look_back(memory: Memory, filters: RecallFilters, limit: int) -> Timeline:
    """What happened when, newest last."""
    with memory.index() as index:
        return timeline(index.database, filters, memory.truth.zone, limit)


def list_topics(memory: Memory, filters: RecallFilters, limit: int) -> list[ListedTopic]:
    """The topics within `filters`, those most spoken of lately first."""
    half_life = memory.config.topics.half_life_days
    with memory.index() as index:
        where = where_clause(resolved(index.database, filters))
        found = counted_topics(index.database, where, memory.clock(), half_life, limit)
        above = parents(index.database, [one.key for one in found])
        names = names_of(index.database, sorted(set(above.values())))
    return [ListedTopic(one, names.get(above.get(one.key, ""))) for one in found]


def show_topic(memory: Memory, name: str, limit: int) -> tuple[TopicPage, Timeline]:
    """All that is known of a topic, and its newest exchanges. Raises UsageError and NothingFound."""
    half_life, zone = memory.config.topics.half_life_days, memory.truth.zone
    with memory.index() as index:
        page = topic_page(
            index.database, name, memory.clock(), half_life, zone, most=_NEIGHBOURS, exchanges=limit
        )
        return page, timeline(index.database, RecallFilters(), zone, limit, ids=page.exchanges)


def summary_pages(memory: Memory, period: Period, thread: str | None = None) -> list[NodePage]:
    """The summary of each thread in which something was said then, or of one. Raises NothingFound."""
    with summaries_of(memory, period) as summaries:
        thread = resolved(summaries.connection, RecallFilters(thread=thread)).thread
        names = [thread] if thread is not None else summaries.threads(period)
        nodes = [node for name in names if (node := summaries.node(name, period)) is not None]
        if not nodes:
            raise _nothing(period)
        return [NodePage(node, _exchanges(summaries.connection, node)) for node in nodes]


def make_digest(
    memory: Memory,
    period: Period | None,
    thread: str | None = None,
    mode: str | None = None,
) -> Digest:
    """The digest of a period; by default of the last day on which something was said. Raises NothingFound."""
    latest = period or _latest_day(memory, RecallFilters(thread=thread, mode=mode))
    with summaries_of(memory, latest, mode) as summaries:
        thread = resolved(summaries.connection, RecallFilters(thread=thread)).thread
        found = digest(summaries, latest, thread, find_settled=_settled, find_open=open_threads)
    if not found.figures.exchanges:
        raise _nothing(latest)
    return found


def _settled(exchange: Exchange) -> list[Settled]:
    """What was decided and promised in an exchange."""
    return [*decisions(exchange), *commitments(exchange)]


def digest_markdown(memory: Memory, found: Digest) -> str:
    """The digest as a page; a template in the home wins over ours."""
    return digest_page(found, memory.truth.zone, memory.home.root / "templates")


def period_meant(memory: Memory, text: str) -> Period:
    """The period that a person names now. Raises UsageError."""
    return named_period(text, memory.clock(), memory.truth.zone)


def latest_week(memory: Memory, thread: str | None = None) -> Period:
    """The week in which something was said last. Raises NothingFound."""
    return Period.holding(_latest_day(memory, RecallFilters(thread=thread)).first, Span.WEEK)


@contextmanager
def summaries_of(memory: Memory, period: Period, mode: str | None = None) -> Iterator[Summaries]:
    """The summaries of the home, with what language models wrote since `period`; holds the index."""
    # None is written before what it sums up was said.
    written = written_summaries(memory.truth.journal.of_kind(KIND, first=f"{period.first:%Y-%m}"))
    with SummaryCache(memory.home.cache / "summaries.sqlite") as cache, memory.index() as index:
        yield Summaries(index.database, memory.truth.zone, cache, written, mode)


def _latest_day(memory: Memory, filters: RecallFilters) -> Period:
    with memory.index() as index:
        where = where_clause(resolved(index.database, filters)) or "true"
        (last,) = fetched(index.database, f"SELECT max(started) FROM exchanges WHERE {where}")[0]
    if last is None:
        raise NothingFound("nothing was said yet", hint="take in transcripts with: cotw ingest PATH")
    return Period(local_day(aware(last), memory.truth.zone), Span.DAY)


def _exchanges(connection: Any, node: Node) -> tuple[tuple[str, str], ...]:
    ids = list(node.exchange_ids[:_EXCHANGES])
    query = """
        SELECT id, left(human, 600), left(agent, 600) FROM exchanges
        WHERE started BETWEEN ? AND ? AND id IN (SELECT unnest(?))
    """
    said = fetched(connection, query, naive(node.first), naive(node.last), ids)
    words = {id_: first_words(human, agent)[1] for id_, human, agent in said}
    shorts = short_ids(connection, ids)
    return tuple((shorts[id_], words[id_]) for id_ in ids)


def _nothing(period: Period) -> NothingFound:
    return NothingFound(
        f"nothing was said then ({period.title})", hint="see when something was: cotw timeline"
    )
