"""Measuring: the entropy of exchanges as the index holds them, each with what came before it in its session.

It is computed when somebody asks, and kept nowhere: a thousandth of a second or two for an exchange, while a
column would have to be made anew for the twenty that follow each late arrival, and for all when a rule learns
a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from cotw.index.rows import EXCHANGE_COLUMNS, exchange_of, naive
from cotw.index.shelf import Shelf
from cotw.records.exchange import Exchange
from cotw.records.message import Origin
from cotw.records.stability import Entropy
from cotw.reflection.entropy import LEAD, entropies, latest_entropy

# Twice as many as lead to an exchange: some of them may be branches that were left.
_READ_OF_SHELF = 2 * LEAD


@dataclass(frozen=True, slots=True)
class Measured:
    """An exchange and its entropy."""

    exchange: Exchange
    entropy: Entropy


def measured(connection: Any, exchanges: Iterable[Exchange]) -> list[Measured]:
    """Each of `exchanges`, of however many sessions, with its entropy; in the order of their places."""
    found: list[Measured] = []
    by_session = sorted(exchanges, key=lambda one: (one.session, *_place(one)))
    for _, said in groupby(by_session, key=lambda one: one.session):
        found += _of_session(connection, list(said))
    return sorted(found, key=lambda one: _place(one.exchange))


def measured_since(connection: Any, since: datetime, modes: Iterable[str] | None = None) -> list[Measured]:
    """What ended since an instant, with its entropy, oldest first; what was left for another turn is no part.

    `modes` limits it to these. Whoever wants a night's harvest asks for what is new; whoever wants to know
    what is much for this agent asks for some hundred exchanges before.
    """
    asked = None if modes is None else sorted(modes)
    rows = connection.execute(
        f"""
        SELECT {EXCHANGE_COLUMNS} FROM exchanges
        WHERE ended >= ? AND branch IS NULL AND (? IS NULL OR list_contains(?, mode))
        """,
        [naive(since), asked, asked],
    ).fetchall()
    return measured(connection, map(exchange_of, rows))


def latest_measured(shelf: Shelf, session: str) -> Measured | None:
    """The last exchange of a session, as quickly as a turn that is answered needs it; None if there is none.

    The shelf finds it at once, however much there is. What is on no shelf stays empty: tool, project and the
    count of messages.
    """
    ids = list(shelf.places([session]))[-_READ_OF_SHELF:]
    rows = {row[0]: row for row in shelf.exchanges(ids)}
    said = [_of_shelf(rows[id_], place) for place, id_ in enumerate(ids) if id_ in rows]
    talk = [one for one in said if one.branch is None][-LEAD - 1 :]
    return Measured(talk[-1], latest_entropy(talk)) if talk else None


def _of_shelf(row: tuple[Any, ...], place: int) -> Exchange:
    id_, session, thread, mode, _, started, ended, human, agent, *rest = row
    human_sender, agent_sender, address, branch, origin, reported_by = rest
    return Exchange(
        id=id_,
        session=session,
        thread=thread,
        mode=mode,
        started=started,
        ended=ended,
        order=place,
        human=human,
        agent=agent,
        human_sender=human_sender,
        agent_sender=agent_sender,
        address=address,
        tool="",
        project=None,
        message_count=0,
        branch=branch,
        origin=Origin(origin),
        reported_by=reported_by,
    )


def last_of(connection: Any, column: str, value: str, count: int) -> list[Exchange]:
    """The last so many exchanges of a session or a thread (that is `column`), oldest first."""
    rows = connection.execute(
        f"""
        SELECT {EXCHANGE_COLUMNS} FROM exchanges WHERE {column} = ? AND branch IS NULL
        ORDER BY started DESC, ord DESC, id DESC LIMIT ?
        """,
        [value, count],
    ).fetchall()
    return [exchange_of(row) for row in reversed(rows)]


def _of_session(connection: Any, wanted: Sequence[Exchange]) -> list[Measured]:
    """Of one session, in order. What lies between those that are wanted leads from one to the next."""
    first, last = wanted[0], wanted[-1]
    before = connection.execute(
        f"""
        SELECT {EXCHANGE_COLUMNS} FROM exchanges
        WHERE session = ? AND branch IS NULL AND (started, ord, id) < (?, ?, ?)
        ORDER BY started DESC, ord DESC, id DESC LIMIT {LEAD}
        """,
        [first.session, naive(first.started), first.order, first.id],
    ).fetchall()
    within = connection.execute(
        f"""
        SELECT {EXCHANGE_COLUMNS} FROM exchanges
        WHERE session = ? AND branch IS NULL AND started BETWEEN ? AND ?
        """,
        [first.session, naive(first.started), naive(last.started)],
    ).fetchall()
    every = {one.id: one for one in (*map(exchange_of, (*before, *within)), *wanted)}
    said = sorted((one for one in every.values() if _place(one) <= _place(last)), key=_place)
    ids = {one.id for one in wanted}
    return [
        Measured(one, entropy) for one, entropy in zip(said, entropies(said), strict=True) if one.id in ids
    ]


def _place(one: Exchange) -> tuple[datetime, int, str]:
    return one.started, one.order, one.id
