"""The spool settled: transcripts that hooks have pointed at are taken in, and what happened there is done.

What hooks have shown by themselves is noted before anything is read, so that it is known again; words are
archived and indexed before a handoff is written of them; a pointer goes last. Every step may be repeated:
who is killed anywhere does it again. One process settles at a time, and nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from cotw.care.hooked import Late, Refusal, do, is_at_rest, note_shown, transcripts_of
from cotw.care.learning import refresh_bounded
from cotw.care.spooled import Spooled, clear_temporary, read_pointers, refuse, waiting_pointers
from cotw.care.starts import prepare_starts
from cotw.care.threads import take_in
from cotw.errors import ConfigError, CotwError, DiskTrouble, Locked, ModelMissing
from cotw.files import FileLock
from cotw.index.status import freshness
from cotw.memory import Memory
from cotw.records.pointer import Event, Pointer

Step = Callable[[Memory, Pointer], None]
# What is no pointer's fault, and ends a run: the next one finds everything as it is.
_NOBODYS_FAULT = (Locked, DiskTrouble, ModelMissing, ConfigError, OSError)
# Agents write late; a transcript that has not come by then does not come.
_PATIENCE = timedelta(hours=1)
_MOST_ROUNDS = 10


@dataclass(slots=True)
class Settled:
    """How many pointers were settled or refused, and how many messages were new.

    `waiting` ones are for a later time: their transcript is not written to its end yet, or there is too much
    to be indexed on the way. `busy`: another process is at it.
    """

    settled: int = 0
    refused: int = 0
    waiting: int = 0
    messages: int = 0
    busy: bool = False


def settle(memory: Memory, *, bounded: bool = False) -> Settled:
    """Settles all that hooks have left by now; `bounded` leaves to another what would take its time.

    Raises Locked, DiskTrouble, ModelMissing, ConfigError and OSError; what is not settled then is there the
    next time.
    """
    report = Settled()
    with ExitStack() as stack:
        try:
            stack.enter_context(FileLock(memory.home.run / "spool.lock", wait_seconds=0))
        except Locked:
            report.busy = True
            return report
        clear_temporary(memory.home, memory.clock())
        seen: set[Path] = set()
        # What comes meanwhile would wait for the next hook, which may be tomorrow's.
        for _ in range(_MOST_ROUNDS):
            fresh = [path for path in waiting_pointers(memory.home) if path not in seen]
            if not fresh:
                break
            seen.update(fresh)
            _settle(memory, fresh, report, bounded=bounded)
    return report


def _settle(memory: Memory, paths: list[Path], report: Settled, *, bounded: bool) -> None:
    pointers = read_pointers(memory.home, paths, memory.clock())
    report.refused += len(paths) - len(pointers)
    shown = [one for one in pointers if _is_past(memory, one, report, note_shown)]
    archive = partial(_archive, report=report, read=set())
    read = [one for one in shown if _is_past(memory, one, report, archive)]
    if not read:
        return
    if not _is_indexed(memory, bounded=bounded):
        report.waiting += len(read)
        return
    told_later = _told_later(read)
    done = [one for one in read if one in told_later or _is_past(memory, one, report, _do)]
    if any(one.pointer.event is Event.COMPACT for one in done):
        take_in(memory)
    prepare_starts(memory, [(one.pointer.tool, one.pointer.project) for one in reversed(done)])
    for one in done:
        one.path.unlink(missing_ok=True)
        report.settled += 1


def _is_past(memory: Memory, one: Spooled, report: Settled, step: Step) -> bool:
    """Takes one step with a pointer; whether it may go on. If not, it waits or was refused."""
    now = memory.clock()
    try:
        step(memory, one.pointer)
    except _NOBODYS_FAULT:
        raise
    except CotwError:  # as that a word of it is being forgotten: it will pass
        report.waiting += 1
        return False
    except Late:
        if abs(now - one.pointer.at) < _PATIENCE:
            report.waiting += 1
            return False
        reason = "its transcript never came"
    except Refusal as refusal:
        reason = str(refusal)
    # Whatever one pointer or transcript does to us: the others are settled.
    except Exception as error:
        reason = type(error).__name__
    else:
        return True
    refuse(memory.home, one.path, reason, now)
    report.refused += 1
    return False


def _archive(memory: Memory, pointer: Pointer, *, report: Settled, read: set[Path]) -> None:
    """Archives what is new in the transcript, which is read once in a run."""
    for place, path in enumerate(transcripts_of(memory, pointer)):
        if path in read:
            continue
        found = memory.ingest([path], named=False)
        report.messages += found.messages
        if place == 0 and not (found.files_read or found.files_unchanged):
            if not is_at_rest(path, memory.clock()):
                raise Late
            raise Refusal("its transcript is none that is known here")
        read.add(path)


def _is_indexed(memory: Memory, *, bounded: bool) -> bool:
    """Brings the index up to date, and says whether it is."""
    if bounded:
        return refresh_bounded(memory)
    archive, wait = memory.truth.archive, memory.wait_seconds
    if not freshness(memory.home, memory.config, archive, wait_seconds=wait).current:
        memory.refresh()
    return True


def _told_later(pointers: list[Spooled]) -> list[Spooled]:
    """The pauses after which more was told of the same session: one handoff tells of both."""
    last: dict[tuple[str, str], Spooled] = {}
    for one in pointers:
        if one.pointer.event in (Event.STOP, Event.END):
            last[one.pointer.tool, one.pointer.session] = one
    return [
        one
        for one in pointers
        if one.pointer.event is Event.STOP and last[one.pointer.tool, one.pointer.session] is not one
    ]


def _do(memory: Memory, pointer: Pointer) -> None:
    do(memory, pointer)
    now = memory.clock()
    if pointer.event is not Event.END or pointer.transcript is None or abs(now - pointer.at) >= _PATIENCE:
        return
    # After the end nobody points at a transcript again: what an agent writes last must not be missed.
    if not is_at_rest(Path(pointer.transcript), now):
        raise Late
