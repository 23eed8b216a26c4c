"""Table: what a keeper can be asked, besides what is about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from cotw.interfaces.bytecode import compile_ahead
from cotw.memory import Memory

# Gives an answer; its block ends well once that has been shown, or with BrokenPipeError if it was not.
Operation = Callable[[Memory, Mapping[str, Any]], AbstractContextManager[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Table:
    """The operations by name, and what settles what hooks have left: is something still to be done then?

    Those of `writing` write the index: they are given a memory that does not hold it. `rest` makes ready what
    the first answers do without.
    """

    operations: Mapping[str, Operation]
    settle: Callable[[Memory], bool]
    writing: frozenset[str] = frozenset()
    rest: Callable[[], object] = lambda: None


# What a context of a turn needs is imported at once, these when nobody waits for that any more.
_LATER = (
    "stability",
    "spool",
    "starts",
    "handoffs",
    "warm_telling",
    "recalling",
    "learning",
    "knowledge",
    "telling",
)


def load_table() -> Table:
    """The table of this program. It imports a good part of it, so this is done once the keeper listens."""
    operations = import_module("cotw.interfaces.operations")
    return Table(operations.OPERATIONS, _settle, operations.WRITE_THE_INDEX, _load_rest)


def _settle(memory: Memory) -> bool:
    settled = import_module("cotw.care.spool").settle(memory)
    if not settled.settled:  # else it has done that
        import_module("cotw.care.starts").prepare_starts(memory, [])
    return bool(settled.waiting or settled.busy)


def _load_rest() -> None:
    for name in _LATER:
        import_module(f"cotw.care.{name}")
    compile_ahead()
