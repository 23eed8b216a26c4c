"""Asking a person, at their terminal and once, whether text may go to a language model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cotw.commands._person import confirm_at_terminal, require_person
from cotw.errors import NeedsHuman

if TYPE_CHECKING:
    from cotw.care.language import Mouth
    from cotw.memory import Memory
    from cotw.records.consent import TextKind


def consent_first(
    memory: Memory, mouth: Mouth, needed: Iterable[TextKind], offered: Iterable[TextKind] = ()
) -> None:
    """Asks if nobody has agreed to what is needed yet, offering that or more, and notes a yes.

    Raises NeedsHuman for a no, or without a terminal.
    """
    from cotw.care.consent import not_allowed

    if not_allowed(memory, mouth, needed) is not None:
        ask_consent(memory, mouth, {*needed, *offered})


def ask_consent(memory: Memory, mouth: Mouth, kinds: Iterable[TextKind]) -> None:
    """Asks a person and notes a yes in the ledger. Raises NeedsHuman for anything else."""
    from cotw.care.consent import allow

    person = require_person(f"what goes to {mouth.place}")
    wanted = sorted(kinds)
    if not confirm_at_terminal(_question(mouth, wanted)):
        raise NeedsHuman("nothing is sent without your yes", hint="change your mind: cotw model allow")
    allow(memory, mouth, wanted, {"actor": person.actor, "channel": person.channel})


def _question(mouth: Mouth, kinds: list[TextKind]) -> str:
    told = "".join(f"\n  {kind:<14} {kind.meaning}" for kind in kinds)
    if mouth.is_program:
        where = f"the program `{mouth.place}`, which may send it anywhere"
    elif mouth.is_open:
        where = f"{mouth.place}, which is another machine, on a way that others can read"
    else:
        where = f"{mouth.place} ({mouth.model.name}), which is another machine or sends it on to one"
    return f"Text of this memory would go to {where}:{told}\nSecrets are masked. Is that all right?"
