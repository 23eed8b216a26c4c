"""What is known of threads: what was decided about them, and what was said in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cotw.extraction.plain import plain
from cotw.index.opening import Index
from cotw.index.rows import aware, fetched
from cotw.records.threads import Threads

_SPOKEN = "SELECT id, last_active, exchanges FROM threads"


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One thread. `last_active` is None (and `exchanges` 0) as long as nobody spoke in it."""

    id: str
    title: str
    state: str
    compactions: int
    last_active: datetime | None
    exchanges: int

    def asks_for_consolidation(self, after_compactions: int) -> bool:
        """Whether its sessions were compacted so often that it should be begun afresh."""
        return self.compactions >= after_compactions


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread with all that hangs on it; `spoken_in` are projects and `modes` with counts of exchanges."""

    row: ThreadRow
    bound: list[str]
    links: list[ThreadRow]
    spoken_in: dict[str, int]
    modes: dict[str, int]
    sessions: int
    started: datetime | None
    first: str | None


def threads_of(index: Index | None, threads: Threads) -> list[ThreadRow]:
    """Every thread that was made or spoken in, the latest first; without an index, those that were made."""
    spoken = {} if index is None else {row[0]: row[1:] for row in fetched(index.database, _SPOKEN)}
    ids = spoken.keys() | {id_ for id_, one in threads.threads.items() if one.made}
    rows = [_row(id_, threads, spoken.get(id_)) for id_ in ids]
    rows.sort(key=lambda row: row.id)
    rows.sort(key=lambda row: (row.last_active is not None, row.last_active), reverse=True)
    return rows


def page_of(index: Index | None, threads: Threads, id_: str) -> ThreadPage:
    """All that is known of one thread."""
    rows = {row.id: row for row in threads_of(index, threads)}
    links = sorted(threads.thread(id_).links)
    shown = [rows.get(one) or _row(one, threads, None) for one in links]
    bound = [plain(folder) for folder in threads.projects(id_)]
    row = rows.get(id_) or _row(id_, threads, None)
    if index is None:
        return ThreadPage(row, bound, shown, {}, {}, 0, None, None)
    said = "FROM exchanges WHERE thread = ?"
    ((sessions, started, first),) = fetched(
        index.database,
        f"SELECT count(DISTINCT session), min(started), arg_min(id, (started, id)) {said}",
        id_,
    )
    counted = "SELECT {0}, count(*) " + said + " AND {0} IS NOT NULL GROUP BY {0} ORDER BY 2 DESC, 1"
    projects, modes = (
        dict(fetched(index.database, counted.format(column), id_)) for column in ("project", "mode")
    )
    return ThreadPage(row, bound, shown, projects, modes, sessions, started and aware(started), first)


def _row(id_: str, threads: Threads, spoken: tuple[datetime | None, int] | None) -> ThreadRow:
    known = threads.thread(id_)
    last, exchanges = spoken or (None, 0)
    state = "archived" if known.archived else "open"
    return ThreadRow(id_, plain(known.title), state, known.compactions, last and aware(last), exchanges)
