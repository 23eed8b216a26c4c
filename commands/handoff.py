"""`cotw handoff`: the bridge from one session to the next."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.commands._common import Context, column, emit_json, printable, say, short_path, waiting
from cotw.commands._named import OnlyThread, thread_meant
from cotw.commands._settling import open_settled
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from cotw.care.handoffs import Done, Kept
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
    from cotw.care.handoffs import Wish, write_handoffs
    from cotw.care.starts import prepare_starts
    from cotw.continuity.handoff_writing import Reason

    if session is not None and thread is not None:
        raise UsageError("name a session or a thread, not both", hint="a session's thread is written with it")
    if reason not in _REASONS:
        raise UsageError(f"{reason!r} is no reason", hint=f"say one of: {', '.join(_REASONS)}")
    context = Context.of(ctx)
    with waiting("writing"), open_settled(context) as memory:
        wish = Wish(session, thread_meant(memory, thread), mode, Reason(reason))
        done = write_handoffs(memory, wish, dry_run=dry_run)
        if not dry_run:
            prepare_starts(memory, [])
    if as_json:
        emit_json({"handoffs": [_done_record(one, dry_run=dry_run) for one in done]})
    else:
        _print_done(done, dry_run=dry_run)
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


def _print_done(done: list[Done], *, dry_run: bool) -> None:
    for one in done:
        of = f"session {one.scope.session}" if one.scope.session else f"thread {one.scope.thread}"
        if one.written.path is None:
            say(f"{of}: not written, {one.written.why_not}")
        elif dry_run:
            say(f"{of}: would be {short_path(one.written.path)}")
            print(printable(one.body.strip()))
        else:
            print(printable(str(one.written.path)))
            if one.written.beside:
                say(f"{of}: the page that you edited was left as it is; the new one lies beside it")
    if any(one.written.path for one in done) and not dry_run:
        say("read it with: cotw handoff show")


def _done_record(done: Done, *, dry_run: bool) -> dict[str, Any]:
    scope, written = done.scope, done.written
    record: dict[str, Any] = {
        "session": scope.session,
        "thread": scope.thread,
        "mode": scope.mode,
        "path": written.path,
    }
    record |= {"beside": written.beside, "why_not": written.why_not or None}
    return record | ({"text": done.body} if dry_run else {})


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
