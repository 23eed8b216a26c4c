"""`cotw serve`: the keeper – in the foreground, as a process of its own, how it is, and its end."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.commands._common import Context, emit_json, environment, printable, readable_size, say, waiting
from cotw.errors import CotwError, Locked, NothingFound, UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from cotw.home import Home

_ASKED_SECONDS = 5.0
_STARTED_SECONDS = 30.0
# It gives what it answers just now to the end; a signal asks for no more than that.
_STOPPED_SECONDS, _SIGNALLED_SECONDS = 15.0, 5.0
_LOOKED_EVERY_SECONDS = 0.02
_START = "start one with: cotw serve --detach"


def command(
    ctx: typer.Context,
    status: Annotated[bool, typer.Option("--status", help="Say how the keeper is.")] = False,
    stop: Annotated[bool, typer.Option("--stop", help="Let it leave, and wait until it has.")] = False,
    detach: Annotated[
        bool, typer.Option("--detach", help="Start it as a process of its own, and return once it answers.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --status or --detach: as JSON.")] = False,
) -> int:
    """Keep encoder and index ready, and answer commands and hooks at once.

    \b
    cotw serve                  in this terminal, until Ctrl-C
    cotw serve --detach         as a process of its own
    cotw serve --status
    cotw serve --stop

    A home has one keeper at most. Hooks start it by themselves, and it leaves when nobody has asked
    for 15 minutes (keeper.idle_minutes); without it everything works, only slower. Exit code 4 of
    --status and --stop: none is there.
    """
    from pathlib import Path

    from cotw.founding import default_home
    from cotw.home import find_home

    if status + stop + detach > 1:
        raise UsageError("--status, --stop and --detach exclude each other", hint="say one after the other")
    if as_json and not (status or detach):
        raise UsageError("--json goes with --status and --detach", hint="cotw serve --status --json")
    context = Context.of(ctx)
    home = find_home(Path(context.home or default_home()).absolute())
    if status:
        return _print_status(context, home, as_json=as_json)
    if stop:
        return _stop(home)
    if detach:
        _detach(home)
        return _print_status(context, home, as_json=as_json)
    return _serve(home)


def _serve(home: Home) -> int:
    from cotw.interfaces.keeper.keeping import keep, settle_down
    from cotw.interfaces.keeper.lock import take_lock

    lock = take_lock(str(home.root))
    if lock is None:
        raise Locked("this home has a keeper already", hint="see: cotw serve --status")
    settle_down()
    say(f"keeping {home.root}; answering until Ctrl-C, or until nobody asks for a while")
    keep(lock, dict(environment()))
    say("left")
    return 0


def _print_status(context: Context, home: Home, *, as_json: bool) -> int:
    found = _status(home)
    if found is None:
        raise _absence(home)
    if as_json:
        emit_json({"keeper": found})
        return 0
    console = context.console()
    for label, text in _rows(found, _zone(home)):
        console.print(f"{label:9} {printable(text)}", soft_wrap=True)
    return 0


def _zone(home: Home) -> tzinfo:
    from cotw.clock import zone_named
    from cotw.config import load

    return zone_named(load(home.config, environment()).config.home.timezone)


def _rows(found: dict[str, Any], zone: tzinfo) -> list[tuple[str, str]]:
    from cotw.clock import local_minute, parse_instant

    since = local_minute(parse_instant(found["since"]), zone)
    state = "ready" if found["ready"] else "warming up"
    if found["settling"]:
        state += ", taking in what hooks left"
    return [
        ("keeper", f"process {found['pid']}, {state} (cotw {found['version']})"),
        ("home", str(found["home"])),
        ("since", f"{since}, for {_span(found['uptime_seconds'])}"),
        ("answered", f"{found['answered']:,}"),
        ("index", "open" if found["index_open"] else "not open"),
        ("memory", readable_size(found["memory_bytes"])),
        ("leaves", f"in {_span(found['leaves_in_seconds'])} if nobody asks"),
    ]


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _status(home: Home) -> dict[str, Any] | None:
    """What the keeper says of itself; None if none answers. Raises Locked for one of another version."""
    from cotw.wire.calling import NoKeeper, OtherVersion, ask_keeper
    from cotw.wire.frames import Broken

    try:
        return ask_keeper(str(home.root), environment(), "status", seconds=_ASKED_SECONDS)
    except OtherVersion as other:
        raise Locked(
            f"the keeper of this home is of another version of cotw: {other}",
            hint="it leaves as soon as it is asked something, or at once with: cotw serve --stop",
        ) from None
    except (NoKeeper, Broken):
        return None


def _absence(home: Home) -> CotwError:
    """Why there is no answer."""
    from cotw.wire.starting import is_kept
    from cotw.wire.stopping import keeper_number

    root = str(home.root)
    if not is_kept(root):
        return NothingFound("this home has no keeper just now", hint=_START)
    return Locked(
        f"the keeper of this home (process {keeper_number(root)}) does not answer yet, or not any more",
        hint="try again in a moment, or end it with: cotw serve --stop",
    )


def _detach(home: Home) -> None:
    from cotw.wire.starting import start_keeper

    root = str(home.root)
    try:
        begun = start_keeper(root, environment())
    except OSError as error:
        raise CotwError(f"the keeper cannot be started: {error}") from error
    if not begun:
        say("note: this home has a keeper already")
    with waiting("starting"):
        _wait_for(home)


def _wait_for(home: Home) -> None:
    """Returns once the keeper answers. Raises CotwError if it has left, or never came."""
    from cotw.wire.starting import is_kept

    until, seen = time.monotonic() + _STARTED_SECONDS, False
    while (found := _status(home)) is None or not found["ready"]:
        kept = is_kept(str(home.root))
        if (seen and not kept) or time.monotonic() > until:
            raise CotwError("the keeper did not start", hint=f"see {home.run / 'keeper.log'}")
        seen = seen or kept
        time.sleep(_LOOKED_EVERY_SECONDS)


def _stop(home: Home) -> int:
    from cotw.wire.starting import is_kept
    from cotw.wire.stopping import keeper_number, left, stop_keeper

    root = str(home.root)
    if not is_kept(root):
        raise NothingFound("this home has no keeper just now", hint=_START)
    with waiting("stopping"):
        gone = stop_keeper(root, seconds=_STOPPED_SECONDS)
        # One that hangs is killed at last: at whatever instant, the next one loses nothing.
        for one in (signal.SIGTERM, signal.SIGKILL):
            if not gone and (number := keeper_number(root)) is not None:
                say(f"note: it does not leave; sending {one.name} to process {number}")
                with suppress(OSError):
                    os.kill(number, one)
                gone = left(root, time.monotonic() + _SIGNALLED_SECONDS)
    if not gone:
        raise CotwError(f"the keeper (process {keeper_number(root)}) does not leave")
    print("The keeper has left.")
    return 0
