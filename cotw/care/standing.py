"""Standing of a home: evidence collected from what its person said, and what a night makes of it.

A message counts once. The days of the index are compared with what the journal says was read of them; of a
day that has others by now all messages are read, and what has counted before does not count again. So it
makes no difference when, how often or in which order transcripts came in, nor where a process was killed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cotw.index.rows import EXCHANGE_COLUMNS, exchange_of, fetched
from cotw.memory import Memory
from cotw.records.exchange import Exchange
from cotw.records.message import Origin, is_evidence
from cotw.records.night import night_bounds, night_of
from cotw.records.source import SourceRef
from cotw.records.standing import Moved, Night
from cotw.reflection.standing_journal import (
    EVIDENCE,
    NIGHT,
    READ,
    Reading,
    evidence_line,
    evidence_of,
    key_of,
    night_line,
    nights_of,
    read_line,
    readings_of,
    withdrawn_line,
)
from cotw.reflection.standing_scores import in_order, standings
from cotw.reflection.standing_signs import signs
from cotw.store.following import Followed

# One run reads about so many messages; the next one goes on.
MOST_MESSAGES = 20_000
RECENT = 5
_AT_A_TIME = 500
_OWN_WORDS = (
    "branch IS NULL AND human <> '' AND origin IN "
    f"({', '.join(repr(one.value) for one in Origin if is_evidence(one))})"
)
_DAY = "substr(address, 9, 10)"  # of archive:2026-11-20#…


@dataclass(frozen=True, slots=True)
class Collected:
    """What one run read and found; `left` days wait for the next."""

    messages: int = 0
    evidence: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Synthesis:
    """A night's standing; `written` is False if the journal had it already."""

    night: Night
    written: bool


def collect(
    memory: Memory, *, most: int = MOST_MESSAGES, stop: Callable[[], bool] = lambda: False
) -> Collected:
    """Reads what was not read yet, as the index holds it, oldest day first.

    `stop` is asked every few hundred messages, `most` ends the run once so many were read.
    Raises IndexMissing where there is none.
    """
    journal = memory.truth.journal
    evidence, read = Followed(journal, EVIDENCE), Followed(journal, READ)
    messages = found = 0
    with memory.index() as index:
        waiting = _unread(index.database, readings_of(read.records()))
        while waiting and messages < most and not stop():
            days = _some(waiting)
            found += _collect_days(memory, index.database, days, evidence)
            messages += sum(reading.messages for reading in days.values())
    return Collected(messages, found, len(waiting))


def synthesise(memory: Memory, night: date | None = None) -> Synthesis:
    """What a night makes of the evidence said until its end, noted once; by default the night it is now.

    Of nothing that was read nothing is noted.
    """
    day = night or night_of(memory.clock(), memory.truth.zone)
    journal = memory.truth.journal
    if (known := _known_night(memory, day)) is not None:
        return Synthesis(known, written=False)
    with memory.truth.writing() as writer:
        if (known := _known_night(memory, day)) is not None:
            return Synthesis(known, written=False)
        made = _night(day, memory, evidence_of(journal.of_kind(EVIDENCE)).values())
        if made.messages:
            writer.record(journal, night_line(made))
    return Synthesis(made, written=made.messages > 0)


def _known_night(memory: Memory, day: date) -> Night | None:
    nights = nights_of(memory.truth.journal.of_kind(NIGHT))
    return next((one for one in nights if one.day == day), None)


def _night(day: date, memory: Memory, evidence: Iterable[Moved]) -> Night:
    _, until = night_bounds(day, memory.truth.zone)
    said = in_order(one for one in evidence if one.said < until)
    readings = readings_of(memory.truth.journal.of_kind(READ))
    messages = sum(one.messages for of, one in readings.items() if of <= day.isoformat())
    return Night(day, messages, standings(said, until), tuple(reversed(said[-RECENT:])))


def _unread(database: Any, read: dict[str, Reading]) -> dict[str, Reading]:
    """The days that are other than they were when they were read, as they are now."""
    rows = fetched(
        database,
        f"SELECT {_DAY} AS day, count(*), md5(string_agg(id, ' ' ORDER BY id)) FROM exchanges"
        f" WHERE {_OWN_WORDS} GROUP BY day",
    )
    now = {day: Reading(count, digest) for day, count, digest in rows}
    gone = {day: Reading(0, "") for day, reading in read.items() if day not in now and reading.messages}
    changed = {day: reading for day, reading in now.items() if read.get(day) != reading}
    return dict(sorted((changed | gone).items()))


def _some(waiting: dict[str, Reading]) -> dict[str, Reading]:
    """Takes the first days out of those that wait: one, and more as long as they are few messages."""
    taken: dict[str, Reading] = {}
    messages = 0
    for day, reading in list(waiting.items()):
        messages += reading.messages
        if taken and messages > _AT_A_TIME:
            break
        taken[day] = waiting.pop(day)
    return taken


def _collect_days(memory: Memory, database: Any, days: dict[str, Reading], evidence: Followed) -> int:
    found = [moved for exchange in _said_on(database, days) for moved in _moved_by(exchange)]
    with memory.truth.writing() as writer:
        # Under the lock: another process may have read the same days meanwhile.
        held = evidence_of(evidence.records())
        fresh = [one for one in found if key_of(one) not in held]
        theirs = [one for one in held.values() if str(SourceRef.parse(one.source).day) in days]
        lost = _without_exchange(database, theirs)
        lines = [*map(evidence_line, fresh), *map(withdrawn_line, lost)]
        # Last: who is killed before it reads these days again.
        lines += [read_line(day, reading) for day, reading in days.items()]
        writer.record_all(memory.truth.journal, lines)
    return len(fresh)


def _said_on(database: Any, days: Iterable[str]) -> Iterator[Exchange]:
    rows = fetched(
        database,
        f"SELECT {EXCHANGE_COLUMNS} FROM exchanges WHERE {_OWN_WORDS} AND list_contains(?, {_DAY})"
        " ORDER BY started, ord, id",
        list(days),
    )
    return map(exchange_of, rows)


def _moved_by(exchange: Exchange) -> Iterator[Moved]:
    for sign in signs(exchange.human):
        yield Moved(sign.pattern.name, sign.pattern.dimension, sign.delta, exchange.address, exchange.started)


def _without_exchange(database: Any, evidence: Sequence[Moved]) -> list[Moved]:
    """Those whose exchange the index does not hold any more: a turn that gave way, a branch that was left."""
    ids = [key_of(one)[0] for one in evidence]
    rows = fetched(database, f"SELECT id FROM exchanges WHERE {_OWN_WORDS} AND list_contains(?, id)", ids)
    there = {id_ for (id_,) in rows}
    return [one for one in evidence if key_of(one)[0] not in there]
