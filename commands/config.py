"""`cotw config`: settings, where each comes from, and changing one."""

from __future__ import annotations

from typing import Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory

app = typer.Typer(no_args_is_help=True, help="Settings of the home.")


@app.command("show")
def show(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One setting or section.")] = None,
    origin: Annotated[bool, typer.Option("--origin", help="Say where each value comes from.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Print the settings that hold.

    \b
    cotw config show
    cotw config show recall --origin
    """
    context = Context.of(ctx)
    with open_memory(context) as memory:
        settings = memory.settings(name)
    if as_json:
        emit_json(
            {"settings": [{"name": one.name, "value": one.value, "origin": one.origin} for one in settings]}
        )
        return 0
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for one in settings:
        shown = one.origin if origin else one.description
        table.add_row(one.name, str(one.value), shown, style=None if one.origin == "default" else "bold")
    context.console().print(table)
    return 0


@app.command("set")
def set_value(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="As recall.limit.")],
    value: Annotated[str, typer.Argument(help="The new value, as YAML.")],
) -> int:
    """Change one setting in config.yaml; comments stay.

    \b
    cotw config set recall.limit 8
    cotw config set home.timezone Europe/Berlin
    """
    context = Context.of(ctx)
    with open_memory(context) as memory:
        changed = memory.set_setting(name, value)
    print(f"{changed.name}: {changed.value}")
    return 0


@app.command("path")
def path(ctx: typer.Context) -> int:
    """Print the path of config.yaml.

    \b
    cotw config path
    """
    context = Context.of(ctx)
    with open_memory(context) as memory:
        print(memory.home.config)
    return 0
