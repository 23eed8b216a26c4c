"""The hierarchy of topics, asked of the rows that exchanges have in the index.

A topic's *parent* is the more general one: the words it ends with (`rear wheel` → `wheel`, `Lastenrad` →
`Rad`), else one that is there in four of five of its exchanges and in more besides (subsumption, Sanderson &
Croft 1999). It depends on counts alone, so that the order in which things were said makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cotw.index.graph import number_of
from cotw.index.rows import fetched

_SUBSUMED = 0.8
_LEAST_TO_SUBSUME = 3
# Letters of the last part of a German compound, and of what stands before it.
_SHORTEST_HEAD, _SHORTEST_BEFORE = 4, 3
_TOGETHER = """
    SELECT one.key, other.key, count(*) AS times
    FROM topics one JOIN topics other USING (number, exchange)
    WHERE one.topic IN ({numbers}) AND one.key IN (SELECT unnest(?)) AND other.key <> one.key
    GROUP BY one.key, other.key ORDER BY times DESC, one.key, other.key
"""


def parents(connection: Any, keys: Sequence[str]) -> dict[str, str]:
    """The parent of each of these topics that has one. No topic is an ancestor of its own."""
    heads = {key: list(_heads(key)) for key in keys}
    together: dict[str, list[tuple[str, int]]] = {key: [] for key in keys}
    for one, other, times in together_with(connection, keys):
        together[one].append((other, times))
    sought = {*keys, *(head for some in heads.values() for head in some)}
    sought |= {other for some in together.values() for other, _ in some}
    counts = topic_counts(connection, sorted(sought))
    found: dict[str, str] = {}
    for key in keys:
        # A parent has at least as many exchanges: going up, the count or the shortness of words grows.
        head = next((one for one in heads[key] if counts.get(one, 0) >= counts.get(key, 1)), None)
        parent = head or _subsuming(counts, key, together[key])
        if parent is not None:
            found[key] = parent
    return found


def ancestors(connection: Any, key: str) -> Iterator[str]:
    """The parent, its parent, and so on."""
    while parent := parents(connection, [key]).get(key):
        yield parent
        key = parent


def children(connection: Any, key: str, together: dict[str, int]) -> list[str]:
    """The topics whose parent it is, the commonest first; `together` counts what stands beside it."""
    ending = fetched(
        connection, "SELECT DISTINCT key FROM topics WHERE key <> ? AND ends_with(key, ?)", key, key
    )
    candidates = sorted({row[0] for row in ending} | together.keys())
    counts = topic_counts(connection, candidates)
    likely = [one for one in candidates if one.endswith(key) or counts[one] >= _LEAST_TO_SUBSUME]
    found = parents(connection, likely)
    mine = [one for one in likely if found.get(one) == key]
    return sorted(mine, key=lambda one: (-counts[one], one))


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


def topic_counts(connection: Any, keys: Sequence[str]) -> dict[str, int]:
    """In how many exchanges each of these topics is; those that are in none are left out."""
    if not keys:
        return {}
    query = (
        f"SELECT key, count(*) FROM topics WHERE topic IN ({_numbers(keys)}) AND key IN (SELECT unnest(?))"
        " GROUP BY key"
    )
    return dict(fetched(connection, query, list(keys)))


def together_with(connection: Any, keys: Sequence[str]) -> list[tuple[str, str, int]]:
    """Each of these topics with each other one of an exchange, and in how many both are, most first."""
    if not keys:
        return []
    query = _TOGETHER.format(numbers=_numbers(keys))
    return [
        (str(one), str(other), int(times)) for one, other, times in fetched(connection, query, list(keys))
    ]


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


def _numbers(keys: Iterable[str]) -> str:
    """The numbers under which these topics stand: a few among millions are found by numbers alone."""
    return ", ".join(str(number) for number in sorted(set(map(number_of, keys))))
