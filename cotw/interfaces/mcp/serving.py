"""Serving: a server on stdin and stdout, for as long as somebody is there to be served.

It ends when its input does, and when the process that started it is gone: a sibling that inherited the pipe
would otherwise keep it open for ever.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import anyio
from mcp.server.stdio import stdio_server

from cotw.interfaces.mcp.server import make_server

if TYPE_CHECKING:
    from cotw.interfaces.mcp.desk import Desk

_LOOK_SECONDS = 1.0


def serve(open_desk: Callable[[], Desk]) -> None:
    """Serves until nobody is there; does not return, for a thread may still wait for input or for a lock."""
    # Clients keep what a server says on stderr, and words of a conversation might be in it.
    logging.disable(logging.CRITICAL)
    code = 1
    try:
        # Ctrl-C at a terminal, where a person tries it out, is an end like any other.
        with suppress(KeyboardInterrupt):
            anyio.run(_serve, open_desk)
        code = 0
    finally:
        os._exit(code)


async def _serve(open_desk: Callable[[], Desk]) -> None:
    server = make_server(open_desk)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_watch, os.getppid(), tasks.cancel_scope)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
        tasks.cancel_scope.cancel()


async def _watch(parent: int, scope: anyio.CancelScope) -> None:
    """Ends the server once its parent is another: the one that started it is gone."""
    while os.getppid() == parent:
        await anyio.sleep(_LOOK_SECONDS)
    os._exit(0)
