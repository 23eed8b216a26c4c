"""`cotw context`: what an agent is given before it answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.commands._answering import answering
from cotw.commands._common import Context, emit_json, say, waiting
from cotw.commands._settling import open_settled
from cotw.errors import UsageError

if TYPE_CHECKING:
    from cotw.interfaces.asking import Answers
    from cotw.records.injection import Injection, Part

STDIN = "-"
# More than a prompt ever is; what is searched for is its beginning anyway.
_MOST_READ = 1 << 20


def command(
    ctx: typer.Context,
    prompt: Annotated[
        str | None, typer.Option("--prompt", metavar="TEXT", help="What was asked; - or nothing: from stdin.")
    ] = None,
    thread: Annotated[
        str | None,
        typer.Option(
            metavar="THREAD", help="The thread it was asked in, by id or title; it need not be known yet."
        ),
    ] = None,
    mode: Annotated[str | None, typer.Option(metavar="MODE", help="The agent's mode: chat, code, …")] = None,
    session: Annotated[
        str | None, typer.Option(metavar="ID", help="The agent's session: what it has before it anyway.")
    ] = None,
    budget: Annotated[int | None, typer.Option(min=100, max=100_000, help="At most so many tokens.")] = None,
    project: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="The folder that the agent works in.")
    ] = None,
    start: Annotated[bool, typer.Option("--start", help="A session begins: nothing was asked yet.")] = False,
    begin: Annotated[
        str, typer.Option(metavar="HOW", help="How it begins: startup, resume, clear or compact.")
    ] = "startup",
    explain: Annotated[
        bool, typer.Option("--explain", help="What each source found, and how long it took.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Print the block for an agent's prompt: what the memory knows that the turn is about.

    \b
    cotw context --prompt "which spokes did we order?"
    cotw context --prompt "$PROMPT" --mode code --session "$SESSION"
    cat prompt.txt | cotw context --explain
    cotw context --start --mode chat           what a session begins with

    Mostly nothing is relevant; then nothing is printed, and the exit code is 0 as well. What is printed
    is noted in the journal, so that it is never taken for something that was said.
    """
    context = Context.of(ctx)
    asked = "" if start and prompt is None else _prompt(prompt)
    wanted = {
        "prompt": asked,
        "thread": thread,
        "mode": mode,
        "session": session,
        "project": project,
        "budget": budget,
        "start": start,
        "begin": begin,
    }
    with (
        waiting("remembering") as done,
        answering(context, open_settled) as answers,
        injecting(answers, wanted) as injection,
    ):
        done()
        if as_json:
            emit_json(context_record(injection))
        else:
            print_context(injection)
        if explain:
            for line in _explained(injection):
                say(line)
    return 0


@contextmanager
def injecting(answers: Answers, wanted: Mapping[str, Any]) -> Iterator[Injection]:
    """What is injected, to be printed inside of the `with`: a handoff counts as shown once that went well."""
    from cotw.interfaces.codec import decoded
    from cotw.records.injection import Injection

    def read(told: dict[str, Any]) -> Injection:
        return decoded(Injection, told["injection"])

    with answers.to("context", {**wanted, "full": True, "wait_shown": True}, read=read) as injection:
        yield injection


def _prompt(given: str | None) -> str:
    if given is not None and given != STDIN:
        return given
    if given is None and sys.stdin.isatty():
        raise UsageError("there is no prompt", hint='for example: cotw context --prompt "which spokes?"')
    return sys.stdin.buffer.read(_MOST_READ).decode("utf-8", "replace")


def print_context(injection: Injection) -> None:
    """Prints the block, and on stderr what was left out of it and why."""
    context = injection.context
    if context.text:
        sys.stdout.write(f"{context.text}\n")
    sys.stdout.flush()
    for part in context.parts:
        if part.failure is not None:
            say(f"note: {part.name} was left out: {part.failure}")


def _explained(injection: Injection) -> list[str]:
    context = injection.context
    lines = [f"{part.name:<14} {_found(part)} · {part.milliseconds:.0f} ms" for part in context.parts]
    size = f"{context.id}: {context.tokens} tokens" if context.text else "nothing to be injected"
    return [
        *lines,
        f"{size} · assembled in {injection.milliseconds:.0f} ms, noted in {injection.noted:.0f} ms",
    ]


def _found(part: Part) -> str:
    words = [f"{len(part.passages)} of {part.found} passages, {part.tokens} tokens"]
    words += [f"{count} refused: {why}" for why, count in sorted(part.refused.items())]
    return " · ".join(words)


def context_record(injection: Injection) -> dict[str, Any]:
    """The block and all that is known of it, for JSON."""
    context = injection.context
    return {
        "id": context.id if context.text else None,
        "text": context.text,
        "tokens": context.tokens,
        "thread": injection.thread,
        "mode": injection.mode,
        "sees": injection.sees,
        "milliseconds": {"assembled": injection.milliseconds, "noted": injection.noted},
        "sources": [
            {
                "name": part.name,
                "passages": list(part.passages),
                "tokens": part.tokens,
                "found": part.found,
                "refused": dict(part.refused),
                "failure": part.failure,
                "milliseconds": part.milliseconds,
            }
            for part in context.parts
        ],
    }
