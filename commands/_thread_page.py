"""How threads are told: a line of a list, and the facts at the top of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cotw.clock import local_minute
from cotw.commands._common import column

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from cotw.continuity.overview import ThreadPage, ThreadRow

ID_CHARACTERS = 20
HEADING = f"{'id':<{ID_CHARACTERS}}  {'last word':<16}  {'said':>6}  title"


def thread_line(row: ThreadRow, zone: tzinfo, most_compactions: int, *, current: bool) -> str:
    """One line of a list; what is typed without naming a thread belongs to the `current` one."""
    marks = [row.state] if row.state != "open" else []
    if current:
        marks.append("switched to")
    if row.asks_for_consolidation(most_compactions):
        marks.append("asks for consolidation")
    remark = f"  ({', '.join(marks)})" if marks else ""
    last = _day(row.last_active, zone)
    title = " ".join(row.title.split())
    return f"{column(row.id, ID_CHARACTERS, cut=False)}  {last:<16}  {row.exchanges:>6,}  {title}{remark}"


def thread_facts(page: ThreadPage, zone: tzinfo, most_compactions: int) -> Iterator[str]:
    """What stands below the title of a page."""
    row = page.row
    yield f"thread {row.id} · {row.state}"
    if page.started is None:
        yield "nothing was said in it yet"
    else:
        span = f"{_day(page.started, zone)} to {_day(row.last_active, zone)}"
        yield f"{span} · {many(row.exchanges, 'exchange')} in {many(page.sessions, 'session')}"
        yield f"mode {counted(page.modes)}"
    if page.bound:
        yield f"bound: {', '.join(page.bound)}"
    if page.spoken_in:
        yield f"projects: {counted(page.spoken_in)}"
    if page.links:
        yield f"has to do with: {', '.join(f'{one.id} ({one.title})' for one in page.links)}"
    if row.compactions:
        yield f"compacted {many(row.compactions, 'time')}"
    if row.asks_for_consolidation(most_compactions):
        yield (
            "asks for consolidation: much of what its agent knows has been summed up again and again;"
            " begin a fresh session from its handoff"
        )


def counted(counts: Mapping[str, int]) -> str:
    """Names with what is counted of them: `wheels (12), main (3)`; a single one alone."""
    if len(counts) == 1:
        return next(iter(counts))
    return ", ".join(f"{name} ({count:,})" for name, count in counts.items())


def many(count: int, noun: str) -> str:
    """`1 exchange`, `1,200 exchanges`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _day(instant: datetime | None, zone: tzinfo) -> str:
    return "–" if instant is None else local_minute(instant, zone)
