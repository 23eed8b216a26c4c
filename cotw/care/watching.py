"""Watching: taking in what agents write soon after they have written it.

Round by round what changed goes through the ordinary import, which skips what its bookmarks know and leaves
half-written lines for later. What cannot be done now – another process holds the home, the disk is full –
is told once, kept, and tried again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event

from cotw.care.following import follow
from cotw.care.sources import Source
from cotw.errors import CotwError, DiskTrouble, Locked
from cotw.importers.report import IngestReport
from cotw.index.opening import exists
from cotw.memory import Memory
from cotw.records.problem import Problem

# The index follows when it has become quiet, and at the latest after this time; a failure waits as long.
INDEX_SECONDS = 30.0
# So many problems are known as told; a watch may go on for months.
_PROBLEMS_KEPT = 10_000

Tell = Callable[[str], None]


def watch(
    memory: Memory, sources: Sequence[Source], *, stop: Event, index: bool, tell: Tell
) -> Iterator[IngestReport]:
    """Takes in what comes until `stop` is set; yields the report of every round that found something.

    With `index` the index, if there is one, is brought up to date as well. `tell` is called with troubles.
    """
    told = _Told(tell)
    indexing = _Indexing(memory, told, wanted=index)
    pending: dict[Path, None] = {}
    with suppress(_Stopped):
        for changed in follow(sources, without=memory.home.root.resolve(), stop=stop):
            pending.update(dict.fromkeys(changed))
            if pending and (report := _ingest(memory, pending, told, stop)) is not None:
                pending.clear()
                indexing.note(report)
                told.drop_old_problems(report)
                if report.days or report.problem_count:
                    yield report
            indexing.catch_up(stop, quiet=not changed)


class _Stopped(Exception):
    """Somebody said stop in the middle of reading or embedding; what was not finished comes next time."""


def _leaving(stop: Event) -> Callable[[int, int], None]:
    """A progress that goes no further once `stop` is set: a first round may have gigabytes to read."""

    def leave(done: int, total: int) -> None:
        if stop.is_set():
            raise _Stopped

    return leave


def _ingest(memory: Memory, paths: Iterable[Path], told: _Told, stop: Event) -> IngestReport | None:
    """The report of one round; None if it has to be tried again."""
    try:
        report = memory.ingest(paths, named=False, progress=_leaving(stop))
    except (Locked, DiskTrouble) as error:
        told.trouble("take in", error)
        return None
    told.well("take in")
    return report


class _Told:
    """Tells a trouble once, until what was troubled has gone well again; and each problem of a file once."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._told: dict[str, str] = {}
        self._problems: set[Problem] = set()

    def drop_old_problems(self, report: IngestReport) -> None:
        """Leaves in `report` the problems that no report before has had."""
        new = [problem for problem in report.problems if problem not in self._problems]
        report.problem_count -= len(report.problems) - len(new)
        report.problems = new
        if len(self._problems) > _PROBLEMS_KEPT:
            self._problems.clear()
        self._problems.update(new)

    def trouble(self, what: str, error: CotwError) -> None:
        if self._told.get(what) != error.message:
            self._told[what] = error.message
            self._tell(f"cannot {what} now: {error.message}; it will be tried again")

    def well(self, what: str) -> None:
        if self._told.pop(what, None) is not None:
            self._tell(f"going on: could {what} again")


class _Indexing:
    """Keeps the index up to date without renewing it after every line.

    It begins as due: what was taken in before a watch was stopped may not be in the index yet.
    """

    def __init__(self, memory: Memory, told: _Told, *, wanted: bool) -> None:
        self._memory = memory
        self._told = told
        self._wanted = wanted
        self._due: float | None = time.monotonic()
        self._failed = False

    def note(self, report: IngestReport) -> None:
        """There may be something new to index."""
        if report.days and self._due is None:
            self._due = time.monotonic() + INDEX_SECONDS

    def catch_up(self, stop: Event, *, quiet: bool) -> None:
        """Refreshes the index if that is due."""
        if self._due is None or not ((quiet and not self._failed) or time.monotonic() >= self._due):
            return
        self._due = None
        if not self._wanted or not exists(self._memory.home):
            return
        try:
            self._memory.refresh(_leaving(stop))
        except CotwError as error:
            self._failed = True
            self._told.trouble("bring the index up to date", error)
            self._due = time.monotonic() + INDEX_SECONDS
        else:
            self._failed = False
            self._told.well("bring the index up to date")
