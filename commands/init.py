"""`cotw init`: make a home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, say, short_path

if TYPE_CHECKING:
    from cotw.founding import MadeHome


def command(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Where; else --home, $COTW_HOME, your data folder.")
    ] = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="What the agent is called.")] = "agent",
    timezone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE", help="Whose midnight ends a day, as Europe/Berlin; else this machine's."
        ),
    ] = None,
) -> None:
    """Make a home: the folder that holds one agent's memory.

    \b
    cotw init                                  in your data folder
    cotw init ~/memory --name Mira             somewhere else
    cotw init --timezone America/New_York      for days that end there

    What is there already stays as it is; running it again only adds what is missing.
    """
    context = Context.of(ctx)
    made = make_home(context, folder.expanduser() if folder else context.home, name=name, timezone=timezone)
    place = short_path(made.home.root)
    if not made.created:
        print(f"{place} is a home already; nothing was changed.")
    elif made.was_home:
        print(f"{place} is a home already; added what was missing:")
        for path in made.created:
            print(f"  {path.relative_to(made.home.root)}")
    else:
        print(f"Made a home at {place} (days end at midnight in {made.timezone}).")
    say("next: cotw ingest --discover    (or name any folder of transcripts: cotw ingest FOLDER)")


def make_home(
    context: Context, root: Path | None, *, name: str = "agent", timezone: str | None = None
) -> MadeHome:
    """Makes or completes the home at `root`."""
    from cotw.founding import init_home
    from cotw.identity.history import keep_versions

    made = init_home(root, name=name, timezone=timezone)
    # What the starter files said is kept from the beginning: whatever changes in them later can be told.
    keep_versions(made.home, context.clock()())
    return made
