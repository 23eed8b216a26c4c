"""Topics: what was spoken of how often and how lately, asked of the rows that exchanges have in the index.

*Freshness* is the share of a topic that is of late: each exchange counts half after a half-life.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from cotw.clock import local_day
from cotw.errors import NothingFound, UsageError
from cotw.extraction.topics import likely_keys
from cotw.index.graph import number_of
from cotw.index.rows import aware, fetched, naive
from cotw.retrieval.prefixes import utf8
from cotw.retrieval.topic_tree import ancestors, children, names_of, together_with, topic_counts

_ALIKE = 0.75  # of 1: a slip of the finger or two
_NEAREST = 5
_COUNTED = """
    SELECT key, arg_max(name, (times, name)), sum(times)::BIGINT AS exchanges, min(first), max(last),
        sum(fresh) / sum(times)
    FROM (SELECT key, name, count(*) AS times, min(started) AS first, max(started) AS last,
            sum(pow(0.5, greatest(0, date_diff('second', started, ?)) / ?)) AS fresh
        FROM topics JOIN exchanges ON exchanges.id = topics.exchange WHERE {where} GROUP BY key, name)
    GROUP BY key ORDER BY round(sum(fresh), 1) DESC, exchanges DESC, max(last) DESC, key LIMIT ?
"""
_ABOUT = """
    SELECT key, arg_max(name, (times, name)), sum(times)::BIGINT, sum(weight) AS weight
    FROM (SELECT key, name, count(*) AS times, sum(weight) AS weight
        FROM topics JOIN exchanges ON exchanges.id = topics.exchange WHERE {where} GROUP BY key, name)
    GROUP BY key ORDER BY weight DESC, key
"""


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic within the bounds asked for: in how many exchanges, from when to when, how fresh (0–1)."""

    key: str
    name: str
    exchanges: int
    first_seen: datetime
    last_seen: datetime
    freshness: float


@dataclass(frozen=True, slots=True)
class About:
    """A topic of some exchanges: in how many of them, and how much they are about it."""

    key: str
    name: str
    exchanges: int
    weight: float


@dataclass(frozen=True, slots=True)
class Related:
    """Another topic, and in how many exchanges both are."""

    name: str
    exchanges: int


@dataclass(frozen=True, slots=True)
class TopicPage:
    """All that is known of one topic. `weeks` are its exchanges a week, from the first Monday to the last."""

    topic: TopicCount
    spellings: tuple[str, ...]
    parents: tuple[str, ...]
    children: tuple[Related, ...]
    beside: tuple[Related, ...]
    weeks: tuple[tuple[date, int], ...]
    exchanges: tuple[str, ...]


def counted_topics(
    connection: Any, where: str | None, now: datetime, half_life_days: float, limit: int, *values: Any
) -> list[TopicCount]:
    """The topics of the exchanges of which `where` holds, most of late first."""
    rows = fetched(
        connection,
        _COUNTED.format(where=where or "true"),
        naive(now),
        half_life_days * 86_400,
        *values,
        limit,
    )
    return [
        TopicCount(key, name, count, aware(first), aware(last), round(fresh, 2))
        for key, name, count, first, last, fresh in rows
    ]


def weighed_topics(connection: Any, where: str | None) -> list[About]:
    """What the exchanges of which `where` holds are about, the weightiest first."""
    return [About(*row) for row in fetched(connection, _ABOUT.format(where=where or "true"))]


def unlike(about: Iterable[About], most: int) -> list[About]:
    """The first `most` of these, without those that are a part of an earlier one or hold one."""
    taken: list[About] = []
    for one in about:
        if len(taken) == most:
            break
        if not any(f" {one.key} " in f" {it.key} " or f" {it.key} " in f" {one.key} " for it in taken):
            taken.append(one)
    return taken


def topic_page(
    connection: Any,
    given: str,
    now: datetime,
    half_life_days: float,
    zone: tzinfo,
    *,
    most: int,
    exchanges: int,
) -> TopicPage:
    """The topic that is called `given`. Raises UsageError for no name, NothingFound for an unknown one."""
    key = known_topic(connection, given)
    here = f"topic = {number_of(key)} AND key = ?"
    (topic,) = counted_topics(connection, here, now, half_life_days, 1, key)
    spellings = fetched(
        connection, f"SELECT name FROM topics WHERE {here} GROUP BY name ORDER BY count(*) DESC, name", key
    )
    said = fetched(
        connection,
        f"SELECT id, started FROM topics JOIN exchanges ON id = exchange WHERE {here}"
        " ORDER BY started DESC, ord DESC, id DESC",
        key,
    )
    together = {other: times for _, other, times in together_with(connection, [key])}
    below = children(connection, key, together)
    above = list(ancestors(connection, key))
    beside = [other for other in together if other not in below and other not in above][:most]
    names = names_of(connection, [*above, *below, *beside])
    counts = topic_counts(connection, below)
    return TopicPage(
        topic,
        tuple(row[0] for row in spellings),
        tuple(names[one] for one in above),
        tuple(Related(names[one], counts[one]) for one in below[:most]),
        tuple(Related(names[one], together[one]) for one in beside),
        tuple(_weeks((aware(started) for _, started in said), zone)),
        tuple(id for id, _ in said[:exchanges]),
    )


def known_topic(connection: Any, given: str) -> str:
    """The key of `given`. Raises UsageError for no name, NothingFound with the nearest for an unknown one."""
    keys = likely_keys(utf8(given))
    if not keys:
        raise UsageError("the topic is empty", hint="see them with: cotw topic list")
    known = topic_counts(connection, keys)
    found = next((key for key in keys if key in known), None)
    if found is not None:
        return found
    near = fetched(
        connection,
        "SELECT max(name) FROM topics WHERE jaro_winkler_similarity(key, $1) > $2 GROUP BY key"
        f" ORDER BY jaro_winkler_similarity(key, $1) DESC, key LIMIT {_NEAREST}",
        keys[0],
        _ALIKE,
    )
    hint = f"the nearest are: {', '.join(row[0] for row in near)}" if near else "see: cotw topic list"
    raise NothingFound(f"nothing was said about {given!r} as a topic", hint=hint)


def _weeks(instants: Iterable[datetime], zone: tzinfo) -> Iterator[tuple[date, int]]:
    """How many in each week, by its Monday; weeks between without any are there with 0."""
    days = Counter(local_day(instant, zone) for instant in instants)
    counts: Counter[date] = Counter()
    for day, count in days.items():
        counts[day - timedelta(days=day.weekday())] += count
    monday = min(counts)
    while monday <= max(counts):
        yield monday, counts[monday]
        monday += timedelta(days=7)
