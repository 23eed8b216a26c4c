"""Seen: what an agent in a mode may know of a home at a glance – how much was said, in which threads.

Counted is only what its mode may see; a thread in which nothing of that was said is not told of.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from cotw.care.handoffs import is_seen, kept_pages
from cotw.care.threads import index_if_there, life
from cotw.continuity.handoff_page import modes_of
from cotw.continuity.handoff_places import WAITING
from cotw.continuity.sessions import Session, sessions_of
from cotw.continuity.threads import decided_threads
from cotw.errors import NothingFound
from cotw.extraction.plain import plain
from cotw.index.behind import behind
from cotw.index.opening import Index
from cotw.index.rows import aware, fetched
from cotw.memory import Memory
from cotw.retrieval.filters import one_of
from cotw.retrieval.named_threads import thread_named


@dataclass(frozen=True, slots=True)
class SeenThread:
    """A thread as a mode sees it; `last_said` is None as long as nobody spoke in it."""

    id: str
    title: str
    exchanges: int
    sessions: int
    last_said: datetime | None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """How much a mode may see, by mode and in all; `behind` counts bytes that the index does not know yet."""

    exchanges: dict[str, int]
    sessions: int
    first: datetime | None
    last: datetime | None
    threads: int
    handoffs_waiting: int
    behind: int
    indexed: bool


def seen_threads(memory: Memory, sees: frozenset[str]) -> list[SeenThread]:
    """The threads that a mode may know of, those spoken in last first."""
    with index_if_there(memory) as index:
        return _threads(memory, index, sees)


def seen_thread(memory: Memory, sees: frozenset[str], named: str) -> SeenThread:
    """The one that is meant. Raises UsageError and NothingFound."""
    known = {one.id: one for one in seen_threads(memory, sees)}
    return known[thread_named(named, {id_: one.title for id_, one in known.items()})]


def seen_sessions(memory: Memory, sees: frozenset[str], thread: str, limit: int) -> list[Session]:
    """The latest sessions of a thread in which a mode may see something.

    One that holds words of other modes too has no title: it might be theirs.
    """
    query = """
        SELECT session, list(DISTINCT mode) FROM exchanges
        WHERE session IN (SELECT session FROM exchanges WHERE thread = ?) GROUP BY session
    """
    with memory.index() as index:
        found = sessions_of(index, life(memory), thread=thread)
        modes = {row[0]: frozenset(row[1]) for row in fetched(index.database, query, thread)}
    some = [one for one in found if modes[one.id] & sees][:limit]
    return [one if modes[one.id] <= sees else replace(one, title="") for one in some]


def latest_session(memory: Memory, sees: frozenset[str]) -> str:
    """The session in which something was said last that a mode may see. Raises NothingFound."""
    with memory.index() as index:
        query = f"""
            SELECT session FROM exchanges WHERE {one_of("mode", sees) if sees else "false"}
            ORDER BY started DESC, ord DESC, id DESC LIMIT 1
        """
        rows = fetched(index.database, query)
    if not rows:
        raise NothingFound(
            "nothing was said yet that may be shown here", hint="`stats` says how much there is"
        )
    return str(rows[0][0])


def seen(memory: Memory, sees: frozenset[str]) -> Seen:
    """How much there is for a mode to see."""
    waiting = sum(
        kept.state == WAITING and is_seen(modes_of(kept.facts), sees) for kept in kept_pages(memory)
    )
    with index_if_there(memory) as index:
        threads = len(_threads(memory, index, sees))
        if index is None or not sees:
            return Seen({}, 0, None, None, threads, waiting, 0, index is not None)
        said = f"FROM exchanges WHERE {one_of('mode', sees)}"
        by_mode = fetched(index.database, f"SELECT mode, count(*) {said} GROUP BY mode ORDER BY 2 DESC, 1")
        ((sessions, first, last),) = fetched(
            index.database, f"SELECT count(DISTINCT session), min(started), max(ended) {said}"
        )
        late = behind(index, memory.home, memory.truth.archive).size
    return Seen(
        dict(by_mode),
        sessions,
        first and aware(first),
        last and aware(last),
        threads,
        waiting,
        late,
        True,
    )


def _threads(memory: Memory, index: Index | None, sees: frozenset[str]) -> list[SeenThread]:
    decided = decided_threads(memory.truth)
    spoken: dict[str, tuple[int, int, datetime]] = {}
    silent = {id_ for id_, one in decided.threads.items() if one.made}
    if index is not None:
        silent -= {row[0] for row in fetched(index.database, "SELECT id FROM threads")}
        if sees:
            query = f"""
                SELECT thread, count(*), count(DISTINCT session), max(ended) FROM exchanges
                WHERE {one_of("mode", sees)} GROUP BY thread
            """
            spoken = {row[0]: (row[1], row[2], aware(row[3])) for row in fetched(index.database, query)}
    rows = []
    for id_ in sorted(spoken.keys() | silent):
        known = decided.thread(id_)
        exchanges, sessions, last = spoken.get(id_, (0, 0, None))
        rows.append(SeenThread(id_, plain(known.title), exchanges, sessions, last, known.archived))
    rows.sort(key=lambda row: (row.last_said is not None, row.last_said), reverse=True)
    return rows
