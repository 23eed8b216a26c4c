"""Settling: who opens a home for a command first takes in what agents' hooks have left there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cotw.commands._common import Context, open_memory, say, waiting

if TYPE_CHECKING:
    from cotw.memory import Memory


@contextmanager
def open_settled(context: Context) -> Iterator[Memory]:
    """The memory that this invocation is about, with all that was said until now.

    Where a keeper lives it has taken that in. What cannot be taken in keeps no command from its work.
    """
    with open_memory(context) as memory:
        settle_first(memory)
        yield memory


def settle_first(memory: Memory) -> None:
    """Takes in what waits in the spool, if nobody else does; at most as much as one waits for gladly."""
    from cotw.care.spooled import waiting_pointers
    from cotw.wire.starting import is_kept

    if not waiting_pointers(memory.home) or is_kept(str(memory.home.root)):
        return
    from cotw.care.spool import settle
    from cotw.errors import CotwError

    with waiting("taking in what agents left"):
        try:
            settle(memory, bounded=True)
            trouble = ""
        except CotwError as error:
            trouble = error.message
        # A defect here is none of the command's business; the pointers stay where they are.
        except Exception as error:
            trouble = type(error).__name__
    if trouble:
        say(f"note: what agents left could not be taken in yet: {trouble}")
