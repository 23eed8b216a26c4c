"""The timeline: what happened when, by local day and session, newest last.

What is shown is bounded, and so is what is read: times and sessions of the newest exchanges until enough is
there, and the first words of those that are shown. The fewer they are the closer one looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby
from typing import Any

from cotw.clock import local_day
from cotw.extraction.titles import shortened
from cotw.index.rows import aware, fetched
from cotw.records.hit import RecallFilters
from cotw.records.message import Origin, reporter_of
from cotw.retrieval.filters import one_of, resolved, where_clause
from cotw.retrieval.neighbours import short_ids
from cotw.retrieval.snippet import shown

# Up to so many exchanges each is told by its first words; of more, the first one of each sitting.
_CLOSE = 40
_WORDS = 100
_READ = 600
# A pause shorter than this is none worth telling: nobody was away.
SILENCE = timedelta(hours=2)
_ROWS = """
    SELECT id, session, thread, mode, started, ended FROM exchanges
    WHERE {where} ORDER BY started DESC, ord DESC, id DESC LIMIT ?
"""
# So many are read at first, and all only if these are not enough: sorting a few of many is quick.
_READ_AT_FIRST = 2_000
_ALL = 1 << 40


@dataclass(frozen=True, slots=True)
class Moment:
    """One exchange by its first words; `speaker` is whose they are, `human` or `agent`.

    `reported_by` is empty unless they are only known by somebody's report.
    """

    exchange: str
    short_id: str
    started: datetime
    speaker: str
    words: str
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What was said in one session on one day; instants are UTC.

    `silence` is how long nothing was said before it, if that was longer than two hours.
    """

    session: str
    title: str
    thread: str
    mode: str
    started: datetime
    ended: datetime
    exchanges: int
    silence: timedelta | None
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """A local day with its sittings, the earliest first."""

    day: date
    sittings: tuple[Sitting, ...]

    @property
    def exchanges(self) -> int:
        """How many in all of them."""
        return sum(sitting.exchanges for sitting in self.sittings)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Days on which something was said, newest last; `is_cut` if there was more before them."""

    days: tuple[TimelineDay, ...]
    is_cut: bool


@dataclass(slots=True)
class _Gathered:
    """A sitting while it is read, newest exchange first."""

    day: date
    session: str
    rows: list[tuple[Any, ...]] = field(default_factory=list)


def timeline(
    connection: Any, filters: RecallFilters, zone: tzinfo, limit: int, *, ids: Sequence[str] | None = None
) -> Timeline:
    """The newest `limit` sittings within `filters`, or a few more, so that no day is told by halves.

    With `ids` none but these exchanges.
    """
    where = where_clause(resolved(connection, filters)) or "true"
    if ids is not None:
        where = f"{where} AND {one_of('id', ids)}"
    gathered, is_cut = _newest(connection, _ROWS.format(where=where), zone, limit)
    gathered.sort(key=lambda one: (one.day, one.rows[-1][4], one.session))
    titles = _titles(connection, {one.session for one in gathered})
    moments = _moments(connection, gathered)
    sittings = _sittings(gathered, titles, moments)
    days = groupby(sittings, key=lambda one: one[0])
    return Timeline(tuple(TimelineDay(day, tuple(one for _, one in some)) for day, some in days), is_cut)


def first_words(human: str, agent: str) -> tuple[str, str]:
    """Whose words open an exchange, and the first of them on one line."""
    speaker, text = ("human", human) if human.strip() else ("agent", agent)
    return speaker, shortened(shown(text[:_READ].lstrip("#>*- \n")), _WORDS)


def _newest(connection: Any, query: str, zone: tzinfo, limit: int) -> tuple[list[_Gathered], bool]:
    """The newest sittings, and whether there are more; a day that is begun is read to its end."""
    for size in (_READ_AT_FIRST, _ALL):
        rows = fetched(connection, query, size)
        gathered, is_cut = _gathered(rows, zone, limit)
        if is_cut or len(rows) < size:
            break
    return gathered, is_cut


def _gathered(rows: Iterable[tuple[Any, ...]], zone: tzinfo, limit: int) -> tuple[list[_Gathered], bool]:
    gathered: dict[tuple[date, str], _Gathered] = {}
    latest: date | None = None
    for row in rows:
        day = local_day(aware(row[4]), zone)
        if day != latest and len(gathered) >= limit:
            return list(gathered.values()), True
        latest = day
        gathered.setdefault((day, row[1]), _Gathered(day, row[1])).rows.append(row)
    return list(gathered.values()), False


def _sittings(
    gathered: Sequence[_Gathered], titles: dict[str, str], moments: dict[str, Moment]
) -> Iterator[tuple[date, Sitting]]:
    last: datetime | None = None
    for one in gathered:
        newest, oldest = one.rows[0], one.rows[-1]
        started, ended = aware(oldest[4]), aware(max(row[5] for row in one.rows))
        pause = started - last if last is not None else timedelta()
        yield (
            one.day,
            Sitting(
                session=one.session,
                title=titles.get(one.session, ""),
                thread=newest[2],
                mode=newest[3],
                started=started,
                ended=ended,
                exchanges=len(one.rows),
                silence=pause if pause > SILENCE else None,
                moments=tuple(moments[row[0]] for row in reversed(one.rows) if row[0] in moments),
            ),
        )
        last = ended if last is None else max(last, ended)


def _titles(connection: Any, sessions: Iterable[str]) -> dict[str, str]:
    rows = fetched(
        connection, "SELECT id, title FROM sessions WHERE id IN (SELECT unnest(?))", sorted(sessions)
    )
    return {id_: shown(title) for id_, title in rows}


def _moments(connection: Any, gathered: Sequence[_Gathered]) -> dict[str, Moment]:
    """The exchanges that are told by their words."""
    is_close = sum(len(one.rows) for one in gathered) <= _CLOSE
    chosen = [row for one in gathered for row in (one.rows if is_close else one.rows[-1:])]
    ids = [row[0] for row in chosen]
    texts = fetched(
        connection,
        f"""
        SELECT id, origin, reported_by, left(human, {_READ}), left(agent, {_READ}) FROM exchanges
        WHERE started BETWEEN ? AND ? AND id IN (SELECT unnest(?))
        """,
        # The texts of other times need not be read.
        min((row[4] for row in chosen), default=None),
        max((row[4] for row in chosen), default=None),
        ids,
    )
    words = {
        id_: (*first_words(human, agent), reporter_of(Origin(origin), reporter))
        for id_, origin, reporter, human, agent in texts
    }
    shorts = short_ids(connection, ids)
    return {row[0]: Moment(row[0], shorts[row[0]], aware(row[4]), *words[row[0]]) for row in chosen}
