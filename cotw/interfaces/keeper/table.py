"""Table: what a keeper can be asked, besides what is about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from cotw.memory import Memory

# Gives an answer; its block ends well once that has been shown, or with BrokenPipeError if it was not.
Operation = Callable[[Memory, Mapping[str, Any]], AbstractContextManager[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Table:
    """The operations by name, and what settles what hooks have left: is something still to be done then?

    Those of `writing` write the index: they are given a memory that does not hold it.
    """

    operations: Mapping[str, Operation]
    settle: Callable[[Memory], bool]
    writing: frozenset[str] = frozenset()


def load_table() -> Table:
    """The table of this program. It imports most of it, so this is done once the keeper listens."""
    operations = import_module("cotw.interfaces.operations")
    spool, starts = (import_module(f"cotw.care.{name}") for name in ("spool", "starts"))

    def settle(memory: Memory) -> bool:
        settled = spool.settle(memory)
        if not settled.settled:  # else it has done that
            starts.prepare_starts(memory, [])
        return bool(settled.waiting or settled.busy)

    return Table(operations.OPERATIONS, settle, operations.WRITE_THE_INDEX)
