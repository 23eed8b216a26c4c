"""Retention: transcripts that a tool will delete before they have been taken in."""

from __future__ import annotations

from collections.abc import Iterator

from cotw.care.discovery import discover
from cotw.care.doctor.ailment import Ailment
from cotw.memory import Memory


def examine_retention(memory: Memory) -> Iterator[Ailment]:
    """The tools of this machine that delete what the memory does not have yet."""
    for found in discover(memory):
        missing, days = found.files - found.taken, found.deleted_after_days
        if days is None or not missing or (found.remembered and found.taken):
            continue  # of what is taken in regularly there is always a transcript that has grown since
        told = f"{found.tool} deletes transcripts after {days:g} days ({found.setting})"
        waiting = f"{missing:,} of {found.files:,} have not been taken in as they are"
        yield Ailment("retention", f"{told}, and {waiting}", "cotw ingest --discover")
