"""`cotw turn`: one step of a conversation, for agents that have no hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.commands._answering import answering
from cotw.commands._common import Context, emit_json, say, waiting
from cotw.commands._settling import open_settled
from cotw.commands._telling import bring_up_to_date, input_bytes, told_here
from cotw.errors import ConfigError, CotwError, NoHome, UsageError

if TYPE_CHECKING:
    from cotw.interfaces.asking import Answers

_MEMBERS = ("prompt", "previous", "thread", "mode", "session", "tool")
# Answered, but the last turn could not be learnt.
_NOT_LEARNT = 3


def command(
    ctx: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="JSON; - or nothing reads stdin.")
    ] = None,
    prompt: Annotated[str | None, typer.Option("--prompt", help="What the person says now.")] = None,
    thread: Annotated[
        str | None,
        typer.Option(
            metavar="THREAD", help="The thread it is said in, by id or title; it need not be known yet."
        ),
    ] = None,
    mode: Annotated[
        str | None, typer.Option(metavar="MODE", help="The mode it is said in: chat, code, …")
    ] = None,
    session: Annotated[str | None, typer.Option(metavar="ID", help="The session it is said in.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ids and hits as JSON.")] = False,
) -> int:
    """Learn the last turn, and print what the next prompt has to do with the past.

    \b
    cotw turn --prompt "When was the stand again?" --thread workshop
    echo '{"prompt": "…", "previous": {"user": "…", "agent": "…"}}' | cotw turn --json

    Prints the block that `cotw context` would; nothing if nothing is relevant. Neither half needs the
    other. Exit code 3: answered, but the last turn was not learnt; any other: learnt, but not answered.
    """
    context = Context.of(ctx)
    options = {"thread": thread, "mode": mode, "session": session}
    if prompt is not None and path is not None:
        raise UsageError("--prompt and a file cannot be had at once", hint="say one after the other")
    data = b"" if prompt is not None else input_bytes(path)
    step = {"prompt": prompt} if prompt is not None else _object(data)
    step |= {name: value for name, value in options.items() if value is not None}
    asked = _asked(step)
    with answering(context, open_settled) as answers:
        # Neither half keeps the other back.
        learnt = _learn(context, answers, step)
        code = _answer(answers, asked, step, learnt, as_json=as_json)
        if learnt:
            _refresh(answers)
    return code or (_NOT_LEARNT if learnt is None else 0)


def _learn(context: Context, answers: Answers, step: dict[str, Any]) -> list[str] | None:
    """The ids of what was learnt of the last turn; None if it could not be.

    What holds for the step holds for it too.
    """
    if step.get("previous") is None:
        return []
    wanted = {
        "turn": step["previous"],
        "place": "previous",
        "names": {name: step.get(name) for name in ("thread", "mode", "session", "tool")},
        **told_here(context, by_hand=False),
    }
    try:
        return [message["id"] for message in answers.ask("learn", wanted)["messages"]]
    except (UsageError, ConfigError, NoHome):
        raise
    except CotwError as error:
        _complain("not learnt", error.message, error.hint)
        return None


def _answer(
    answers: Answers, prompt: str, step: dict[str, Any], learnt: list[str] | None, *, as_json: bool
) -> int:
    """Prints the block for the prompt; the exit code of whatever kept its memories back."""
    from cotw.commands.context import context_record, injecting, print_context
    from cotw.records.injection import RECALL

    wanted = {"prompt": prompt, **{name: _name(step, name) for name in ("thread", "mode", "session")}}
    with waiting("remembering") as done, injecting(answers, wanted) as injection:
        done()
        if as_json:
            emit_json({"learnt": learnt, "context": context_record(injection)})
        else:
            print_context(injection)
        failed = next(
            (part for part in injection.context.parts if part.name == RECALL and part.failure), None
        )
    if failed is not None:
        _complain("not answered", failed.failure or "", "see: cotw doctor")
    return failed.exit_code if failed is not None else 0


def _complain(what: str, message: str, hint: str) -> None:
    say(f"cotw: {what}: {message}")
    if hint:
        say(f"hint: {hint}")


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


def _name(step: dict[str, Any], member: str) -> str | None:
    name = step.get(member)
    if name is not None and not isinstance(name, str):
        raise UsageError(f"{member} is no text", hint="write it in quotation marks")
    return name


def _refresh(answers: Answers) -> None:
    """Last, for nobody waits for it: what was just learnt is known to whoever said it."""
    try:
        bring_up_to_date(answers)
    except CotwError as error:
        say(f"note: the index was not brought up to date: {error.message}")
