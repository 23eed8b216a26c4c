"""Reflecting: the tools for an agent that does the thinking – what is due, one pass to read, one answer kept.

What an agent answers is a candidate. It is kept beside its sources and read as text; whether anything of it
becomes part of who the agent is, its person decides, at a terminal, on a proposal by its id.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field

from cotw.care.reflected import proposals
from cotw.care.reflecting import TRAIT, DuePass, PassPage, due_passes, read_pass, submit
from cotw.clock import local_minute
from cotw.counting import many
from cotw.identity.principles import SOUL
from cotw.interfaces.mcp.finding import next_line
from cotw.interfaces.mcp.quoting import page
from cotw.interfaces.mcp.reader import Reader
from cotw.interfaces.mcp.tool import Arguments, Told
from cotw.provenance.neutral import one_line
from cotw.records.passage import Passage, Warrant

_MOST_DUE = 20
# Whose words growth vectors and earlier answers are: somebody thought them, and nobody said them.
_THINKER = "a thinker before you"

PassId = Annotated[
    str, Field(description="A pass's id from `due_passes`, or its beginning.", min_length=1, max_length=100)
]


class DueArguments(Arguments):
    """Nothing is to be said."""


class Due(BaseModel):
    """A pass that may be thought about now."""

    id: str
    what: str = Field(description="clarify, connect, grow or trait")
    due: datetime


class DuePasses(Told):
    """What may be thought about now, oldest first."""

    passes: list[Due]
    hidden: int = Field(0, description="Passes that are due later than those told of.")


def list_due(reader: Reader, wanted: DueArguments) -> DuePasses:
    """See which reflections wait for a thinker: exchanges that moved much, each to be looked at three times,
    and directions that want words. Use it when the person asks you to reflect, or has left you time to. Next:
    `read_pass` with an id. Nothing has to be answered.
    """
    every = due_passes(reader.memory, reader.sees)
    shown = every[:_MOST_DUE]
    following = [f'read_pass(id="{one.id}")' for one in shown[:1]]
    lines = [f"- {one.id}: {one.what}, due {local_minute(one.due, reader.zone)}" for one in shown]
    lead = f"{many(len(every), 'reflection')} due, oldest first." if every else "Nothing is due."
    return DuePasses(
        text="\n".join([lead, *lines, *next_line(following)]),
        next=following,
        passes=[_due(reader, one) for one in shown],
        hidden=len(every) - len(shown),
    )


class ReadArguments(Arguments):
    """Which one."""

    id: PassId


class Pass(Told):
    """All that is needed to think about one pass."""

    id: str
    what: str
    due: datetime
    quotes: int = Field(description="How many pieces of evidence the text quotes.")


def read_one(reader: Reader, wanted: ReadArguments) -> Pass:
    """Read one pass that is due: what is asked, all evidence with its sources, and the JSON schema of an
    answer. Use it before you answer; think with these quotes alone, and say so where they carry nothing.
    Next: `submit_pass`.
    """
    found = read_pass(reader.memory, wanted.id, reader.sees)
    following = [f'submit_pass(id="{found.id}", answer={{…}})']
    counts = ", ".join(f"{name}: {count:,}" for name, count in found.counts.items())
    after = [
        *([f"Counted by rules: {counts}."] if counts else []),
        f"The answer is one JSON object: {json.dumps(found.schema, ensure_ascii=False)}",
        *next_line(following),
    ]
    passages = list(_passages(found))
    return Pass(
        text=page(f"{found.what}: {found.instruction}", passages, after),
        next=following,
        id=found.id,
        what=found.what,
        due=found.due.astimezone(reader.zone),
        quotes=len(passages),
    )


class SubmitArguments(Arguments):
    """Which one, and what you make of it."""

    id: PassId
    answer: dict[str, Any] = Field(description="A JSON object that fits the schema `read_pass` gave.")


class Submitted(Told):
    """What was kept: a candidate."""

    id: str = Field(description="Of the inquiry, or of the proposal that waits for the person.")
    what: str = Field(description="inquiry or proposal")


def submit_one(reader: Reader, wanted: SubmitArguments) -> Submitted:
    """Answer one pass that is due, once. Use it after `read_pass`, with an object of the schema given there.
    It is kept as a candidate under your name, and nothing more: no answer decides anything or changes who you
    are. A proposal waits for the person, who alone decides, with `cotw review` at their terminal.
    """
    kept = submit(reader.memory, wanted.id, wanted.answer, by="agent", thinker=reader.tool, sees=reader.sees)
    what = "proposal" if kept in proposals(reader.memory) else "inquiry"
    told = "It waits for the person: cotw review" if what == "proposal" else "It is kept with its sources."
    following = ["due_passes()"]
    text = "\n".join([f"Kept as a candidate, {what} {kept}. {told}", *next_line(following)])
    return Submitted(text=text, next=following, id=kept, what=what)


def _due(reader: Reader, one: DuePass) -> Due:
    return Due(id=one.id, what=one.what, due=one.due.astimezone(reader.zone))


def _passages(found: PassPage) -> Iterator[Passage]:
    """The evidence, then what is known from before: earlier answers, or of a direction the principle."""
    for one in found.evidence:
        label = ", ".join(filter(None, (one.part, one.when, f"thread {one_line(one.thread, 60)}")))
        yield Passage(one.text, Warrant.QUOTED, (one.source,), one.speaker or _THINKER, label)
    if not found.earlier:
        return
    text = "\n".join(found.earlier)
    if found.what == TRAIT:
        yield Passage(text, Warrant.DECLARED, (SOUL,), Path(SOUL).name, "the principle it goes along with")
    else:
        sources = tuple(dict.fromkeys(one.source for one in found.evidence))
        yield Passage(text, Warrant.QUOTED, sources, _THINKER, "what was thought in the passes before")
