"""The files that a prepared start depends on, each with its time and size; None where there is none."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from cotw.care.identity import today_of
from cotw.care.reflected import pending
from cotw.continuity.handoff_places import file_name, lying_in, thread_folder
from cotw.continuity.threads import decided_threads
from cotw.continuity.truth_table import KIND as TRUTH
from cotw.continuity.turn import Turn
from cotw.identity.layers import GUIDING, MEMORY_FOLDER, note_days, note_path
from cotw.identity.postures import is_mode, posture_path
from cotw.ids import short_digest
from cotw.memory import Memory
from cotw.records.threads import MAIN_THREAD

Stat = list[int] | None


def stat_of(path: Path) -> Stat:
    """What tells a changed file from an unchanged one: nanoseconds of its last change, and its size."""
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return None
    return [facts.st_mtime_ns, facts.st_size]


def guiding(memory: Memory, turn: Turn) -> dict[str, Stat]:
    """Of who the agent is: the guiding files, the posture of its mode, and the notes of the last days."""
    names = [*GUIDING.values(), MEMORY_FOLDER]
    names += [posture_path(turn.mode)] if is_mode(turn.mode) else []
    names += [note_path(day) for day in note_days(memory.home) if day >= _first_day(memory)]
    return {name: stat_of(memory.home.root / name) for name in names}


def others(memory: Memory, turn: Turn) -> dict[str, Stat]:
    """The settings, what was decided, and the pages of the thread's handoff.

    Pages of sessions and exchanges are not among them: whoever adds some prepares the start again.
    """
    home = memory.home
    folder, stem = thread_folder(home), file_name(turn.thread or MAIN_THREAD)
    pages = [one.path for one in lying_in(folder) if one.stem.partition(".")[0] == stem]
    paths = [home.config, folder / f"{stem}.md", *pages]
    return {str(path.relative_to(home.root)): stat_of(path) for path in paths} | of_ledger(memory)


def of_ledger(memory: Memory) -> dict[str, Stat]:
    """The ledger's last file, and its folder, which tells of the first line of a new month."""
    paths = [memory.home.ledger, *memory.truth.ledger.files()[-1:]]
    return {str(path.relative_to(memory.home.root)): stat_of(path) for path in paths}


def decided(memory: Memory) -> str:
    """A digest of those decisions that a start depends on: what belongs to which thread, and what holds.

    So are proposals that wait: a night makes some, a person decides on them, others lapse.
    Most lines of a ledger are about other things, as that a session was closed.
    """
    placings = decided_threads(memory.truth).placings
    waiting = [one.id for one in pending(memory)]
    return short_digest(repr(placings), repr(memory.truth.decisions(TRUTH)), repr(waiting))


def day_of(memory: Memory) -> str | None:
    """The day for which a start is told, if another day it would be told otherwise: notes come and go,
    and so does what waits for a person.
    """
    dated = any(day >= _first_day(memory) for day in note_days(memory.home)) or bool(pending(memory))
    return today_of(memory).isoformat() if dated else None


def _first_day(memory: Memory) -> date:
    return today_of(memory) - timedelta(days=memory.config.identity.memory_days - 1)
