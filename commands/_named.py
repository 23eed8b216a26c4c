"""What people name on a command line: the `--thread` that is the same in all commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cotw.memory import Memory

_NAMED = "its id, its title, or the beginning of one."
OnlyThread = Annotated[
    str | None, typer.Option("--thread", metavar="THREAD", help=f"Only this thread: {_NAMED}")
]


def thread_meant(memory: Memory, named: str | None) -> str | None:
    """The id of the thread that `--thread` names; None without one. Raises UsageError and NothingFound."""
    from cotw.care.threads import thread_called

    return None if named is None else thread_called(memory, named)
