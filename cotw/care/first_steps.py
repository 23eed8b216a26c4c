"""First steps: what a person who is new here has not done yet, one thing at a time; in the end nothing."""

from __future__ import annotations

from cotw.care.parts import session_pages
from cotw.identity.meant import meant
from cotw.identity.reading import read_file
from cotw.memory import Memory

_PERSON = "identity/ANCHOR.md"


def first_step(memory: Memory) -> str:
    """The next step of a home that has an index: a command and its use; empty if all were taken."""
    if not meant(read_file(memory.home, _PERSON).text):
        return "cotw identity onboard    (tell your agent who you are)"
    if next(session_pages(memory), None) is None:
        return "cotw handoff write    (what the last session leaves for the next)"
    return ""
