"""Topics: what was spoken of how often and how lately, asked of the rows that exchanges have in the index.

A topic's *parent* is the more general one: the words it ends with (`rear wheel` → `wheel`, `Lastenrad` →
`Rad`), else one that is there in four of five of its exchanges and in more besides (subsumption, Sanderson &
Croft 1999). *Freshness* is the share of it that is of late: each exchange counts half after a half-life.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from cotw.clock import local_day
from cotw.errors import NothingFound, UsageError
from cotw.extraction.topics import likely_keys
from cotw.index.graph import number_of
from cotw.index.rows import aware, fetched, naive
from cotw.retrieval.prefixes import utf8

_SUBSUMED = 0.8
_LEAST_TO_SUBSUME = 3
_SHORTEST_HEAD = 4  # letters of the last part of a German compound
_SHORTEST_BEFORE = 3
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
_TOGETHER = """
    SELECT one.key, other.key, count(*) AS times
    FROM topics one JOIN topics other USING (number, exchange)
    WHERE one.topic IN ({numbers}) AND one.key IN (SELECT unnest(?)) AND other.key <> one.key
    GROUP BY one.key, other.key ORDER BY times DESC, one.key, other.key
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
    together = {other: times for _, other, times in _together(connection, [key])}
    children = list(_children(connection, key, together))
    ancestors = list(_ancestors(connection, key))
    beside = [other for other in together if other not in children and other not in ancestors][:most]
    names = names_of(connection, [*ancestors, *children, *beside])
    counts = _counts(connection, children)
    return TopicPage(
        topic,
        tuple(row[0] for row in spellings),
        tuple(names[one] for one in ancestors),
        tuple(Related(names[one], counts[one]) for one in children[:most]),
        tuple(Related(names[one], together[one]) for one in beside),
        tuple(_weeks((aware(started) for _, started in said), zone)),
        tuple(id for id, _ in said[:exchanges]),
    )


def known_topic(connection: Any, given: str) -> str:
    """The key of `given`. Raises UsageError for no name, NothingFound with the nearest for an unknown one."""
    keys = likely_keys(utf8(given))
    if not keys:
        raise UsageError("the topic is empty", hint="see them with: cotw topic list")
    known = _counts(connection, keys)
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


def parents(connection: Any, keys: Sequence[str]) -> dict[str, str]:
    """The parent of each of these topics that has one. No topic is an ancestor of its own."""
    heads = {key: list(_heads(key)) for key in keys}
    together: dict[str, list[tuple[str, int]]] = {key: [] for key in keys}
    for one, other, times in _together(connection, keys):
        together[one].append((other, times))
    sought = {*keys, *(head for some in heads.values() for head in some)}
    sought |= {other for some in together.values() for other, _ in some}
    counts = _counts(connection, sorted(sought))
    found: dict[str, str] = {}
    for key in keys:
        # A parent has at least as many exchanges: going up, the count or the shortness of words grows.
        head = next((one for one in heads[key] if counts.get(one, 0) >= counts.get(key, 1)), None)
        parent = head or _subsuming(counts, key, together[key])
        if parent is not None:
            found[key] = parent
    return found


def names_of(connection: Any, keys: Sequence[str]) -> dict[str, str]:
    """The commonest spelling of each of these topics."""
    if not keys:
        return {}
    query = f"""
        SELECT key, arg_max(name, (times, name)) FROM (
            SELECT key, name, count(*) AS times FROM topics
            WHERE topic IN ({_numbers(keys)}) AND key IN (SELECT unnest(?)) GROUP BY key, name)
        GROUP BY key
    """
    return dict(fetched(connection, query, list(keys)))


def _subsuming(counts: dict[str, int], key: str, together: Iterable[tuple[str, int]]) -> str | None:
    """The most special of those that are there nearly whenever `key` is, and more often."""
    own = counts.get(key, 0)
    if own < _LEAST_TO_SUBSUME:
        return None
    wider = [
        (counts[other], other)
        for other, times in together
        if times >= _SUBSUMED * own and counts[other] > own and times < _SUBSUMED * counts[other]
    ]
    return min(wider)[1] if wider else None


def _heads(key: str) -> Iterator[str]:
    """What a topic may be a kind of, by its own words: the longest end of it first."""
    words = key.split()
    for first in range(1, len(words)):
        yield " ".join(words[first:])
    if len(words) == 1:
        for first in range(_SHORTEST_BEFORE, len(key) - _SHORTEST_HEAD + 1):
            yield key[first:]


def _ancestors(connection: Any, key: str) -> Iterator[str]:
    """The parent, its parent, and so on."""
    while parent := parents(connection, [key]).get(key):
        yield parent
        key = parent


def _children(connection: Any, key: str, together: dict[str, int]) -> list[str]:
    ending = fetched(
        connection, "SELECT DISTINCT key FROM topics WHERE key <> ? AND ends_with(key, ?)", key, key
    )
    candidates = sorted({row[0] for row in ending} | together.keys())
    counts = _counts(connection, candidates)
    likely = [one for one in candidates if one.endswith(key) or counts[one] >= _LEAST_TO_SUBSUME]
    found = parents(connection, likely)
    mine = [one for one in likely if found.get(one) == key]
    return sorted(mine, key=lambda one: (-counts[one], one))


def _together(connection: Any, keys: Sequence[str]) -> list[tuple[str, str, int]]:
    if not keys:
        return []
    query = _TOGETHER.format(numbers=_numbers(keys))
    return [
        (str(one), str(other), int(times)) for one, other, times in fetched(connection, query, list(keys))
    ]


def _counts(connection: Any, keys: Sequence[str]) -> dict[str, int]:
    if not keys:
        return {}
    query = (
        f"SELECT key, count(*) FROM topics WHERE topic IN ({_numbers(keys)}) AND key IN (SELECT unnest(?))"
        " GROUP BY key"
    )
    return dict(fetched(connection, query, list(keys)))


def _numbers(keys: Iterable[str]) -> str:
    """The numbers under which these topics stand: a few among millions are found by numbers alone."""
    return ", ".join(str(number) for number in sorted(set(map(number_of, keys))))


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
