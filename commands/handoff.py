"""`cotw handoff`: the bridge from one session to the next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.commands._answering import answering
from cotw.commands._common import (
    Context,
    column,
    emit_json,
    open_memory,
    printable,
    say,
    short_path,
    waiting,
)
from cotw.commands._consent import consent_first
from cotw.commands._named import OnlyThread, thread_meant
from cotw.commands._settling import open_settled
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from cotw.care.handoffs import Kept
    from cotw.continuity.handoff_page import Page

app = typer.Typer(
    no_args_is_help=True, help="What a session leaves for the next one, and where a thread stands."
)

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
_REASONS = ("end", "pause", "compact", "manual")
_SECTION = re.compile(r"^## (?P<title>.+)\n", re.MULTILINE)
_TITLE_CHARACTERS = 48


@app.command("write")
def write(
    ctx: typer.Context,
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help="Of this session: its id or its beginning.")
    ] = None,
    thread: OnlyThread = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="WHY", help="end, pause, compact or manual.")
    ] = "manual",
    mode: Annotated[
        str | None, typer.Option("--mode", metavar="MODE", help="For a reader in this mode.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print it, and write nothing.")] = False,
    as_json: AsJson = False,
) -> int:
    """Write the handoff of a session, by default the latest, and that of its thread.

    \b
    cotw handoff write
    cotw handoff write --session 5e55105e --reason end
    cotw handoff write --thread cargo-bike --dry-run

    It holds what the mode may see, in people's own words. A page that you edited stays as it is:
    the new one is put beside it as NAME.next.md, and both are shown at the next start. With
    --reason pause nothing is written if the last one is younger than a minute and than three
    exchanges. Exit code 4: nothing was said there that the mode may see.
    """
    if session is not None and thread is not None:
        raise UsageError("name a session or a thread, not both", hint="a session's thread is written with it")
    if reason not in _REASONS:
        raise UsageError(f"{reason!r} is no reason", hint=f"say one of: {', '.join(_REASONS)}")
    context = Context.of(ctx)
    wanted = {"session": session, "thread": thread, "mode": mode, "reason": reason, "dry_run": dry_run}
    with waiting("writing"), answering(context, open_settled) as answers:
        done = answers.ask("handoff", wanted)
    if as_json:
        emit_json(done)
    else:
        _print_done(done["handoffs"], dry_run=dry_run)
    return 0


@app.command("show")
def show(
    ctx: typer.Context,
    prefix: Annotated[
        str | None, typer.Argument(metavar="ID", help="A session's id, or its beginning; else the latest.")
    ] = None,
    thread: OnlyThread = None,
    form: Annotated[str, typer.Option("--format", metavar="F", help="md or json.")] = "md",
) -> int:
    """Print a handoff. It is not consumed by that: the next start is still given it.

    \b
    cotw handoff show
    cotw handoff show 5e55105e
    cotw handoff show --thread cargo-bike --format json
    """
    from cotw.care.handoffs import find_pages

    if prefix is not None and thread is not None:
        raise UsageError("name a session or a thread, not both")
    if form not in ("md", "json"):
        raise UsageError(f"{form!r} is no format", hint="say md or json")
    context = Context.of(ctx)
    with waiting("reading"), open_settled(context) as memory:
        pages = find_pages(memory, prefix, thread_meant(memory, thread))
    if form == "json":
        emit_json({"handoffs": [_page_record(path, page) for path, page in pages]})
        return 0
    for path, page in pages:
        say(f"{short_path(path)}{' (edited)' if page.is_edited else ''}")
        print(printable(page.body.strip()))
    say("next: cotw context --start    (all that a session begins with)")
    return 0


@app.command("list")
def list_all(
    ctx: typer.Context,
    thread: OnlyThread = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> int:
    """List handoffs, the last written first.

    \b
    cotw handoff list
    cotw handoff list --thread cargo-bike

    waiting: the next start of its thread is given it. next: written beside a page that was edited, and
    shown with it. claimed: a start has taken it and not shown it yet. shown: consumed. kept: a thread's.
    """
    from cotw.care.handoffs import kept_pages

    context = Context.of(ctx)
    with waiting("reading"), open_settled(context) as memory:
        thread = thread_meant(memory, thread)
        kept = list(islice(kept_pages(memory, thread), limit))
    if as_json:
        emit_json({"handoffs": [_kept_record(one) for one in kept]})
        return 0 if kept else NothingFound.exit_code
    if not kept:
        of, option = ("", "") if thread is None else (f" of the thread {thread}", f" --thread {thread}")
        raise NothingFound(f"there is no handoff{of} yet", hint=f"write one with: cotw handoff write{option}")
    print(f"{'written':<16}  {'state':<7}  {'mode':<6}  {'of':<24}  title")
    for one in kept:
        print(printable(_row(one)))
    return 0


@app.command("tell")
def tell(
    ctx: typer.Context,
    thread: OnlyThread = None,
    as_json: AsJson = False,
) -> int:
    """Have the language model retell a thread's handoff, ahead of the next start.

    \b
    cotw handoff tell
    cotw handoff tell --thread cargo-bike

    Its one or two paragraphs are kept, and begin the next session of the thread; without them the
    rules' words do. A session never waits for a model. Which one is asked: cotw model show.
    """
    from cotw.care.language import mouth_of
    from cotw.care.warm_telling import KINDS, pages_to_tell, tell_ahead
    from cotw.records.threads import MAIN_THREAD

    with open_memory(Context.of(ctx)) as memory:
        mouth = mouth_of(memory)
        named = thread_meant(memory, thread) or MAIN_THREAD
        pages_to_tell(memory, named)  # nobody is asked about what there is not
        consent_first(memory, mouth, KINDS)
        with waiting("asking"):
            told = tell_ahead(memory, mouth, named)
    if as_json:
        emit_json({"warm_starts": [asdict(one) for one in told]})
        return 0
    for one in told:
        print(printable(one.text))
        say(f"told by {one.by}")
    say("next: cotw context --start    (all that a session begins with)")
    return 0


def _print_done(done: Sequence[Mapping[str, Any]], *, dry_run: bool) -> None:
    for one in done:
        of = f"session {one['session']}" if one["session"] else f"thread {one['thread']}"
        if one["path"] is None:
            say(f"{of}: not written, {one['why_not']}")
        elif dry_run:
            say(f"{of}: would be {short_path(Path(one['path']))}")
            print(printable(one["text"].strip()))
        else:
            print(printable(one["path"]))
            if one["beside"]:
                say(f"{of}: the page that you edited was left as it is; the new one lies beside it")
    if any(one["path"] for one in done) and not dry_run:
        say("read it with: cotw handoff show")


def _page_record(path: Path, page: Page) -> dict[str, Any]:
    facts = {name: value for name, value in page.facts.items() if name not in ("sources", "cotw")}
    titles = list(_SECTION.finditer(page.body))
    ends = [*(title.start() for title in titles[1:]), len(page.body)]
    sections = {
        title["title"].strip(): page.body[title.end() : end].strip()
        for title, end in zip(titles, ends, strict=True)
    }
    return {
        "path": path,
        "kind": page.facts.get("cotw"),
        "edited": page.is_edited,
        "header": facts,
        "sections": sections,
        "sources": list(page.sources),
    }


def _kept_record(kept: Kept) -> dict[str, Any]:
    facts = {name: value for name, value in kept.facts.items() if name != "cotw"}
    return {"path": kept.lying.path, "kind": kept.facts.get("cotw"), "state": kept.state, "header": facts}


def _row(kept: Kept) -> str:
    facts = kept.facts
    if not facts:
        return (
            f"{'?':<16}  {kept.state:<7}  {'?':<6}  {kept.lying.stem[:24]:<24}  (its header cannot be read)"
        )
    written = str(facts.get("written", "?"))[:16].replace("T", " ")
    of = column(str(facts.get("session") or f"thread {facts.get('thread', '?')}"), 24)
    title = " ".join(str(facts.get("title", "")).split())[:_TITLE_CHARACTERS]
    return f"{written:<16}  {kept.state:<7}  {str(facts.get('mode', '?'))[:6]:<6}  {of}  {title}"
