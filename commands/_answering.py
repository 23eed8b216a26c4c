"""Answering: who answers a command – the keeper of its home where one runs, or else the command itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from cotw.commands._common import Context, environment, open_memory

if TYPE_CHECKING:
    from cotw.interfaces.asking import Answers
    from cotw.memory import Memory


@contextmanager
def answering(
    context: Context, opening: Callable[[Context], AbstractContextManager[Memory]] = open_memory
) -> Iterator[Answers]:
    """Answers to what this invocation asks; `opening` opens the memory here if there is no keeper."""
    from cotw.interfaces.asking import Answers
    from cotw.wire.paths import default_root

    context.clock()  # one that cannot be read is told before anybody is asked
    settings = environment()
    root = str(context.home.absolute()) if context.home else default_root(settings)
    opened = partial(opening, context)
    with Answers(root, settings, opened, wait_seconds=context.wait_seconds) as answers:
        yield answers
