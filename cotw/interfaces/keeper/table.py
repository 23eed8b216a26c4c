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
    """The operations by name, and what settles what hooks have left."""

    operations: Mapping[str, Operation]
    settle: Callable[[Memory], object]


def load_table() -> Table:
    """The table of this program. It imports most of it, so this is done once the keeper listens."""
    operations = import_module("cotw.interfaces.operations")
    spool = import_module("cotw.care.spool")
    return Table(operations.OPERATIONS, spool.settle)
