"""Assembling a report: all that it tells, gathered from a home while nothing of it can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from cotw.care.past import summaries_of
from cotw.care.report.looking import amounts, wanting, wrong
from cotw.care.report.spoken import activity, spoken_on
from cotw.care.report.standing import standing_told
from cotw.care.report.told import Line, NightTold, Report, Spoken
from cotw.continuity.calendar import Period, Span
from cotw.index.rows import fetched
from cotw.memory import Memory
from cotw.records.night import night_bounds
from cotw.records.source import SourceRef
from cotw.retrieval.neighbours import short_ids


@contextmanager
def assembled(memory: Memory, night: date, told: NightTold) -> Iterator[Report]:
    """The report of a night with the day before it. Raises IndexMissing.

    The index stays open to the end of the block: until then nothing that the report tells can be forgotten,
    and whoever keeps it keeps no word that should be gone.
    """
    since, until = night_bounds(night, memory.truth.zone)
    # First: whoever holds the index for reading must not ask for it again while somebody waits to write.
    much = amounts(memory, since, until)
    wrongs = wrong(memory, told, much, since, until)
    wants = tuple(wanting(memory, told))
    period = Period(night, Span.DAY)
    with summaries_of(memory, period) as summaries:
        said = spoken_on(summaries, period)
        standings, scores = standing_told(memory, summaries.connection, night)
        yield Report(
            night=night,
            made=memory.clock(),
            zone=memory.truth.zone,
            spoken=said,
            told=told,
            wanting=wants,
            wrong=tuple(wrongs),
            amounts=much,
            activity=activity(summaries.connection, night, memory.truth.zone),
            standings=standings,
            scores=scores,
            shorts=_shorts(summaries.connection, said, told),
        )


def _shorts(connection: Any, said: Spoken | None, told: NightTold) -> dict[str, str]:
    """The short id of every exchange that may be named."""
    lines: list[Line] = [*told.thoughts, *told.unthought, *told.proposals, *told.due]
    addresses = [source for line in lines for source in line.sources if source.startswith("archive:")]
    if said is not None:
        addresses += [*said.addresses, *(one.source for one in said.open)]
    named = sorted({SourceRef.parse(one).id for one in addresses if one.startswith("archive:")})
    query = "SELECT id FROM exchanges WHERE list_contains(?, id)"
    return short_ids(connection, [str(row[0]) for row in fetched(connection, query, named)])
