"""Knowing: bound files are read again where they have changed, and the index learns of it."""

from __future__ import annotations

from cotw.care.binding import bindings
from cotw.care.knowledge import refresh_knowledge
from cotw.jobs.job import Job, Outcome, Stint

_MOST_NAMED = 5


def _wanted(stint: Stint) -> str:
    count = len(bindings(stint.memory))
    return f"{count:,} bound files or folders" if count else ""


def _run(stint: Stint) -> Outcome:
    memory = stint.memory
    found = refresh_knowledge(memory)
    stint.stop.check()
    if found.turns:
        memory.refresh(stint.stop.check)
    counts = {"files": found.files, "read": found.read, "missing": len(found.missing)}
    counts |= {str(turn): count for turn, count in sorted(found.turns.items())}
    notes = tuple(map(str, found.problems[:_MOST_NAMED]))
    return Outcome(counts, notes)


KNOW = Job("knowledge", "Reads bound files again where they have changed.", _run, _wanted)
