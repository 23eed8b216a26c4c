"""`cotw backup`: one file with all of a home that could not be made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable, progress, say, short_path

if TYPE_CHECKING:
    from cotw.care.backup_file import Manifest

app = typer.Typer(no_args_is_help=True, help="One file with all that could not be made again.")

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="A file that cotw backup made.")]


@app.command("create")
def create(
    ctx: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to; else a dated file in this folder.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Write a backup: truth, settings, identity, templates, handoffs; all but index and cache.

    \b
    cotw backup create
    cotw backup create /media/disk/memory.zip

    Others may go on writing meanwhile. The file holds conversations word for word: keep it accordingly.
    """
    from cotw.care.backup import create_backup

    context = Context.of(ctx)
    with (
        open_memory(context) as memory,
        progress("Backing up", unit="bytes", colour=context.colour) as advance,
    ):
        made = create_backup(memory, path, advance)
    for name in made.left_out:
        say(f"note: {name} is left out: it is no file, or its name is no text")
    if as_json:
        facts = {"files": made.files, "bytes": made.size, "packed": made.packed, "left_out": made.left_out}
        emit_json({"file": made.path, **facts})
    else:
        where = short_path(made.path)
        print(printable(f"{where}: {made.files:,} files, {made.size:,} bytes ({made.packed:,} packed)"))
        say(f"next: cotw backup verify {where}")
    return 0


@app.command("verify")
def verify(ctx: typer.Context, path: BackupFile, as_json: AsJson = False) -> int:
    """Read a backup to its last byte and compare every file with its digest.

    \b
    cotw backup verify memory.zip

    Exit code 3: something is missing, altered or cut.
    """
    from cotw.care.backup_file import verify_backup

    context = Context.of(ctx)
    with progress("Verifying", unit="bytes", colour=context.colour) as advance:
        verified = verify_backup(path.expanduser(), advance)
    manifest, findings = verified.manifest, verified.findings
    if as_json:
        found = [{"file": one.file, "reason": one.reason} for one in findings]
        emit_json({**_facts(manifest), "findings": found})
    elif findings:
        print(f"{len(findings):,} of {len(manifest.entries):,} files are not as they were:")
        for one in findings:
            print(f"  {printable(str(one))}")
    else:
        print(f"Whole: {len(manifest.entries):,} files, {manifest.size:,} bytes, {_made(manifest)}.")
        say("note: what was forgotten after that is still in it")
    return 3 if findings else 0


@app.command("restore")
def restore(
    ctx: typer.Context,
    path: BackupFile,
    home: Annotated[
        Path | None, typer.Option("--home", metavar="DIR", help="Where to: a new or empty folder.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Make a home out of a backup. Nothing is ever written over: the place has to be new or empty.

    \b
    cotw backup restore memory.zip --home ~/memory
    cotw backup restore memory.zip               where a home lies when nobody says
    """
    from cotw.care.restoring import restore_backup

    context = Context.of(ctx)
    with progress("Restoring", unit="bytes", colour=context.colour) as advance:
        restored = restore_backup(
            path.expanduser(), home or context.home, wait_seconds=context.wait_seconds, progress=advance
        )
    if as_json:
        emit_json({"home": restored.home.root, **_facts(restored.manifest)})
    else:
        where = short_path(restored.home.root)
        print(printable(f"{where}: {len(restored.manifest.entries):,} files restored"))
    say(f"note: {_made(restored.manifest)}; what was forgotten after that is in this home again")
    say(f"next: cotw --home {short_path(restored.home.root)} index refresh")
    return 0


def _made(manifest: Manifest) -> str:
    return f"a backup of {manifest.name}, made {manifest.created:%Y-%m-%d %H:%M} UTC"


def _facts(manifest: Manifest) -> dict[str, object]:
    return {
        "created": manifest.created,
        "name": manifest.name,
        "timezone": manifest.timezone,
        "files": len(manifest.entries),
        "bytes": manifest.size,
    }
