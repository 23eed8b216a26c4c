"""The index: whether there is one, whether it can be read, and how far it is behind."""

from __future__ import annotations

from collections.abc import Iterator

from cotw.care.doctor.ailment import Ailment
from cotw.errors import IndexMissing
from cotw.index.status import freshness
from cotw.memory import Memory

_REFRESH = "cotw index refresh"
_REBUILD = "cotw index rebuild"


def examine_index(memory: Memory) -> Iterator[Ailment]:
    """Whether a question would be answered from all that was said."""
    if not memory.truth.archive.day_files():
        return
    late = freshness(memory.home, memory.config, memory.truth.archive, wait_seconds=memory.wait_seconds)
    if late.rebuild_needed:
        yield Ailment("index", late.rebuild_needed, _REFRESH, memory.refresh)
    elif not late.current:
        lacks = (
            (late.bytes_behind, "bytes of the archive"),
            (late.units_pending, "vectors"),
            (late.decisions_behind, "decisions about threads"),
        )
        told = " and ".join(f"{count:,} {what}" for count, what in lacks if count)
        yield Ailment("index", f"the index lacks {told or 'a file that is empty'}", _REFRESH, memory.refresh)
    else:
        yield from _flaws(memory)


def _flaws(memory: Memory) -> Iterator[Ailment]:
    """What cannot be read of an index that seems to be up to date."""
    with memory.index() as index:
        try:
            index.units.count()
        except IndexMissing as error:
            yield Ailment("index", error.message, _REFRESH, memory.refresh)
        try:
            index.shelf.verify()
        except IndexMissing as error:
            yield Ailment("index", error.message, _REBUILD, memory.rebuild)
