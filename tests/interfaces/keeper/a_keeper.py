"""A keeper with a small encoder and operations made for tests, as a process of its own.

Usage: python -m tests.interfaces.keeper.a_keeper HOME small|real. Leaves at once if another keeps the home.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from cotw.clock import format_instant
from cotw.errors import NothingFound
from cotw.interfaces.keeper.keeping import keep, settle_down
from cotw.interfaces.keeper.lock import take_lock
from cotw.interfaces.keeper.resident import ResidentMemory
from cotw.interfaces.keeper.table import Table
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder

Answers = Callable[[Memory, Mapping[str, Any]], dict[str, Any]]


def recall(memory: Memory, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The texts that answer a question."""
    answer = memory.recall(str(wanted["question"]))
    return {"texts": [f"{one.hit.human} {one.hit.agent}" for one in answer.hits]}


def clock(memory: Memory, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What time it is for memory and truth."""
    return {
        "now": [format_instant(memory.clock()), format_instant(memory.truth.clock())],
        "zone": str(memory.truth.zone),
    }


def refresh(memory: Memory, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The index is brought up to date by the one who holds it."""
    return {"exchanges": memory.refresh().exchanges}


def rest(memory: Memory, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Takes its time, with the index in use."""
    with memory.index():
        _note(memory, "resting")
        time.sleep(float(wanted["seconds"]))
    return {}


def much(memory: Memory, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """More than a socket takes at once."""
    return {"much": "x" * int(wanted["characters"])}


def refuse(memory: Memory, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A failure that a person can understand."""
    raise NothingFound("nothing of that", hint="ask otherwise")


def fail(memory: Memory, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """One that nobody foresaw, with words of a conversation in it."""
    raise ValueError("Mara said this")


@contextmanager
def shown(memory: Memory, wanted: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Notes whether the answer was shown."""
    try:
        yield {}
    except BrokenPipeError:
        _note(memory, "not shown")
        raise
    _note(memory, "shown")


def settle(memory: Memory) -> bool:
    """Takes in what is new, as hooks want it; nothing is left to do."""
    memory.refresh()
    _note(memory, "settled")
    return False


def _note(memory: Memory, text: str) -> None:
    with (memory.home.run / "notes").open("a") as file:
        file.write(f"{text}\n")


def _plain(answers: Answers) -> Callable[[Memory, Mapping[str, Any]], AbstractContextManager[dict[str, Any]]]:
    @contextmanager
    def operation(memory: Memory, wanted: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        yield answers(memory, wanted)

    return operation


def table() -> Table:
    """The operations above by their names."""
    plain = {one.__name__: _plain(one) for one in (recall, clock, refresh, rest, much, refuse, fail)}
    return Table({**plain, "shown": shown}, settle)


def main(root: str, encoder: str) -> int:
    lock = take_lock(root)
    if lock is None:
        return 0
    settle_down()
    if encoder == "small":  # meaning is not what most tests are about
        ResidentMemory._encoder = lambda self, threads: HashEmbedder(dimension=8, max_pieces=24)  # type: ignore[method-assign]
    keep(lock, dict(os.environ), table)
    return 0


if __name__ == "__main__":
    os._exit(main(*sys.argv[1:]))
