"""What was talked about on a day, as a report tells it: the digest, what is open, who was named."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from cotw.care.report.told import Link, Spoken
from cotw.clock import end_of_day, local_day
from cotw.continuity.calendar import Period
from cotw.continuity.digest import Digest, digest
from cotw.continuity.summaries import Summaries
from cotw.extraction.mention import key
from cotw.extraction.open_threads import open_threads
from cotw.extraction.settled import decisions
from cotw.index.rows import EXCHANGE_COLUMNS, aware, exchange_of, fetched, naive
from cotw.records.exchange import Exchange
from cotw.records.open_thread import OpenThread
from cotw.reflection.measuring import measured
from cotw.retrieval.entities import triples_where
from cotw.retrieval.filters import where_clause

ACTIVITY_DAYS = 14
# The newest of a day: to weigh one takes a thousandth of a second or two.
_READ = 1_000
_OPEN_READ = 200
_MOST_OPEN, _MOST_OPEN_A_THREAD = 10, 4
# What nobody came back to for so long in a thread that went on was most likely settled elsewhere.
_OPEN_DAYS = timedelta(days=14)
_NODES, _LINKS, _SOURCES = 10, 16, 5
_TOPIC_ROWS = """
    SELECT topics.name, topics.key, topics.exchange FROM topics
    JOIN exchanges ON exchanges.id = topics.exchange WHERE {where} ORDER BY started, ord, id
"""
_NAMED = """
    SELECT key, arg_max(name, count), count(DISTINCT exchange) AS times FROM mentions
    WHERE kind NOT IN ('file', 'unknown') AND exchange IN (SELECT id FROM exchanges WHERE {where})
    GROUP BY key ORDER BY times DESC, key LIMIT {limit}
"""
_TOGETHER = """
    SELECT one.key, other.key, list(DISTINCT one.exchange ORDER BY one.exchange) AS found
    FROM mentions one JOIN mentions other USING (number, exchange)
    WHERE one.key < other.key AND list_contains($keys, one.key) AND list_contains($keys, other.key)
        AND one.exchange IN (SELECT id FROM exchanges WHERE {where})
    GROUP BY one.key, other.key HAVING count(DISTINCT one.exchange) > 1
    ORDER BY len(found) DESC, one.key, other.key
"""


def spoken_on(summaries: Summaries, period: Period) -> Spoken | None:
    """What was said in a period, of all threads; None if nothing was."""
    found = digest(summaries, period, find_settled=decisions)
    if not found.figures.exchanges:
        return None
    connection = summaries.connection
    where = where_clause(summaries.filters(period))
    assert where is not None
    exchanges = _exchanges(connection, f"{where} AND branch IS NULL", _READ)
    ids = fetched(connection, f"SELECT address FROM exchanges WHERE {where} ORDER BY started, ord, id")
    return Spoken(
        digest=found,
        topics=_topic_sources(connection, where, found),
        measured=tuple(measured(connection, exchanges)),
        open=tuple(_open(connection, found, end_of_day(period.last, summaries.zone))),
        links=_links(connection, where),
        addresses=tuple(str(row[0]) for row in ids),
    )


def activity(connection: Any, night: date, zone: tzinfo) -> tuple[tuple[date, int], ...]:
    """How many exchanges began on each day of the fortnight that ends with `night`."""
    first = night - timedelta(days=ACTIVITY_DAYS - 1)
    since, until = end_of_day(first - timedelta(days=1), zone), end_of_day(night, zone)
    query = "SELECT started FROM exchanges WHERE started >= ? AND started < ?"
    begun = fetched(connection, query, naive(since), naive(until))
    counts = Counter(local_day(aware(row[0]), zone) for row in begun)
    days = (first + timedelta(days=number) for number in range(ACTIVITY_DAYS))
    return tuple((day, counts[day]) for day in days)


def _exchanges(connection: Any, where: str, most: int, *values: Any) -> list[Exchange]:
    """The newest of which `where` holds, oldest first."""
    query = f"SELECT {EXCHANGE_COLUMNS} FROM exchanges WHERE {where} ORDER BY started DESC, ord DESC, id DESC"
    rows = fetched(connection, f"{query} LIMIT {most}", *values)
    return [exchange_of(row) for row in reversed(rows)]


def _topic_sources(connection: Any, where: str, found: Digest) -> dict[str, tuple[str, ...]]:
    """The exchanges in which each of the digest's topics came up, in order."""
    keys: dict[str, str] = {}
    exchanges: defaultdict[str, list[str]] = defaultdict(list)
    for name, topic, exchange in fetched(connection, _TOPIC_ROWS.format(where=where)):
        keys[name] = topic
        exchanges[topic].append(exchange)
    return {one.name: tuple(exchanges[keys[one.name]]) for one in found.topics if one.name in keys}


def _open(connection: Any, found: Digest, until: datetime) -> list[OpenThread]:
    """What is open at `until`, the end of the day, in the threads that went on in it, the newest first."""
    left: list[OpenThread] = []
    for thread in found.threads:
        said = _exchanges(
            connection,
            "thread = ? AND started < ? AND branch IS NULL",
            _OPEN_READ,
            thread.node.thread,
            naive(until),
        )
        opened = open_threads(said, most=_MOST_OPEN_A_THREAD)
        left += [one for one in opened if one.since >= until - _OPEN_DAYS]
    return sorted(left, key=lambda one: (one.since, one.source, one.text), reverse=True)[:_MOST_OPEN]


def _links(connection: Any, where: str) -> tuple[Link, ...]:
    """How those that were named most hang together: by what was said of them, or more than once together."""
    named = fetched(connection, _NAMED.format(where=where, limit=_NODES))
    names = {known: name for known, name, _ in named}
    links = [*_said(connection, where, names), *_together(connection, where, names)]
    once: dict[frozenset[str], Link] = {}
    for link in links:
        once.setdefault(frozenset((link.one, link.other)), link)
    return tuple(once.values())[:_LINKS]


def _said(connection: Any, where: str, names: dict[str, str]) -> Iterable[Link]:
    keys = sorted(names)
    triples = triples_where(
        connection,
        "list_contains($1, subject_key) AND list_contains($1, object_key) AND subject_key <> object_key"
        f" AND exchange IN (SELECT id FROM exchanges WHERE {where})",
        keys,
    )
    for one in triples:
        subject, object_ = names[key(one.subject)], names[key(one.object)]
        yield Link(subject, object_, one.predicate.replace("_", " "), one.sources[:_SOURCES])


def _together(connection: Any, where: str, names: dict[str, str]) -> Sequence[Link]:
    rows = connection.execute(_TOGETHER.format(where=where), {"keys": sorted(names)}).fetchall()
    return [Link(names[one], names[other], "", tuple(ids[:_SOURCES])) for one, other, ids in rows]
