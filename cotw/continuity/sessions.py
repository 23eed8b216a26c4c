"""Sessions: one run of a conversation each, and how it stands with it – computed whenever it is asked.

Without a word for two hours a session is interrupted, for six it is over; a session that somebody closed is
closed until words come after that. Words that come in the same transcript after it was over take it up again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any

from cotw.clock import format_instant, parse_instant
from cotw.extraction.plain import readable
from cotw.index.opening import Index
from cotw.index.rows import aware, fetched, naive, streamed
from cotw.settings import ContinuitySettings
from cotw.store.chain import Chain
from cotw.store.truth import Truth

KIND = "session"
_CLOSED = "closed"
_COLUMNS = "id, title, thread, mode, project, tool, started, ended, exchanges, messages"
# Words that are told in a branch that was left do not fill a gap before or after it.
_RESUMED = """
    SELECT started, started - before FROM (
        SELECT started, max(ended) OVER (
            ORDER BY started, ord, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM exchanges WHERE session = ?)
    WHERE started - before >= ? ORDER BY started
"""
# Threads in the order in which the session came to them.
_THREADS = """
    SELECT thread, count(*) FROM exchanges WHERE session = ? GROUP BY thread ORDER BY min(started), thread
"""
_END = """
    SELECT id, address FROM exchanges WHERE session = ? ORDER BY started {0}, ord {0}, id {0} LIMIT 1
"""


class State(StrEnum):
    """How it stands with a session."""

    OPEN = "open"
    INTERRUPTED = "interrupted"
    OVER = "over"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Session:
    """One session. `thread` and `mode` are those of its last exchange; instants are UTC."""

    id: str
    title: str
    thread: str
    mode: str
    project: str | None
    tool: str
    started: datetime
    ended: datetime
    exchanges: int
    messages: int
    state: State


@dataclass(frozen=True, slots=True)
class Resumption:
    """Words that came in the same transcript after a session was over: when, and after how long."""

    at: datetime
    after: timedelta


@dataclass(frozen=True, slots=True)
class SessionPage:
    """A session with when it was taken up again, its threads with counts of exchanges, the id of its last
    exchange, and the addresses of the first and the last.
    """

    session: Session
    resumed: list[Resumption]
    threads: dict[str, int]
    last: str
    addresses: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What the state of sessions depends on: the present, the settings, and when which was closed."""

    now: datetime
    settings: ContinuitySettings
    closed: Mapping[str, datetime]

    def state(self, session: str, ended: datetime) -> State:
        """The state of a session whose last word was said at `ended`."""
        closed = self.closed.get(session)
        if closed is not None and closed >= ended:
            return State.CLOSED
        silent = self.now - ended
        if silent >= timedelta(hours=self.settings.over_after_hours):
            return State.OVER
        if silent >= timedelta(hours=self.settings.interrupted_after_hours):
            return State.INTERRUPTED
        return State.OPEN


def close_session(
    truth: Truth, session: str, by: Mapping[str, str], reason: str = "", at: datetime | None = None
) -> None:
    """Closes a session, now or as it was at an instant; words that are said in it later open it again."""
    line = {"kind": KIND, "decision": _CLOSED, "session": readable(session), **by}
    with truth.writing() as writer:
        instant = None if at is None else format_instant(at)
        writer.record(truth.ledger, line | ({"reason": reason} if reason else {}), instant)


def fold_closings(records: Iterable[Mapping[str, Any]]) -> dict[str, datetime]:
    """When each session was last closed, of those that lines of the ledger close."""
    closed: dict[str, datetime] = {}
    for record in records:
        session = record.get("session")
        if record.get("decision") == _CLOSED and isinstance(session, str):
            try:
                at = parse_instant(record.get("at"))
            except (ValueError, TypeError):
                continue
            closed[session] = max(at, closed.get(session, at))
    return closed


def lifecycle(ledger: Chain, now: datetime, settings: ContinuitySettings) -> Lifecycle:
    """What the state of sessions depends on, now."""
    return Lifecycle(now, settings, fold_closings(ledger.of_kind(KIND)))


def sessions_of(
    index: Index,
    life: Lifecycle,
    *,
    thread: str | None = None,
    project: str | None = None,
    mode: str | None = None,
    since: datetime | None = None,
    state: State | None = None,
    limit: int | None = None,
) -> list[Session]:
    """The sessions that fit, the latest first; None means any.

    `thread` is one in which anything of it was said, `project` a folder or one around it, `since` the instant
    of its last word at the earliest.
    """
    conditions: list[str] = []
    values: list[Any] = []
    if thread is not None:
        conditions.append("id IN (SELECT session FROM exchanges WHERE thread = ?)")
        values.append(thread)
    if project is not None:
        conditions.append("(project = ? OR starts_with(project, ?) OR starts_with(project, ?))")
        values += [project, f"{project}/", f"{project}\\"]
    if mode is not None:
        conditions.append("mode = ?")
        values.append(mode)
    if since is not None:
        conditions.append("ended >= ?")
        values.append(naive(since))
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    query = f"SELECT {_COLUMNS} FROM sessions {where} ORDER BY ended DESC, id"
    found = (_session(row, life) for row in streamed(index.database.cursor(), query, values))
    return list(islice((one for one in found if state in (None, one.state)), limit))


def session_page(index: Index, life: Lifecycle, id_: str) -> SessionPage:
    """All that is known of the session of this id, which is there."""
    (row,) = fetched(index.database, f"SELECT {_COLUMNS} FROM sessions WHERE id = ?", id_)
    ends = [fetched(index.database, _END.format(order), id_)[0] for order in ("ASC", "DESC")]
    gap = timedelta(hours=life.settings.over_after_hours)
    return SessionPage(
        _session(row, life),
        [Resumption(aware(at), after) for at, after in fetched(index.database, _RESUMED, id_, gap)],
        dict(fetched(index.database, _THREADS, id_)),
        ends[1][0],
        (ends[0][1], ends[1][1]),
    )


def _session(row: tuple[Any, ...], life: Lifecycle) -> Session:
    id_, title, thread, mode, project, tool, started, ended, exchanges, messages = row
    last = aware(ended)
    state = life.state(id_, last)
    return Session(id_, title, thread, mode, project, tool, aware(started), last, exchanges, messages, state)
