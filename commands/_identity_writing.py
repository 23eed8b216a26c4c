"""The commands of `cotw identity` that write: each asks the person at the terminal; the ledger names them."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, editor, open_memory, printable, say, short_path, waiting
from cotw.commands._person import ask, confirm_at_terminal, require_person
from cotw.errors import Changed, UsageError

if TYPE_CHECKING:
    from cotw.memory import Memory

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be written.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; you still have to be at a terminal.")]


def edit(
    ctx: typer.Context,
    layer: Annotated[
        str, typer.Argument(metavar="LAYER", help="soul, agents, anchor, tools, a posture, today, or a day.")
    ],
) -> int:
    """Open one of the files in your own editor.

    \b
    cotw identity edit soul
    cotw identity edit postures/garden      a new posture
    cotw identity edit today                notes of the day, told for a week

    You edit a copy; the ledger notes that it was you. Should somebody else write to the file meanwhile,
    it is left alone and your text is kept beside it.
    """
    from cotw.care.identity import bytes_of, replace, today_of
    from cotw.identity.naming import path_of

    person = require_person("editing who the agent is")
    with open_memory(Context.of(ctx)) as memory:
        path = path_of(memory.home, layer, today_of(memory))
        before = bytes_of(memory, path)
        after = _edited(memory, path, before)
        if after == before:
            print("Nothing was changed.")
            return 0
        try:
            replace(memory, path, after, was=before, how="edited", by=asdict(person))
        except Changed as error:
            kept = _kept_beside(memory.home.root / path, after)
            raise Changed(error.message, hint=f"your text is in {short_path(kept)}") from error
    print(f"Wrote {path}.")
    say("next: cotw identity check")
    return 0


def accept(
    ctx: typer.Context,
    layers: Annotated[
        list[str] | None, typer.Argument(metavar="LAYER…", help="Those you have read; else all.")
    ] = None,
) -> int:
    """Say that you have read the changes and mean them.

    \b
    cotw identity diff
    cotw identity accept
    cotw identity accept soul tools
    """
    from cotw.care.identity import accept as accept_files
    from cotw.care.identity import all_files, today_of
    from cotw.identity.naming import path_of

    person = require_person("accepting who the agent is")
    with open_memory(Context.of(ctx)) as memory:
        named = [path_of(memory.home, one, today_of(memory)) for one in layers or ()]
        noted = accept_files(memory, named or all_files(memory), asdict(person))
    print(f"Accepted {', '.join(noted)}." if noted else "You had accepted that already; nothing was noted.")
    return 0


def onboard(ctx: typer.Context, dry_run: DryRun = False) -> int:
    """Answer six questions about yourself, or fewer.

    \b
    cotw identity onboard

    The answers go into ANCHOR.md, which tells the agent who you are. Enter skips a question and leaves
    what stands there. An answer takes the place of the text below its own heading; everything else stays
    as you wrote it. You see what would change before anything is written.
    """
    from cotw.care.identity import bytes_of, diff_of, replace
    from cotw.identity.layers import GUIDING, LayerName
    from cotw.identity.onboarding import QUESTIONS, answered, standing_answers

    person = require_person("telling the agent who you are")
    with open_memory(Context.of(ctx)) as memory:
        path = GUIDING[LayerName.ANCHOR]
        before = bytes_of(memory, path)
        text = _decoded(before, path)
        known = standing_answers(text)
        answers = {}
        for number, question in enumerate(QUESTIONS, 1):
            now = f"\n   now: {_shortened(known[question.heading])}\n  " if question.heading in known else ""
            answers[question.heading] = ask(f"{number}/{len(QUESTIONS)} {question.text}{now}")
        after = answered(text, answers)
        if after == text:
            print("Nothing to write.")
            return 0
        print(printable(diff_of(text, after, path)))
        if dry_run or not confirm_at_terminal(f"Write this to {path}?"):
            print("Nothing was written.")
            return 0
        replace(memory, path, after.encode(), was=before, how="onboarded", by=asdict(person))
    print(f"Wrote {path}.")
    say("next: cotw identity discover    (what this machine has to work with)")
    return 0


def discover(
    ctx: typer.Context,
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="FOLDER…", help="Projects; else the current folder.")
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> int:
    """Look what there is to work with, for TOOLS.md.

    \b
    cotw identity discover
    cotw identity discover ~/code/shop ~/code/blog
    cotw identity discover --dry-run

    Looked at are this machine and the manifests of a project. Nothing is run but `--version` of
    well-known tools, and nothing is asked of the network. What you wrote into TOOLS.md stays; you see
    what would change before anything is written.
    """
    from cotw.care.identity import bytes_of, diff_of, replace
    from cotw.identity.discovered import with_blocks
    from cotw.identity.layers import GUIDING, LayerName

    with open_memory(Context.of(ctx)) as memory:
        path = GUIDING[LayerName.TOOLS]
        before = bytes_of(memory, path)
        text = _decoded(before, path)
        with waiting("looking"):
            after = with_blocks(text, _found(memory, folders or [Path.cwd()]))
        if after == text:
            print("TOOLS.md says all of that already.")
            return 0
        print(printable(diff_of(text, after, path)))
        if dry_run:
            return 0
        person = require_person("telling the agent what it has to work with")
        if not confirm_at_terminal(f"Write this to {path}?", yes=yes):
            print("Nothing was written.")
            return 0
        replace(memory, path, after.encode(), was=before, how="discovered", by=asdict(person))
    print(f"Wrote {path}.")
    say("next: cotw identity show tools")
    return 0


def _found(memory: Memory, folders: list[Path]) -> list[tuple[str, str]]:
    from cotw.identity.discovered import machine_block, project_block
    from cotw.identity.programs import find_programs, system
    from cotw.identity.projects import find_project

    around = memory.surroundings
    wanted = [folder.expanduser().absolute() for folder in folders]
    for folder in wanted:
        if not folder.is_dir():
            raise UsageError(f"there is no folder {folder}")
    projects = [project for folder in wanted if (project := find_project(folder, around.home))]
    search_path = around.environment.get("PATH", "")
    # A person's own folder is no project, though it may be looked at: what lies below it is theirs.
    owned = [folder for folder in wanted if not around.home.is_relative_to(folder)]
    programs = find_programs(search_path, around.home, without=owned)
    return [machine_block(system(), programs), *map(project_block, projects)]


def _edited(memory: Memory, path: str, before: bytes) -> bytes:
    """What the person made of a copy. The copy lies in the home, where nobody else may read it."""
    folder = memory.home.identity
    folder.mkdir(mode=0o700, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".editing-", dir=folder) as beside,
        open("/dev/tty", "r+b", buffering=0) as terminal,
    ):
        copy = Path(beside) / Path(path).name
        copy.write_bytes(before)
        ended = subprocess.run([*editor(), str(copy)], stdin=terminal, stdout=terminal, check=False)
        if ended.returncode != 0:
            raise UsageError(f"the editor ended with code {ended.returncode}; nothing was changed")
        return copy.read_bytes() if copy.exists() else before


def _kept_beside(path: Path, text: bytes) -> Path:
    from cotw.files import atomic_write

    kept = next(
        place
        for number in range(1, 1000)
        if not (place := path.with_suffix(f".mine{number if number > 1 else ''}.md")).exists()
    )
    atomic_write(kept, text)
    return kept


def _decoded(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8", hint="save it as UTF-8 with your editor first") from None


def _shortened(text: str) -> str:
    from cotw.extraction.shortening import clipped

    return clipped(text, 100)
