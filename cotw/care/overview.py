"""Overview: what a home keeps, how much room it takes, and how fresh its index is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from cotw.care.first_steps import first_step
from cotw.care.parts import Parts, parts
from cotw.care.spooled import waiting_pointers
from cotw.files import folder_size
from cotw.index.status import IndexStatus, status
from cotw.memory import Memory
from cotw.store.archive import Day

_FOLDERS = ("archive", "receipts", "journal", "ledger", "index", "cache")


@dataclass(frozen=True, slots=True)
class Overview:
    """What is kept and how fresh it is; `sizes` are the bytes in each folder, `index` None without one.

    `pointers` of hooks wait in the spool to be taken in.
    """

    root: Path
    zone: tzinfo
    days: list[Day]
    index: IndexStatus | None
    encoder: str
    sizes: dict[str, int]
    parts: Parts
    first_step: str
    pointers: int


def overview(memory: Memory) -> Overview:
    """Sizes, counts and freshness."""
    archive = memory.truth.archive
    index = status(memory.home, memory.config, archive, wait_seconds=memory.wait_seconds)
    sizes = {name: folder_size(memory.home.root / name) for name in _FOLDERS}
    encoder = memory.config.embedding.model
    return Overview(
        memory.home.root,
        memory.truth.zone,
        archive.days(),
        index,
        encoder,
        sizes,
        parts(memory),
        first_step(memory),
        len(waiting_pointers(memory.home)),
    )
