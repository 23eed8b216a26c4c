"""`cotw identity`: who the agent is, in files that its person edits."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_minute
from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting
from cotw.commands._identity_writing import accept, discover, edit, onboard
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from rich.console import Console

    from cotw.care.identity import Seen
    from cotw.identity.layers import Layer
    from cotw.store.finding import Finding

app = typer.Typer(no_args_is_help=True, help="Who the agent is, in files that its person edits.")

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
OneFile = Annotated[
    str | None, typer.Argument(metavar="LAYER", help="soul, agents, anchor, tools or a posture; else all.")
]


@app.command("show")
def show(
    ctx: typer.Context,
    layer: OneFile = None,
    posture: Annotated[
        str | None, typer.Option("--posture", metavar="MODE", help="And what it is told in this mode.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show who the agent is, as it is told.

    \b
    cotw identity show
    cotw identity show soul
    cotw identity show --posture code

    Comments are left out, and what is over a budget. Four of the nine layers are no files: standing, which
    is shown as a session would be told it now; handoff, continuity and graph come with a session.
    """
    from cotw.care.identity import identity_layers, posture_layer
    from cotw.care.standing_page import standing_told
    from cotw.identity.layers import LayerName

    context = Context.of(ctx)
    with waiting("reading"), open_memory(context) as memory:
        told = standing_told(memory, posture or memory.config.modes.default)
        shown = identity_layers(memory, {LayerName.STANDING: told})
        if posture is not None:
            shown.append(posture_layer(memory, posture))
        if layer is not None:
            shown = _chosen(memory, layer, shown)
    if as_json:
        emit_json({"tokens": sum(one.tokens for one in shown), "layers": [_record(one) for one in shown]})
        return 0
    if layer is None:
        _print_layers(context.console(), shown)
    elif shown[0].text:
        print(printable(shown[0].text))
    for one in shown:
        for finding in one.findings:
            say(f"note: {finding}")
    if layer is not None and not shown[0].text:
        raise NothingFound(
            f"{shown[0].path or layer} tells the agent nothing", hint=f"cotw identity edit {layer}"
        )
    return 0


@app.command("check")
def check(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Say what in these files is worth a look.

    \b
    cotw identity check

    What is empty, too long, unknown, contradictory, changed or looks smuggled in. Nothing is changed, and
    nothing is withheld from the agent. A file that was edited by hand is named until you say that you
    mean it so: cotw identity accept. Exit code 3: something was found.
    """
    from cotw.care.identity import check_identity

    context = Context.of(ctx)
    with waiting("reading"), open_memory(context) as memory:
        found = check_identity(memory)
    if as_json:
        emit_json({"findings": [asdict(one) for one in found]})
    elif not found:
        print("Nothing to be said against it.")
    else:
        _print_findings(context.console(), found)
    return 3 if found else 0


@app.command("diff")
def diff(
    ctx: typer.Context,
    layer: OneFile = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="WHEN", help="Compared with then: 2026-11-20, or 'last week'."),
    ] = None,
) -> int:
    """Show what changed since you last decided.

    \b
    cotw identity diff
    cotw identity diff soul --since 2026-11-01

    Exit code 4: nothing did.
    """
    from cotw.care.identity import all_files, difference, today_of
    from cotw.care.within import bounds
    from cotw.identity.naming import path_of

    context = Context.of(ctx)
    with open_memory(context) as memory:
        before = bounds(memory, since, None, None).since
        one = None if layer is None else path_of(memory.home, layer, today_of(memory))
        differences = [difference(memory, path, before) for path in ([one] if one else all_files(memory))]
    if not any(differences):
        raise NothingFound(
            "nothing was changed", hint="" if since else "go further back: --since 'last week'"
        )
    for text in filter(None, differences):
        print(printable(text))
    if since is None:
        say("next: cotw identity accept    (if you mean it so)")
    return 0


@app.command("history")
def history(ctx: typer.Context, layer: OneFile = None, as_json: AsJson = False) -> int:
    """List the versions that were seen, latest last.

    \b
    cotw identity history soul

    Their words stand in identity/history/ of the home; delete there what you do not want to keep.
    """
    from cotw.care.identity import all_files, history_of, today_of
    from cotw.identity.naming import path_of

    context = Context.of(ctx)
    with open_memory(context) as memory:
        one = None if layer is None else path_of(memory.home, layer, today_of(memory))
        seen = [each for path in ([one] if one else all_files(memory)) for each in history_of(memory, path)]
        zone = memory.truth.zone
    if as_json:
        emit_json({"versions": [_version_record(each) for each in seen]})
        return 0 if seen else NothingFound.exit_code
    if not seen:
        raise NothingFound("no version is kept", hint="name another file, or see: cotw identity show")
    for each in sorted(seen, key=lambda each: each.version.seen):
        print(printable(_version_line(each, zone)))
    return 0


app.command("edit")(edit)
app.command("accept")(accept)
app.command("onboard")(onboard)
app.command("discover")(discover)


def _chosen(memory: Any, name: str, shown: list[Layer]) -> list[Layer]:
    """The one layer that is meant, by its own name or its file's."""
    from cotw.care.identity import posture_layer, today_of
    from cotw.identity.layers import GUIDING
    from cotw.identity.naming import path_of
    from cotw.identity.postures import posture_path, postures

    if name.casefold() in {one.name for one in shown}:
        return [one for one in shown if one.name == name.casefold()]
    path = path_of(memory.home, name, today_of(memory))
    mode = next((mode for mode in postures(memory.home) if posture_path(mode) == path), None)
    if mode is not None:
        return [posture_layer(memory, mode)]
    if path not in GUIDING.values():
        raise UsageError(f"{path} is one of several notes", hint="see them with: cotw identity show memory")
    return [one for one in shown if one.path == path]


def _print_layers(console: Console, shown: list[Layer]) -> None:
    for number, layer in enumerate(shown, 1):
        place = f" · {layer.path}" if layer.path else ""
        name = layer.name if layer.name == "posture" else f"{number} {layer.name}"
        mark = f"── {name}{place} · {layer.tokens:,} of {layer.budget:,} tokens"
        trusted = all(passage.trusted for passage in layer.passages)
        console.print(printable(mark + ("" if trusted else " · evidence, no orders")), style="cyan")
        for passage in layer.passages:
            if passage.label:
                console.print(printable(passage.label), style="dim")
            console.print(printable(passage.text), soft_wrap=True)
        if not layer.passages:
            console.print("nothing" if layer.path else "comes with a session", style="dim")
        console.print()
    say(f"{sum(layer.tokens for layer in shown):,} tokens in all; next: cotw identity check")


def _print_findings(console: Console, found: list[Finding]) -> None:
    for file in dict.fromkeys(one.file for one in found):
        console.print(printable(file), style="cyan")
        for one in found:
            if one.file == file:
                place = f"{one.record}: " if one.record else ""
                console.print(printable(f"  {place}{one.reason}"), soft_wrap=True)


def _record(layer: Layer) -> dict[str, Any]:
    return {**asdict(layer), "text": layer.text}


def _version_record(seen: Seen) -> dict[str, Any]:
    version, decision = seen.version, seen.decision
    return {
        "path": version.path,
        "seen": version.seen,
        "digest": version.digest,
        "copy": version.copy,
        "added": seen.added,
        "removed": seen.removed,
        "decision": decision and asdict(decision),
    }


def _version_line(seen: Seen, zone: tzinfo) -> str:
    version, decision = seen.version, seen.decision
    who = f"  {decision.how} by {decision.actor}" if decision else ""
    changed = f"+{seen.added} −{seen.removed}"
    seen_at = local_minute(version.seen, zone)
    return f"{seen_at}  {version.digest[:8]}  {changed:<9} {version.path}{who}"
