"""`cotw mcp`: the memory for agents that speak the Model Context Protocol."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, environment, open_memory, say

if TYPE_CHECKING:
    from cotw.interfaces.mcp.desk import Desk
    from cotw.memory import Memory

app = typer.Typer(
    invoke_without_command=True, help="The memory for agents that speak the Model Context Protocol."
)


@app.callback()
def serve(
    ctx: typer.Context,
    tool: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who asks: claude-code, cursor, …; else as it says."),
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option(metavar="MODE", help="The mode it reads in; else that of the tool (config: modes)."),
    ] = None,
) -> None:
    """Serve the memory over stdin and stdout to an agent, which starts this by itself.

    \b
    cotw mcp install cursor             tell an agent of it
    cotw mcp --tool cursor --mode code  what the agent then runs

    What it may read is what its mode may see. It decides nothing, and ends with the agent.
    """
    if ctx.invoked_subcommand is not None:
        return
    if sys.stdin.isatty():
        say("waiting for an agent on stdin; to tell yours of this: cotw mcp install    (end with Ctrl-D)")
    context = Context.of(ctx)

    def opened() -> AbstractContextManager[Memory]:
        return open_memory(context)

    def desk() -> Desk:
        from cotw.interfaces.mcp.desk import Desk

        return Desk(opened, environment(), tool, mode)

    from cotw.interfaces.mcp.serving import serve as serve_agent

    serve_agent(desk)
