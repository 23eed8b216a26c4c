"""`cotw ingest --watch`: take in what comes until somebody says stop."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING

from cotw.commands._common import JSON_VERSION, Context, open_memory, printable, say
from cotw.errors import UsageError

if TYPE_CHECKING:
    from cotw.care.sources import Source
    from cotw.importers.report import IngestReport
    from cotw.memory import Memory

# What is locked is tried again anyway; a long wait would only delay the answer to a signal.
_LONGEST_WAIT_SECONDS = 1.0
_STOPS = (signal.SIGINT, signal.SIGTERM)


def watch_sources(context: Context, paths: Sequence[Path], *, index: bool, as_json: bool) -> int:
    """Follows `paths`, or what is remembered; ends with 0 on SIGINT and SIGTERM, after the round it is in."""
    from cotw.care.watching import watch
    from cotw.index.opening import exists

    hasty = replace(context, wait_seconds=min(context.wait_seconds, _LONGEST_WAIT_SECONDS))
    with stopping() as stop, open_memory(hasty) as memory:
        sources = _sources(memory, paths)
        count = "1 source" if len(sources) == 1 else f"{len(sources):,} sources"
        say(f"following {count}; Ctrl-C ends it")
        if index and not exists(memory.home):
            say("note: there is no index yet; recall needs one: cotw index refresh")
        for report in watch(memory, sources, stop=stop, index=index, tell=say):
            _print(memory, report, as_json=as_json)
    say("stopped following; everything taken in is kept")
    return 0


@contextmanager
def stopping() -> Iterator[Event]:
    """An event that is set when the process is asked to end; asked a second time, it ends at once."""
    stop = Event()
    before = {number: signal.getsignal(number) for number in _STOPS}

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()
        for one in _STOPS:
            signal.signal(one, before[one])

    for number in _STOPS:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, former in before.items():
            signal.signal(number, former)


def _sources(memory: Memory, paths: Sequence[Path]) -> list[Source]:
    from cotw.care.sources import Source, remembered

    if not paths:
        return remembered(memory)
    sources = [Source.of(str(path.expanduser().absolute()), memory.surroundings) for path in paths]
    for path, source in zip(paths, sources, strict=True):
        if not source.paths():
            raise UsageError(f"there is no {path}", hint="name files or folders of transcripts")
    return sources


def _print(memory: Memory, report: IngestReport, *, as_json: bool) -> None:
    """One line a round, at once: whoever reads a pipe wants to see it come."""
    if as_json:
        print(json.dumps({"version": JSON_VERSION, **report.as_record()}, ensure_ascii=False), flush=True)
        return
    if report.days:
        clock = memory.clock().astimezone(memory.truth.zone).strftime("%H:%M:%S")
        sessions = "1 session" if report.sessions == 1 else f"{report.sessions:,} sessions"
        messages = "1 message" if report.messages == 1 else f"{report.messages:,} messages"
        print(f"{clock}  {messages} of {sessions}", flush=True)
    for problem in report.problems:
        say(f"problem: {printable(str(problem))}")
