"""`cotw config`: settings, where each comes from, and changing one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable
from cotw.commands._person import confirm_at_terminal, require_person

if TYPE_CHECKING:
    from cotw.config import Setting
    from cotw.memory import Memory

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

    What is kept, what goes where, who the agent is and what it may propose – the sections archive, identity,
    language, modes and reflection – only a person changes: it is asked for at the terminal, and noted in the
    ledger. Exit code 20: there is none, or an agent runs this.
    """
    from cotw.care.setting import is_protected

    context = Context.of(ctx)
    with open_memory(context) as memory:
        changed = _decided(memory, name, value) if is_protected(name) else memory.set_setting(name, value)
    if changed is None:
        print("Nothing was changed.")
        return 1
    print(printable(f"{changed.name}: {changed.value}"))
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


def _decided(memory: Memory, name: str, value: str) -> Setting | None:
    """The setting as a person at the terminal changed it; None if they would rather not."""
    from cotw.care.setting import checked, set_protected

    former = checked(memory, name, value)
    person = require_person(f"the setting {name}")
    if not confirm_at_terminal(f"{name} is {former.value!r}. Change it to {value}?"):
        return None
    return set_protected(memory, name, value, asdict(person))
