"""Reviews: what a session that begins is told of proposals that wait – one line, and none of their words.

A proposal's sentence is a candidate, which nobody has verified, so it never stands in a prompt. How many wait
is read from journal and ledger as the line is told, and each id can be looked up: that much is checked.
"""

from __future__ import annotations

from cotw.care.reflected import pending
from cotw.memory import Memory
from cotw.records.passage import Passage, Warrant
from cotw.records.source import SourceRef
from cotw.retrieval.prefixes import SHORT_MINIMUM

_JOURNAL = "journal"
_LABEL = "counted in journal and ledger"


def start_reviews(memory: Memory) -> list[Passage]:
    """The line, or nothing if nothing waits."""
    found = pending(memory)
    if not found:
        return []
    zone = memory.truth.zone
    ids = ", ".join(one.id[:SHORT_MINIMUM] for one in found)
    waits = "1 proposal waits" if len(found) == 1 else f"{len(found)} proposals wait"
    text = f"{waits} for the person, who alone decides, at a terminal: cotw review ({ids})"
    sources = tuple(str(SourceRef(one.at.astimezone(zone).date(), one.id, _JOURNAL)) for one in found)
    return [Passage(text, Warrant.VERIFIED, sources, label=_LABEL)]
