"""What `learn` and `turn` share: reading JSON from a file or stdin, and who it is that tells it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cotw.commands._common import Context, say, waiting
from cotw.commands._person import agent_here, typist
from cotw.errors import UsageError

if TYPE_CHECKING:
    from cotw.interfaces.asking import Answers

# What a person or an agent says in one go stays far below it.
_MOST_BYTES = 64_000_000
_NOBODY = "a script"


def input_bytes(path: Path | None) -> bytes:
    """All of a file, or of standard input for `-` and None. Raises UsageError at a terminal."""
    if path is not None and str(path) != "-":
        try:
            with path.open("rb") as stream:
                data = stream.read(_MOST_BYTES + 1)
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    elif sys.stdin.isatty():
        raise UsageError(
            "there is nothing to learn", hint='say it with --user "…" --agent "…", or pipe in JSON'
        )
    else:
        data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise UsageError("that is more than 64 MB at once", hint="tell it in several pieces, or: cotw ingest")
    return data


def told_here(context: Context, *, by_hand: bool) -> dict[str, Any]:
    """Who tells it – the person who types (only if `by_hand`), or the agent that runs this – and when."""
    from cotw.clock import format_instant

    person = typist() if by_hand else None
    reporter = agent_here() or _NOBODY if person is None else person
    return {"reporter": reporter, "typed": person is not None, "now": format_instant(context.clock()())}


def say_learnt(learnt: Mapping[str, Any], *, dry_run: bool) -> None:
    """Says on stderr what was learnt."""
    from cotw.extraction.plain import plain

    count = len(exchanges_of(learnt))
    noun = "exchange" if count == 1 else "exchanges"
    what = f"would learn {count} {noun}" if dry_run else f"learnt {count} {noun}"
    whom = {plain(message["reported_by"]) for message in learnt["messages"] if message["reported_by"]}
    by = f", reported by {', '.join(sorted(whom))}" if whom else ""
    known = f"; {learnt['known']} messages were known already" if learnt["known"] else ""
    say(what + by + known)


def exchanges_of(learnt: Mapping[str, Any]) -> list[str]:
    """The ids of the exchanges that were learnt."""
    return list(dict.fromkeys(message["exchange"] for message in learnt["messages"]))


def bring_up_to_date(answers: Answers) -> None:
    """Brings the index up to date if that is little work, and says so if it is not."""
    with waiting("bringing the index up to date"):
        current = answers.ask("refresh", {})["current"]
    if not current:
        say("note: the index is far behind the archive; run: cotw index refresh")
