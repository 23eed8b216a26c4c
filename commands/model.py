"""`cotw model`: the language model that may be asked, what may go there, and what it took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_minute
from cotw.commands._common import Context, column, emit_json, open_memory, printable, say, waiting
from cotw.commands._consent import ask_consent, consent_first
from cotw.commands._person import require_person
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from cotw.care.language import Mouth
    from cotw.care.trying import Trial
    from cotw.memory import Memory
    from cotw.records.asking import Asked
    from cotw.settings import LanguageSettings

app = typer.Typer(
    no_args_is_help=True, help="The language model that may be asked; none is needed. Set it up in config."
)

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
_PURPOSE, _MODEL = 18, 32


@app.command("show")
def show(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Say which model is configured, where it is, and what may go there.

    \b
    cotw model show

    A model at an endpoint, on this machine or elsewhere:
    cotw config set language.base_url http://localhost:11434/v1
    cotw config set language.model qwen3:8b
    cotw config set language.kind http

    A program that reads a prompt and prints an answer:
    cotw config set language.command "[claude, -p]"
    cotw config set language.kind command
    """
    from cotw.care.language import configured

    with open_memory(Context.of(ctx)) as memory:
        mouth = configured(memory)
        record = None if mouth is None else _mouth_record(memory, mouth)
        zone = memory.truth.zone
    if as_json:
        emit_json({"model": record})
        return 0
    if record is None:
        print("no language model is configured; rules do without")
        say("set one up: cotw model show --help")
        return 0
    _print_mouth(record, zone)
    say("next: cotw model test")
    return 0


@app.command("test")
def try_it(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Ask the model two harmless questions.

    \b
    cotw model test

    Nothing of the memory is in them. Says what it answered, how long that took, its tokens and cost,
    and whether it can answer in a given shape. Exit code 1: no answer. 3: none in the shape. 20: nobody
    has agreed yet to asking it.
    """
    from cotw.care.language import mouth_of
    from cotw.care.trying import try_model
    from cotw.records.consent import TextKind

    with open_memory(Context.of(ctx)) as memory:
        mouth = mouth_of(memory)
        consent_first(memory, mouth, (), offered=TextKind)
        with waiting("asking"):
            trial = try_model(memory, mouth)
    if as_json:
        emit_json({"trial": asdict(trial)})
    else:
        _print_trial(trial)
    return 0 if trial.structured_works else 3


@app.command("allow")
def allow(
    ctx: typer.Context,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind", metavar="KIND", help="conversations, handoffs, identity or findings; else all."
        ),
    ] = None,
) -> int:
    """Agree that text goes to the configured model.

    \b
    cotw model allow
    cotw model allow --kind handoffs --kind findings

    You are asked at your terminal; the ledger keeps what you agreed to. A model at a loopback address
    needs no agreement. Only a person at a terminal can agree (else exit
    code 20).
    """
    from cotw.care.language import mouth_of
    from cotw.records.consent import TextKind

    unknown = sorted(set(kinds or ()) - set(TextKind))
    if unknown:
        raise UsageError(
            f"there is no kind of text {unknown[0]!r}", hint=f"say one of: {', '.join(TextKind)}"
        )
    with open_memory(Context.of(ctx)) as memory:
        mouth = mouth_of(memory)
        if mouth.is_here:
            print(printable(f"{mouth.place} is this machine: nothing leaves it, and nobody is asked"))
            return 0
        ask_consent(memory, mouth, [TextKind(kind) for kind in kinds or TextKind])
    say("allowed; take it back with: cotw model revoke")
    return 0


@app.command("revoke")
def revoke(
    ctx: typer.Context,
    place: Annotated[
        str | None,
        typer.Argument(metavar="PLACE", help="As `cotw model show` names it; else the configured."),
    ] = None,
) -> int:
    """Take back that text may go there.

    \b
    cotw model revoke
    cotw model revoke https://api.openai.com
    """
    from cotw.care import consent
    from cotw.care.language import mouth_of

    person = require_person("what goes to a language model")
    with open_memory(Context.of(ctx)) as memory:
        place = mouth_of(memory).place if place is None else place
        consent.revoke(memory, place, {"actor": person.actor, "channel": person.channel})
    say(f"nothing goes to {place} any more; what was sent cannot be called back")
    return 0


@app.command("costs")
def costs(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Say what asking models took.

    \b
    cotw model costs
    cotw model costs --json

    By purpose and model, and for this night, which is from noon to noon.
    """
    from cotw.care.metering import asked_ever, asked_since_noon

    with open_memory(Context.of(ctx)) as memory:
        tonight, ever = asked_since_noon(memory), asked_ever(memory)
        settings = memory.config.language
    rows = _rows(ever)
    if as_json:
        emit_json({"night": _sum_record(tonight), "budget": _budget_record(settings), "ever": rows})
        return 0 if ever else NothingFound.exit_code
    if not ever:
        raise NothingFound("no language model was asked yet", hint="try one: cotw model test")
    print(f"{'purpose':<{_PURPOSE}}  {'model':<{_MODEL}}  asked  failed  tokens in  tokens out      cost")
    for row in rows:
        print(_row_line(row))
    night, limit = _sum_record(tonight), settings.nightly_tokens
    of = f" of {limit:,}" if limit else ""
    say(f"this night: {night['tokens_in'] + night['tokens_out']:,}{of} tokens, cost {night['cost']:.4f}")
    return 0


def _mouth_record(memory: Memory, mouth: Mouth) -> dict[str, Any]:
    from cotw.care.consent import consents

    settings, consent = memory.config.language, consents(memory).get(mouth.place)
    agreed = consent and {"kinds": sorted(consent.kinds), "at": consent.at, "actor": consent.actor}
    return {
        "kind": settings.kind,
        "model": mouth.model.name,
        "place": mouth.place,
        "here": mouth.is_here,
        "consent": agreed or None,
        "key_env": settings.key_env or None,
        "key_file": settings.key_file or None,
        "exclude_threads": settings.exclude_threads,
        "exclude_modes": settings.exclude_modes,
    }


def _print_mouth(record: Mapping[str, Any], zone: tzinfo) -> None:
    """What is configured, for a person; of the key only where it is."""
    excluded = [f"thread {one}" for one in record["exclude_threads"]]
    excluded += [f"mode {one}" for one in record["exclude_modes"]]
    key = f"in the variable {record['key_env']}" if record["key_env"] else record["key_file"]
    print(printable(f"model          {record['model']}"))
    print(printable(f"place          {record['place']}"))
    print(printable(f"key            {key or 'none'}"))
    print(printable(f"may go there   {_agreed(record, zone)}"))
    print(printable(f"never sent     {', '.join(excluded) or 'nothing is excluded'}"))


def _agreed(record: Mapping[str, Any], zone: tzinfo) -> str:
    consent = record["consent"]
    if record["here"]:
        return "everything: it is this machine"
    if consent is None:
        return "nothing: nobody was asked yet"
    since = f"decided {local_minute(consent['at'], zone)} by {consent['actor']}"
    return f"{', '.join(consent['kinds']) or 'nothing'} ({since})"


def _print_trial(trial: Trial) -> None:
    about = "" if trial.is_counted else "about "
    print(printable(f"model          {trial.model}  ({trial.place})"))
    print(printable(f"answer         {trial.answer}"))
    print(f"took           {trial.ms / 1000:.1f} s, {about}{trial.tokens_in} + {trial.tokens_out} tokens")
    print(f"cost           {trial.cost:.6f}")
    works = "works, " if trial.structured_works else "does not work: "
    print(printable(f"in a shape     {works}{trial.structured}"))
    say("what it took is noted: cotw model costs")


def _rows(asked: list[Asked]) -> list[dict[str, Any]]:
    groups: defaultdict[tuple[str, str], list[Asked]] = defaultdict(list)
    for one in asked:
        groups[one.purpose, one.model].append(one)
    return [
        {"purpose": purpose, "model": model, **_sum_record(found)}
        for (purpose, model), found in sorted(groups.items())
    ]


def _sum_record(asked: list[Asked]) -> dict[str, Any]:
    from cotw.records.asking import spent

    cost = spent(asked)
    failed = sum(one.failure is not None or one.ms is None for one in asked)
    took = {"tokens_in": cost.tokens_in, "tokens_out": cost.tokens_out, "cost": round(cost.money, 6)}
    return {"asked": len(asked), "failed": failed, **took}


def _budget_record(settings: LanguageSettings) -> dict[str, Any]:
    """What a night may take; None: no limit."""
    return {"tokens": settings.nightly_tokens or None, "cost": settings.nightly_cost or None}


def _row_line(row: dict[str, Any]) -> str:
    named = f"{column(row['purpose'], _PURPOSE)}  {column(row['model'], _MODEL)}"
    counts = f"{row['asked']:>5}  {row['failed']:>6}  {row['tokens_in']:>9,}  {row['tokens_out']:>10,}"
    return f"{named}  {counts}  {row['cost']:>8.4f}"
