"""Placing: what was decided about threads, applied to what is in the index already.

Only sessions that new decisions are about are looked at, and only exchanges whose thread is another one now
are written; nothing is embedded again. The rows of the vector table follow after the commit: a process that
is killed in between leaves a note behind (`lance_dirty`), and whoever opens the index next goes on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cotw.index.comparing import pieces
from cotw.index.database import bound, transaction
from cotw.index.opening import Index
from cotw.index.rows import EXCHANGE_COLUMNS, aware, exchange_of, fetched, moved_table, strings
from cotw.index.rules import Rules
from cotw.index.sessions import renew_sessions, renew_threads
from cotw.index.tidying import note_moved
from cotw.records.message import Origin
from cotw.records.threads import MAIN_THREAD, Decision, Scope, subject_of
from cotw.store.decided import Decided

if TYPE_CHECKING:
    import duckdb

# The sessions that decisions may move something of.
_CONCERNED = """
    SELECT DISTINCT session FROM messages WHERE thread IS NULL AND (
        session IN (SELECT id FROM named) OR (origin <> ? AND ?)
        OR EXISTS (SELECT 1 FROM folders WHERE project = id
            OR starts_with(project, id || '/') OR starts_with(project, id || chr(92))))
"""
_OPENINGS = """
    SELECT e.id, e.session, e.project, e.started, e.thread, m.origin
    FROM exchanges e JOIN messages m USING (id) WHERE m.thread IS NULL
"""
_MISFILED = """
    SELECT exchanges.thread, list(DISTINCT exchanges.id)
    FROM filed JOIN exchanges ON exchanges.id = filed.exchange WHERE filed.thread <> exchanges.thread
    GROUP BY exchanges.thread ORDER BY exchanges.thread
"""


def place(index: Index, rules: Rules) -> int:
    """Applies decisions that the index does not know of; returns how many exchanges changed their thread."""
    decided = rules.decided
    if index.meta("ledger") == decided.extent:
        return 0
    noted = index.meta("decided")
    news = decided.since(noted)
    facts = {"ledger": decided.extent, "decided": decided.note()}
    if facts["decided"] == noted or (not noted and not news):
        # Other things were decided.
        index.set_meta(**facts)
        return 0
    moved = _moved(index.database, rules, news)
    with transaction(index.database):
        touched = _write(index.database, moved) | _named(index.database, rules, news)
        renew_threads(index.database, touched, decided.threads)
        if moved:
            facts["shelved"] = str(index.shelve(lambda shelf: shelf.move_exchanges(moved)))
            facts["lance_dirty"] = "1"
        index.set_meta(**facts)
    if moved:
        _refile(index, moved)
        index.set_meta(lance_dirty="0")
    return len(moved)


def moves(index: Index, rules: Rules) -> bool:
    """Whether decisions that the index does not know of move any exchange."""
    news = rules.decided.since(index.meta("decided"))
    return bool(_moved(index.database, rules, news))


def unplaced(index: Index, decided: Decided) -> int:
    """How many decisions the index does not know of."""
    if index.meta("ledger") == decided.extent:
        return 0
    news = decided.since(index.meta("decided"))
    return len(decided.records if news is None else news)


def file_misfiled(index: Index) -> None:
    """Gives rows of the vector table the thread of their exchange where theirs is another one."""
    with bound(index.database, filed=index.units.rows()):
        misfiled = fetched(index.database, _MISFILED)
    for thread, exchanges in misfiled:
        note_moved(index, index.units.move(exchanges, thread))


def _moved(
    database: duckdb.DuckDBPyConnection, rules: Rules, news: list[dict[str, Any]] | None
) -> dict[str, str]:
    """The exchanges that are in another thread than they should be, with the one they should be in."""
    where = ""
    if news is not None:
        sessions = _concerned(database, news)
        if not sessions:
            return {}
        where = "AND e.session IN (SELECT id FROM concerned)"
    with bound(database, concerned=strings(sessions if news is not None else [])):
        rows = fetched(database, f"{_OPENINGS} {where}")
    moved = {}
    for id_, session, project, started, present, origin in rows:
        thread = _thread(rules, session, project, started, origin)
        if thread != present:
            moved[id_] = thread
    return moved


def _thread(rules: Rules, session: str, project: str | None, started: datetime, origin: str) -> str:
    typed = origin != Origin.TRANSCRIPT
    return rules.decided.threads.place(session, project, aware(started), typed=typed) or MAIN_THREAD


def _concerned(database: duckdb.DuckDBPyConnection, news: Iterable[Mapping[str, Any]]) -> list[str]:
    named: dict[Scope, set[str]] = {scope: set() for scope in Scope}
    for record in news:
        if record.get("decision") == Decision.PLACED:
            try:
                scope, name = subject_of(record)
            except ValueError:  # a broken line decides nothing
                continue
            named[scope].add(name)
    if not any(named.values()):
        return []
    with bound(database, named=strings(named[Scope.SESSION]), folders=strings(named[Scope.PROJECT])):
        typed = bool(named[Scope.TYPED])
        rows = fetched(database, _CONCERNED, Origin.TRANSCRIPT.value, typed)
    return [row[0] for row in rows]


def _named(database: duckdb.DuckDBPyConnection, rules: Rules, news: list[dict[str, Any]] | None) -> set[str]:
    """The threads that new lines name; all there are if the lines before are not those that were known."""
    if news is None:
        present = {row[0] for row in fetched(database, "SELECT id FROM threads")}
        return present | rules.decided.threads.threads.keys()
    return {record[key] for record in news for key in ("thread", "to") if isinstance(record.get(key), str)}


def _write(database: duckdb.DuckDBPyConnection, moved: Mapping[str, str]) -> set[str]:
    """Writes new threads into exchanges and counts their sessions anew; returns all threads touched."""
    threads, sessions = set(moved.values()), set[str]()
    for some in pieces(moved):
        with bound(database, sought=strings(some)):
            rows = fetched(database, f"SELECT {EXCHANGE_COLUMNS} FROM exchanges SEMI JOIN sought USING (id)")
        former = list(map(exchange_of, rows))
        threads.update(exchange.thread for exchange in former)
        sessions.update(exchange.session for exchange in former)
        with bound(database, moved=moved_table([replace(one, thread=moved[one.id]) for one in former])):
            database.execute(
                "UPDATE exchanges SET thread = moved.thread, digest = moved.digest"
                " FROM moved WHERE exchanges.id = moved.id"
            )
    renew_sessions(database, sessions, keep_titles=sessions)
    return threads


def _refile(index: Index, moved: Mapping[str, str]) -> None:
    by_thread: defaultdict[str, list[str]] = defaultdict(list)
    for exchange, thread in moved.items():
        by_thread[thread].append(exchange)
    for thread, exchanges in by_thread.items():
        note_moved(index, index.units.move(exchanges, thread))
