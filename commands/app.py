"""The program `cotw`: global options, the table of commands, and the one place where errors are caught.

Whatever goes wrong ends here as `cotw: …` and, where something can be done about it, `hint: …` on stderr,
with the exit code that the error carries. A traceback is shown only to those who ask with `COTW_DEBUG=1`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from cotw import __version__
from cotw.commands._common import DEFAULT_WAIT_SECONDS, Context, debugging, say
from cotw.commands._failures import tell
from cotw.commands._table import CommandTable
from cotw.errors import CotwError, UsageError

INTERRUPTED = 130  # 128 + SIGINT, as shells count

# Plain help: it appears in half the time of the framed one, and reads the same in a terminal and in a pipe.
app = typer.Typer(
    cls=CommandTable, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"cotw {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The memory's home; else $COTW_HOME, else your data folder."),
    ] = None,
    wait: Annotated[
        float,
        typer.Option(
            metavar="SECONDS", show_default=False, help="How long to wait for another process (30)."
        ),
    ] = DEFAULT_WAIT_SECONDS,
    color: Annotated[
        bool | None,
        typer.Option("--color/--no-color", help="Colours; by default on a terminal, unless $NO_COLOR."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A memory for AI agents: keep what was said, and find it again.

    \b
    cotw init                             make a home for the memory
    cotw ingest ~/.claude/projects        take in what your agent has written
    cotw recall "what did we decide …?"   ask
    cotw show 3f2a91                      read the whole exchange
    """
    if not wait >= 0:
        raise UsageError("--wait takes seconds, 0 or more", hint="cotw --wait 5 …")
    ctx.obj = Context.from_environment(home=home, wait_seconds=wait, colour=color)
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `cotw` with `arguments` (default: the command line's) and return its exit code."""
    os.umask(0o077)  # DuckDB and LanceDB make files of their own: they shall be as private as ours
    for stream in (sys.stdout, sys.stderr):
        # Lone surrogates live in old file names and in transcripts; printing them must not end the run.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        code = _run(arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        _let_go_of_stdout()
        code = 1
    except Exception as error:
        if debugging() and not isinstance(error, CotwError | TyperException | typer.Abort):
            raise
        code = tell(error)
        _let_go_of_stdout()
    if code == INTERRUPTED:
        say("cotw: interrupted; what was acknowledged is kept")
    return code


def _run(arguments: Sequence[str] | None) -> int:
    """Typer's own run, without its way of telling errors. Commands return their exit code or raise Exit."""
    said = sys.argv[1:] if arguments is None else arguments
    try:
        code = get_command(app).main(said or ["--help"], prog_name="cotw", standalone_mode=False)
    except SystemExit as leaving:  # completion has answered, or Typer noticed that nobody reads our pipe
        code = leaving.code
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _let_go_of_stdout() -> None:
    """Flush what can be flushed; what cannot must not be tried again (and told again) when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
