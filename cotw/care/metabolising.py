"""Metabolising: of what was said lately, the exchanges that moved most are queued to be thought about.

What moved is measured, not judged: entropy above a gate, which is a percentile of what is usual in this home
once there is enough to say what is. The queue is the journal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cotw.care.reflected import embedded_likeness, inquiries, record_once, tonight
from cotw.clock import format_instant
from cotw.extraction.shortening import clipped
from cotw.index.rows import EXCHANGE_COLUMNS, aware, exchange_of, naive
from cotw.memory import Memory
from cotw.records.exchange import Exchange
from cotw.records.message import is_evidence
from cotw.reflection.directions import Likeness
from cotw.reflection.inquiries import MERGED, QUEUED, Inquiry, inquiry_id
from cotw.reflection.measuring import Measured, measured_since

_ENOUGH_HISTORY = 200
_HISTORY_READ = 500
# What two exchanges are about stands at their beginning.
_CHARACTERS_COMPARED = 1000
_QUOTE = 240
# However quiet a home is: what does not even count as active is nothing to think about.
_LOWEST_GATE = 0.4


@dataclass(frozen=True, slots=True)
class Metabolised:
    """What a night's batch came to.

    `looked_at` exchanges were measured, those above `gate` count as moved, and `waiting` of these found no
    place: too many at one time, or this night's number was reached. Ids of inquiries, and of exchanges that
    were merged into one.
    """

    looked_at: int
    gate: float
    queued: tuple[str, ...]
    merged: tuple[str, ...]
    waiting: int


def metabolise(memory: Memory) -> Metabolised:
    """Queues what moved most of what was said lately. A second time in a night there is nothing left to do.

    Raises IndexMissing.
    """
    settings, now = memory.config.reflection, memory.clock()
    first = now - timedelta(days=settings.window_days)
    with memory.index() as index:
        begins = min(first, _history_begins(index.database, now) or first)
        history = [one for one in measured_since(index.database, begins) if one.exchange.ended <= now]
        known = list(inquiries(memory).values())
        open_ = [one for one in known if one.next_pass is not None]
        said = _said_in(index.database, [one.exchange for one in open_])
    gate = gate_of(memory, [one.entropy.value for one in history])
    recent = [one for one in history if one.exchange.ended >= first]
    seen = {one.exchange for one in known} | {also for one in known for also in one.also}
    moved = [
        one
        for one in recent
        if one.entropy.value >= gate and one.exchange.id not in seen and is_evidence(one.exchange.origin)
    ]
    begun = sum(one.created >= tonight(memory) for one in known)
    room = min(settings.most_open - len(open_), settings.inquiries_a_night - begun)
    batch = _Batch(memory, known, said, _likeness(memory, said, moved) if room > 0 else None)
    waiting = batch.take(sorted(moved, key=_most_first), gate, room)
    return Metabolised(len(recent), round(gate, 4), tuple(batch.queued), tuple(batch.merged), waiting)


def gate_of(memory: Memory, history: Sequence[float]) -> float:
    """The entropy from which on an exchange counts as having moved, by those of the last exchanges."""
    settings = memory.config.reflection
    if len(history) < _ENOUGH_HISTORY:
        return settings.gate_entropy
    place = math.ceil(settings.gate_percentile / 100 * len(history)) - 1
    return max(_LOWEST_GATE, sorted(history)[place])


class _Batch:
    """One night's batch: what is queued as it goes on."""

    def __init__(
        self, memory: Memory, known: list[Inquiry], said: dict[str, Exchange], like: Likeness | None
    ) -> None:
        self._memory = memory
        self._settings = memory.config.reflection
        self._said = said  # of open inquiries, by the exchange they began with
        self._times = [one.said for one in known]
        self._like = like
        self.queued: list[str] = []
        self.merged: list[str] = []

    def take(self, moved: Iterable[Measured], gate: float, room: int) -> int:
        """Queues or merges; returns how many found no place."""
        waiting = 0
        for one in moved:
            same = self._same(one.exchange) if room > 0 else None
            if room <= 0:
                waiting += 1
            elif same is not None:
                self._merge(one, inquiry_id(same))
            elif not self._is_pausing(one.exchange.ended):
                room -= self._queue(one, gate)
        return waiting

    def _is_pausing(self, ended: datetime) -> bool:
        pause = timedelta(minutes=self._settings.pause_minutes)
        return any(abs(ended - other) < pause for other in self._times)

    def _same(self, exchange: Exchange) -> str | None:
        """The exchange of an open inquiry about the same; the nearest one."""
        if self._like is None or not self._said:
            return None
        near = [(self._like(_compared(exchange), _compared(one)), id_) for id_, one in self._said.items()]
        likeness, best = max(near)
        return best if likeness >= self._settings.min_same_inquiry else None

    def _merge(self, one: Measured, inquiry: str) -> None:
        exchange = one.exchange
        record = {
            "kind": MERGED,
            "inquiry": inquiry,
            "exchange": exchange.id,
            "sources": [exchange.address],
        }
        if record_once(self._memory, record, "exchange"):
            self.merged.append(exchange.id)

    def _queue(self, one: Measured, gate: float) -> int:
        exchange, id_ = one.exchange, inquiry_id(one.exchange.id)
        record = {
            "kind": QUEUED,
            "id": id_,
            "exchange": exchange.id,
            "said": format_instant(exchange.ended),
            "thread": exchange.thread,
            "mode": exchange.mode,
            "entropy": one.entropy.value,
            "gate": round(gate, 4),
            "terms": [weight.term.value for weight in one.entropy.weights],
            "quote": _quote(one),
            "sources": [exchange.address],
        }
        if not record_once(self._memory, record, "id"):
            return 0
        self._said[exchange.id] = exchange
        self._times.append(exchange.ended)
        self.queued.append(id_)
        return 1


def _likeness(memory: Memory, said: dict[str, Exchange], moved: Iterable[Measured]) -> Likeness:
    exchanges: Iterator[Exchange] = iter([*said.values(), *(one.exchange for one in moved)])
    return embedded_likeness(memory, map(_compared, exchanges))


def _compared(exchange: Exchange) -> str:
    return (exchange.human or exchange.agent)[:_CHARACTERS_COMPARED]


def _quote(one: Measured) -> str:
    """The sentence that moved most."""
    weights = sorted(one.entropy.weights, key=lambda weight: -weight.amount)
    quotes = [evidence.quote for weight in weights for evidence in weight.evidence]
    return clipped(quotes[0] if quotes else one.exchange.human, _QUOTE)


def _most_first(one: Measured) -> tuple[float, datetime, str]:
    return -one.entropy.value, one.exchange.ended, one.exchange.id


def _history_begins(database: Any, now: datetime) -> datetime | None:
    """When the exchange ended with which the history begins; None if there are fewer."""
    row = database.execute(
        "SELECT ended FROM exchanges WHERE branch IS NULL AND ended <= ?"
        " ORDER BY ended DESC LIMIT 1 OFFSET ?",
        [naive(now), _HISTORY_READ - 1],
    ).fetchone()
    if row is None:
        row = database.execute("SELECT min(ended) FROM exchanges WHERE branch IS NULL").fetchone()
    return aware(row[0]) if row and row[0] else None


def _said_in(database: Any, ids: Sequence[str]) -> dict[str, Exchange]:
    rows = database.execute(
        f"SELECT {EXCHANGE_COLUMNS} FROM exchanges WHERE list_contains(?, id) ORDER BY id", [list(ids)]
    ).fetchall()
    return {one.id: one for one in map(exchange_of, rows)}
