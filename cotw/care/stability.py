"""Stability of a home: what moved in a session or thread, what went in circles, what pulls two ways.

For the person who asks, for the turn that is answered, and for whoever looks at night for what mattered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any

from cotw.care.threads import thread_called
from cotw.clock import local_day
from cotw.continuity.turn import Turn
from cotw.errors import NothingFound
from cotw.identity.principles import Principle, principles_of
from cotw.index.rows import fetched
from cotw.memory import Memory
from cotw.records.exchange import Exchange
from cotw.records.passage import Passage
from cotw.records.stability import Loop, Tension
from cotw.reflection.loops import CALLS_SEEN, loops
from cotw.reflection.measuring import Measured, last_of, latest_measured, measured
from cotw.reflection.stability_passages import stability_passages
from cotw.reflection.tensions import tensions
from cotw.retrieval.neighbours import find_exchange, session_title, short_ids
from cotw.retrieval.prefixes import full_id
from cotw.store.calls import last_calls

if TYPE_CHECKING:
    from cotw.continuity.recalled import Opened

# Of each file of the archive so many bytes at most are read for loops: by a person, and in a turn.
_REACH, _REACH_IN_TURN = 64 << 20, 1 << 17
_TENSE = 200


@dataclass(frozen=True, slots=True)
class StabilityPage:
    """How it stands with a session, a thread or one exchange; `scope` says with which.

    `shorts` are the ids of the exchanges as they may be typed. Loops are those at the end of the session in
    which was spoken last.
    """

    scope: str
    title: str
    measured: tuple[Measured, ...]
    shorts: dict[str, str]
    loops: tuple[Loop, ...]
    tensions: tuple[Tension, ...]
    principles: tuple[Principle, ...]
    zone: tzinfo


def exchange_stability(memory: Memory, prefix: str) -> StabilityPage:
    """One exchange, with the tensions it takes part in. Raises UsageError and NothingFound."""
    with memory.index() as index:
        database = index.database
        exchange = find_exchange(database, prefix)
        session = last_of(database, "session", exchange.session, _TENSE)
        pulling = [
            one for one in tensions(session) if exchange.address in (one.first.source, one.second.source)
        ]
        found = measured(database, [exchange])
        title = session_title(database, exchange.session)
        return _page(memory, database, f"exchange {exchange.id}", title, found, [], pulling)


def session_stability(memory: Memory, prefix: str | None, last: int) -> StabilityPage:
    """A session, by default the one in which was spoken last. Raises UsageError and NothingFound."""
    with memory.index() as index:
        database = index.database
        session = _latest_session(database) if prefix is None else full_id(database, "sessions", prefix)
        said = last_of(database, "session", session, max(last, _TENSE))
        if not said:  # every turn of it was left for another one
            raise NothingFound(f"nothing was said in {session}", hint="see what was: cotw session list")
        title = session_title(database, session)
        circles = session_loops(memory, session, said, reach=_REACH)
        found = measured(database, said[-last:])
        return _page(memory, database, f"session {session}", title, found, circles, tensions(said))


def thread_stability(memory: Memory, named: str, last: int) -> StabilityPage:
    """A thread, whatever sessions it went on in. Raises UsageError and NothingFound."""
    thread = thread_called(memory, named)
    with memory.index() as index:
        database = index.database
        said = last_of(database, "thread", thread, max(last, _TENSE))
        if not said:
            raise NothingFound(f"nothing was said in {thread}", hint="see what was: cotw thread list")
        latest = [one for one in said if one.session == said[-1].session]
        circles = session_loops(memory, said[-1].session, latest, reach=_REACH)
        found = measured(database, said[-last:])
        return _page(memory, database, f"thread {thread}", "", found, circles, tensions(said))


def session_loops(memory: Memory, session: str, said: Sequence[Exchange], *, reach: int) -> list[Loop]:
    """What goes in circles at the end of a session in which this was said last."""
    zone, truth = memory.truth.zone, memory.truth
    days = _days(said, zone)
    return loops(last_calls(memory.home, truth.archive, session, days, CALLS_SEEN, reach=reach), zone)


def turn_stability(memory: Memory, turn: Turn, session: str, opened: Opened) -> list[Passage]:
    """What a turn should know of its own session: nothing, unless much moved or something goes in circles."""
    with opened() as index:
        latest = latest_measured(index.shelf, session)
    if latest is None or latest.exchange.mode not in turn.sees:
        return []
    circles = session_loops(memory, session, [latest.exchange], reach=_REACH_IN_TURN)
    return stability_passages(latest, circles, lambda: principles_of(memory.home), memory.truth.zone)


def _page(
    memory: Memory,
    database: Any,
    scope: str,
    title: str,
    found: Sequence[Measured],
    circles: Iterable[Loop],
    pulling: Iterable[Tension],
) -> StabilityPage:
    return StabilityPage(
        scope,
        title,
        tuple(found),
        short_ids(database, [one.exchange.id for one in found]),
        tuple(circles),
        tuple(pulling),
        tuple(principles_of(memory.home)),
        memory.truth.zone,
    )


def _latest_session(database: Any) -> str:
    rows = fetched(database, "SELECT id FROM sessions ORDER BY ended DESC, id LIMIT 1")
    if not rows:
        raise NothingFound("nothing was said yet", hint="take in transcripts with: cotw ingest PATH")
    return str(rows[0][0])


def _days(said: Iterable[Exchange], zone: tzinfo) -> list[date]:
    """The days on which was spoken, the last one first."""
    spoken = {local_day(instant, zone) for one in said for instant in (one.started, one.ended)}
    return sorted(spoken, reverse=True)
