"""An examination: everything is looked at, and one thing that cannot be does not hide the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from cotw.care.doctor.ailment import Ailment
from cotw.care.doctor.at_work import examine_keeper, examine_nights
from cotw.care.doctor.files import examine_clock, examine_leftovers, examine_permissions
from cotw.care.doctor.index import examine_index
from cotw.care.doctor.locks import examine_locks
from cotw.care.doctor.machine import examine_encoder, examine_packages, examine_python
from cotw.care.doctor.parts import examine_handoffs, examine_identity, examine_knowledge
from cotw.care.doctor.retention import examine_retention
from cotw.care.doctor.surroundings import examine_disk, examine_folder
from cotw.errors import CotwError
from cotw.memory import Memory

OF_MACHINES = (("python", examine_python), ("packages", examine_packages))
# Permissions first and locks before the index: what is asked later may have to wait for what is told earlier.
OF_HOMES = (
    ("permissions", examine_permissions),
    ("place", examine_folder),
    ("disk", examine_disk),
    ("clock", examine_clock),
    ("leftovers", examine_leftovers),
    ("locks", examine_locks),
    ("encoder", examine_encoder),
    ("index", examine_index),
    ("knowledge", examine_knowledge),
    ("handoffs", examine_handoffs),
    ("identity", examine_identity),
    ("retention", examine_retention),
    ("keeper", examine_keeper),
    ("nightshift", examine_nights),
)
# What is looked at of a home beyond it: by whom it is called, which others know.
Examination = tuple[str, Callable[[Memory], Iterable[Ailment]]]


@dataclass(frozen=True, slots=True)
class Mended:
    """An ailment, and whether it is one no more; `reason` says why it could not be mended."""

    ailment: Ailment
    done: bool
    reason: str = ""


def examine_machine() -> Iterator[Ailment]:
    """What ails this installation, with or without a home."""
    for area, examination in OF_MACHINES:
        yield from _one(area, examination)


def examine_home(memory: Memory, others: Iterable[Examination] = ()) -> Iterator[Ailment]:
    """What ails a home, by its own examinations and these `others`.

    Settings that cannot be read are all there is to say: too much depends on them.
    """
    try:
        memory.settings()
    except CotwError as error:
        yield Ailment("config", error.message, error.hint)
        return
    for area, examination in (*OF_HOMES, *others):
        yield from _one(area, partial(examination, memory))


def _one(area: str, examination: Callable[[], Iterable[Ailment]]) -> Iterator[Ailment]:
    try:
        yield from examination()
    except CotwError as error:
        yield Ailment(area, error.message, error.hint)
    except OSError as error:
        yield Ailment(area, f"could not be looked at: {error}", "check who owns the home")


def mend(ailments: Iterable[Ailment]) -> Iterator[Mended]:
    """Mends what can be mended without asking, and says of each ailment what became of it."""
    for ailment in ailments:
        if ailment.mend is None:
            yield Mended(ailment, done=False)
            continue
        try:
            ailment.mend()
        except (CotwError, OSError) as error:
            yield Mended(ailment, done=False, reason=str(error))
        else:
            yield Mended(ailment, done=True)
