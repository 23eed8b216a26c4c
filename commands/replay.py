"""`cotw replay`: ask a recorded question again, and compare the answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.clock import local_minute
from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from cotw.care.replaying import Replay
    from cotw.memory import Memory
    from cotw.records.recall_record import RecallRecord
    from cotw.retrieval.comparing import Comparison

_ID_CHARACTERS = 12
_SHORT = 8


def command(
    ctx: typer.Context,
    prefix: Annotated[
        str | None, typer.Argument(metavar="ID", help="The id of a record, or its beginning.")
    ] = None,
    list_all: Annotated[bool, typer.Option("--list", help="The questions that were recorded.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Ask a recorded question again, as it was asked then, and compare the answers.

    \b
    cotw recall --record "which chain fits the hub?"
    cotw replay --list
    cotw replay 3f2a91c0

    With the same index, the same truth and the same versions the answer must be the same: if it is not, the
    exit code is 1. Otherwise it is compared with what is found now, and with a search that looks at every
    vector. A record that names something forgotten is forgotten with it.
    """
    from cotw.care.replaying import find_record, replay

    context = Context.of(ctx)
    if list_all == (prefix is not None):
        raise UsageError("name a record, or list them", hint="for example: cotw replay --list")
    with open_memory(context) as memory:
        zone = memory.truth.zone
        if prefix is None:
            return _list(memory, as_json=as_json)
        with waiting("remembering"):
            done = replay(memory, find_record(memory, prefix))
    if as_json:
        emit_json(_as_record(done))
    else:
        _print(done, zone)
    return 1 if done.is_broken else 0


def _list(memory: Memory, *, as_json: bool) -> int:
    from cotw.care.replaying import list_records

    records = list_records(memory)
    if as_json:
        emit_json({"records": [record.to_record() for record in records]})
        return 0 if records else NothingFound.exit_code
    if not records:
        raise NothingFound("no question was recorded", hint="keep one with: cotw recall --record QUESTION")
    for record in records:
        print(_heading(record, memory.truth.zone))
    return 0


def _heading(record: RecallRecord, zone: tzinfo) -> str:
    asked = local_minute(record.asked, zone)
    hits = f"{len(record.hits):>3} {'hit ' if len(record.hits) == 1 else 'hits'}"
    question = " ".join(printable(record.question).split())
    return f"{record.id[:_ID_CHARACTERS]}  {asked}  {hits}  {question}"


def _print(done: Replay, zone: tzinfo) -> None:
    print(_heading(done.record, zone))
    for name in done.ignored:
        say(f"note: this version has no setting recall.{name}")
    if not done.changed:
        print("DIFFERS, though nothing has changed since:" if done.is_broken else "The same answer.")
    else:
        print(f"Since then: {'; '.join(done.changed)}.")
        print(f"found now:    {_overlap(done.now)}")
        if done.exact is not None:
            print(f"exact search: {_overlap(done.exact)}")
    for line in _differences(done):
        print(f"  {line}")
    if done.is_broken:
        say("This should not be. Does the index hold what it should? cotw index check")


def _overlap(comparison: Comparison) -> str:
    if comparison.is_same:
        return "the same answer"
    if not comparison.overlap:
        return "nothing was found then"
    shares = (f"{share:.0%} of the first {depth}" for depth, share in comparison.overlap.items())
    return ", ".join(shares)


def _differences(done: Replay) -> Iterator[str]:
    for id_ in done.now.lost:
        missed = done.exact is not None and id_ not in done.exact.lost
        yield f"lost   {id_[:_SHORT]}{'  (an exact search still finds it)' if missed else ''}"
    for id_ in done.now.new:
        yield f"new    {id_[:_SHORT]}{'  (said later)' if id_ in done.later else ''}"
    for one in done.now.moved:
        places = f"#{one.rank}" if one.rank == one.rank_now else f"#{one.rank} → #{one.rank_now}"
        yield f"moved  {one.exchange[:_SHORT]}  {places}  {one.score:.6f} → {one.score_now:.6f}"


def _as_record(done: Replay) -> dict[str, Any]:
    return {
        "record": done.record.to_record(),
        "same": done.now.is_same,
        "changed": list(done.changed),
        "ignored_settings": list(done.ignored),
        "hits": [{"exchange": hit.exchange, "score": hit.score} for hit in done.hits],
        "now": done.now,
        "exact": done.exact,
        "said_later": sorted(done.later.intersection(done.now.new)),
    }
