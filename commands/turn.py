"""`cotw turn`: one step of a conversation, for agents that have no hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.commands._common import Context, emit_json, open_memory, say
from cotw.commands._telling import input_bytes, reporter_here
from cotw.errors import CotwError, UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from cotw.care.turning import Turn
    from cotw.importers.told import Told
    from cotw.memory import Memory

_MEMBERS = ("prompt", "previous", "thread", "mode", "session", "tool")
# Answered, but the last turn could not be learnt.
_NOT_LEARNT = 3


def command(
    ctx: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="JSON; - or nothing reads stdin.")
    ] = None,
    prompt: Annotated[str | None, typer.Option("--prompt", help="What the person says now.")] = None,
    thread: Annotated[str | None, typer.Option(help="The thread it is said in.")] = None,
    mode: Annotated[str | None, typer.Option(help="The mode it is said in: chat, code, …")] = None,
    session: Annotated[str | None, typer.Option(help="The session it is said in.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ids and hits as JSON.")] = False,
) -> int:
    """Learn the last turn, and recall what the next prompt has to do with the past.

    \b
    cotw turn --prompt "When was the stand again?" --thread workshop
    echo '{"prompt": "…", "previous": {"user": "…", "agent": "…"}}' | cotw turn --json

    Prints what may be put into the prompt, as Markdown; nothing if nothing is relevant. Neither half needs
    the other. Exit code 3: answered, but the last turn was not learnt; any other: learnt, but not answered.
    """
    context = Context.of(ctx)
    options = {"thread": thread, "mode": mode, "session": session}
    if prompt is not None and path is not None:
        raise UsageError("--prompt and a file cannot be had at once", hint="say one after the other")
    data = b"" if prompt is not None else input_bytes(path)
    with open_memory(context) as memory:
        from cotw.care.turning import turn
        from cotw.retrieval.asking import Standpoint

        step = {"prompt": prompt} if prompt is not None else _object(data)
        step |= {name: value for name, value in options.items() if value is not None}
        asked, previous = _asked(step), _previous(step, memory.truth.zone)
        standpoint = Standpoint(_name(step, "thread"), _name(step, "mode"))
        done = turn(memory, asked, previous, standpoint, reporter_here(by_hand=False))
        _print_turn(memory, done, as_json=as_json)
        code = _code(done)
        if done.learnt is not None:
            _refresh(memory)
    return code


def _object(data: bytes) -> dict[str, Any]:
    from cotw.files import from_json

    hint = 'for example {"prompt": "…", "previous": {"user": "…", "agent": "…"}}'
    try:
        step = from_json(data)
    except ValueError:
        raise UsageError("the input is not JSON", hint=hint) from None
    if not isinstance(step, dict):
        raise UsageError("the input is not a JSON object", hint=hint)
    strange = sorted(step.keys() - set(_MEMBERS))
    if strange:
        raise UsageError(f"unknown member {strange[0][:40]!r}", hint=f"known: {', '.join(_MEMBERS)}")
    return step


def _asked(step: dict[str, Any]) -> str:
    prompt = step.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip():
        raise UsageError("there is no prompt", hint='say it with --prompt "…", or as a member of the JSON')
    return prompt


def _previous(step: dict[str, Any], zone: tzinfo) -> list[Told]:
    """The last turn; what holds for the step holds for it too."""
    from cotw.importers.told import told_of

    previous = step.get("previous")
    if previous is None:
        return []
    shared = {
        name: step[name] for name in ("thread", "mode", "session", "tool") if step.get(name) is not None
    }
    return [told_of({**shared, **previous} if isinstance(previous, dict) else previous, "previous", zone)]


def _name(step: dict[str, Any], member: str) -> str | None:
    name = step.get(member)
    if name is not None and not isinstance(name, str):
        raise UsageError(f"{member} is no text", hint="write it in quotation marks")
    return name


def _print_turn(memory: Memory, done: Turn, *, as_json: bool) -> None:
    for what, error in (("not learnt", done.not_learnt), ("not answered", done.not_answered)):
        if error is not None:
            say(f"cotw: {what}: {error.message}")
            if error.hint:
                say(f"hint: {error.hint}")
    if as_json:
        emit_json(_as_record(done))
    elif done.answer is not None:
        from cotw.care.turn_page import turn_page

        print(turn_page(memory, done.answer), end="", flush=True)


def _as_record(done: Turn) -> dict[str, Any]:
    from cotw.commands.recall import hit_records

    return {
        "learnt": None if done.learnt is None else [message.id for message in done.learnt.messages],
        "hits": [] if done.answer is None else list(hit_records(done.answer.hits)),
        "problems": {
            what: error.message
            for what, error in (("learn", done.not_learnt), ("recall", done.not_answered))
            if error is not None
        },
    }


def _code(done: Turn) -> int:
    if done.not_answered is not None:
        return done.not_answered.exit_code
    return 0 if done.not_learnt is None else _NOT_LEARNT


def _refresh(memory: Memory) -> None:
    """Last, for nobody waits for it: what was just learnt is known to whoever said it."""
    from cotw.care.learning import refresh_bounded

    try:
        if not refresh_bounded(memory):
            say("note: the index is far behind the archive; run: cotw index refresh")
    except CotwError as error:
        say(f"note: the index was not brought up to date: {error.message}")
