"""The parts of a home around what was said, at a glance: threads, rows, bound files, handoffs, identity.

Nothing is noted in truth, and of bound files only those are read that look changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cotw.care.identity import check_identity
from cotw.care.knowledge import KnowledgeReport, declared_facts, refresh_knowledge
from cotw.care.truth_table import truth_table
from cotw.continuity.handoff_page import read_page
from cotw.continuity.handoff_places import NEXT, WAITING, Lying, lying_in, thread_folder
from cotw.continuity.threads import decided_threads
from cotw.identity.checking import SAYS_NOTHING
from cotw.memory import Memory
from cotw.store.finding import Finding


@dataclass(frozen=True, slots=True)
class Parts:
    """Threads made and not put away, rows that hold; bound files, facts, and what has changed in those files
    since they were taken in; handoffs that wait for a start; findings of an identity check.
    """

    threads: int
    truth_rows: int
    bound_files: int
    facts: int
    facts_changed: int
    handoffs_waiting: int
    identity_findings: int


def parts(memory: Memory) -> Parts:
    """Counts of what a home holds besides words."""
    threads = decided_threads(memory.truth).threads.values()
    look = refresh_knowledge(memory, dry_run=True)
    return Parts(
        threads=sum(one.made and not one.archived for one in threads),
        truth_rows=len(truth_table(memory).every_row()),
        bound_files=look.files,
        facts=len(declared_facts(memory).current()) if look.files else 0,
        facts_changed=changed(look),
        handoffs_waiting=sum(one.state == WAITING for one in session_pages(memory)),
        identity_findings=len(check_identity(memory)),
    )


def changed(report: KnowledgeReport) -> int:
    """How many facts would change, with the files that are gone."""
    return sum(report.turns.values()) + len(report.missing)


def session_pages(memory: Memory) -> Iterator[Lying]:
    """The pages of sessions' handoffs, as they lie."""
    for folder in sorted((memory.home.handoffs / "sessions").glob("[!.]*")):
        yield from lying_in(folder)


def doubled_handoffs(memory: Memory) -> list[Path]:
    """The pages that a person edited and that a newer one lies beside, both told at each start."""
    pages = [*session_pages(memory), *lying_in(thread_folder(memory.home))]
    newer = {(one.path.parent, one.stem) for one in pages if one.state == NEXT}
    found = []
    for one in pages:
        with suppress(OSError):
            if one.state == WAITING and (one.path.parent, one.stem) in newer and _is_edited(one.path):
                found.append(one.path)
    return found


def telling_findings(memory: Memory) -> list[Finding]:
    """The findings of an identity check, but for files that nobody has filled in yet."""
    return [one for one in check_identity(memory) if not one.reason.startswith(SAYS_NOTHING)]


def _is_edited(path: Path) -> bool:
    return read_page(path.read_bytes().decode("utf-8", "replace")).is_edited
