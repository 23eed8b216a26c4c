"""The page of a home's standing, for its person; and the little of it that an agent is given at a start.

The journal holds no words: they are fetched from the index by their address when they are shown, and so are
without secrets, and gone when they were forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from cotw.care.standing import RECENT
from cotw.clock import end_of_day, local_day
from cotw.continuity.turn import Turn
from cotw.errors import IndexMissing
from cotw.extraction.shortening import clipped
from cotw.index.rows import EXCHANGE_COLUMNS, exchange_of, fetched
from cotw.memory import Memory
from cotw.records.exchange import Exchange
from cotw.records.passage import Passage
from cotw.records.source import SourceRef
from cotw.records.standing import Dimension, Moved, Night, Standing
from cotw.reflection.standing_journal import EVIDENCE, NIGHT, READ, evidence_of, nights_of, readings_of
from cotw.reflection.standing_passages import standing_passages
from cotw.reflection.standing_scores import in_order, scores, standings
from cotw.reflection.standing_signs import signs
from cotw.retrieval.neighbours import short_ids

if TYPE_CHECKING:
    from cotw.continuity.recalled import Opened

DAYS_DRAWN = 28
_QUOTE_CHARACTERS = 160
# A night before that tells an agent nothing of today.
_STALE = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Words:
    """The words behind a piece of evidence, and the short id of their exchange."""

    quote: str
    short: str


@dataclass(frozen=True, slots=True)
class StandingPage:
    """How it stands, from how many messages; `drawn` has a score for each of the last days, the last one now.

    `words` are those of all evidence named, by its address and pattern.
    """

    standings: tuple[Standing, ...]
    recent: tuple[Moved, ...]
    messages: int
    first: str
    last: str
    drawn: Mapping[Dimension, Sequence[float]]
    words: Mapping[tuple[str, str], Words]
    zone: tzinfo


def standing_page(memory: Memory) -> StandingPage:
    """How it stands now, by what was collected. Raises IndexMissing."""
    journal, now, zone = memory.truth.journal, memory.clock(), memory.truth.zone
    said = in_order(evidence_of(journal.of_kind(EVIDENCE)).values())
    read = sorted((day, one.messages) for day, one in readings_of(journal.of_kind(READ)).items())
    days = [day for day, messages in read if messages]
    until = now + timedelta(microseconds=1)
    found = standings(said, until)
    recent = tuple(reversed([one for one in said if one.said < until][-RECENT:]))
    named = [*(one for standing in found for one in standing.key), *recent]
    return StandingPage(
        found,
        recent,
        sum(messages for _, messages in read),
        days[0] if days else "",
        days[-1] if days else "",
        _drawn(said, now, zone),
        _words(memory, named),
        zone,
    )


def nights(memory: Memory) -> list[Night]:
    """What each night made of it, in the order of the days."""
    return sorted(nights_of(memory.truth.journal.of_kind(NIGHT)), key=lambda one: one.day)


def start_standing(memory: Memory, turn: Turn, opened: Opened) -> list[Passage]:
    """What a session that begins is told of standing: by the last night, and only words its mode may see."""
    since = memory.clock() - _STALE
    night = next(nights_of(memory.truth.journal.read_back(NIGHT, since)), None)
    if night is None or not night.recent:
        return []
    with opened() as index:
        exchanges = _exchanges(index.database.cursor(), night.recent)
    for moved in night.recent:
        exchange = exchanges.get(moved.source)
        if exchange is not None and exchange.mode in turn.sees:
            return standing_passages(night, _quote(exchange, moved), exchange)
    return []


def standing_told(memory: Memory, mode: str) -> list[Passage]:
    """The same for whoever wants to see what a session in `mode` would be told; nothing without an index."""
    from cotw.care.context import Wish, turn_of

    try:
        return start_standing(memory, turn_of(memory, Wish(mode=mode, start=True)), memory.index)
    except IndexMissing:
        return []


def _drawn(said: Sequence[Moved], now: datetime, zone: tzinfo) -> dict[Dimension, list[float]]:
    today = local_day(now, zone)
    days = [today - timedelta(days=back) for back in range(DAYS_DRAWN - 1, -1, -1)]
    ends = [min(now + timedelta(microseconds=1), end_of_day(day, zone)) for day in days]
    return {
        dimension: scores([one for one in said if one.dimension is dimension], ends)
        for dimension in Dimension
    }


def _words(memory: Memory, named: Sequence[Moved]) -> dict[tuple[str, str], Words]:
    if not named:
        return {}
    with memory.index() as index:
        return words_of(index.database, named)


def words_of(database: Any, named: Sequence[Moved]) -> dict[tuple[str, str], Words]:
    """The words behind evidence, by its address and pattern; of what is gone there are none."""
    exchanges = _exchanges(database, named)
    shorts = short_ids(database, [one.id for one in exchanges.values()])
    return {
        (one.source, one.pattern): Words(_quote(exchange, one), shorts[exchange.id])
        for one in named
        if (exchange := exchanges.get(one.source)) is not None
    }


def _exchanges(database: Any, named: Iterable[Moved]) -> dict[str, Exchange]:
    """The exchanges of evidence by the address it names."""
    ids = {SourceRef.parse(one.source).id: one.source for one in named}
    rows = fetched(
        database, f"SELECT {EXCHANGE_COLUMNS} FROM exchanges WHERE list_contains(?, id)", list(ids)
    )
    return {ids[exchange.id]: exchange for exchange in map(exchange_of, rows)}


def _quote(exchange: Exchange, moved: Moved) -> str:
    """The sentence that moved it; if the rules would find none by now, how the message began."""
    found = (sign for sign in signs(exchange.human) if sign.pattern.name == moved.pattern)
    sign = next(found, None)
    return clipped(exchange.human if sign is None else sign.evidence.quote, _QUOTE_CHARACTERS)
