"""The parts around what was said: bound files that were changed, handoffs that were edited, the identity."""

from __future__ import annotations

from collections.abc import Iterator

from cotw.care.doctor.ailment import Ailment
from cotw.care.knowledge import refresh_knowledge
from cotw.care.parts import changed, doubled_handoffs, telling_findings
from cotw.memory import Memory


def examine_knowledge(memory: Memory) -> Iterator[Ailment]:
    """Bound files that say something else than agents are told, and those that cannot be read."""
    look = refresh_knowledge(memory, dry_run=True)
    if count := changed(look):
        facts = "1 fact" if count == 1 else f"{count:,} facts"
        yield Ailment(
            "knowledge",
            f"{facts} in bound files changed since they were taken in",
            "cotw knowledge refresh",
        )
    for problem in look.problems:
        yield Ailment("knowledge", str(problem), "mend it, or let it go: cotw knowledge unbind PATH")


def examine_handoffs(memory: Memory) -> Iterator[Ailment]:
    """Pages that a person edited while a newer one was written: an agent is told both."""
    for path in doubled_handoffs(memory):
        name = path.relative_to(memory.home.root)
        yield Ailment(
            "handoffs",
            f"{name} was edited, and a newer one lies beside it; agents are told both",
            "keep one of the two, and delete the other",
        )


def examine_identity(memory: Memory) -> Iterator[Ailment]:
    """What an identity check finds, but for files that nobody has filled in yet."""
    found = telling_findings(memory)
    if found:
        more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
        yield Ailment("identity", f"{found[0]}{more}", "cotw identity check")
