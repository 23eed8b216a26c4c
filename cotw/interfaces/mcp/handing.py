"""Handing: the tools for what one session leaves to the next – a handoff read, and one written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field

from cotw.care.handoffs import Done, Wish, find_pages, write_handoffs
from cotw.care.seen import latest_session
from cotw.continuity.handoff_page import Page
from cotw.continuity.handoff_taking import passage_of
from cotw.continuity.handoff_writing import Reason
from cotw.errors import UsageError
from cotw.extraction.shortening import between_characters
from cotw.interfaces.mcp.finding import Thread, next_line
from cotw.interfaces.mcp.quoting import page
from cotw.interfaces.mcp.reader import Reader
from cotw.interfaces.mcp.tool import Arguments, Told
from cotw.provenance.neutral import one_line
from cotw.records.passage import Passage

_MOST_CHARACTERS = 12_000

Session = Annotated[
    str | None, Field(description="A session's id or its beginning.", min_length=1, max_length=200)
]


class HandoffArguments(Arguments):
    """Of which session or thread; of neither: the latest."""

    thread: Thread = None
    session: Session = None


class Handoff(Told):
    """A handoff, and where it lies below the home."""

    pages: list[str] = Field(description="Files below the home of the memory.")
    sources: int = Field(description="How many exchanges it was made of.")
    is_cut: bool = False


def handoff(reader: Reader, wanted: HandoffArguments) -> Handoff:
    """Read what the last session left for the next one: what was done, what is open, the last exchanges. Use
    it when you take up work that you did not begin; with a thread for where that thread stands. It is not
    used up by reading. Statements about a running system are marked as unverified: check them.
    """
    _one_of(wanted)
    thread = reader.thread(wanted.thread)
    found = find_pages(reader.memory, wanted.session, thread, reader.sees)
    passages = [_passage(reader, path, one) for path, one in found]
    sources = {source for _, one in found for source in one.sources}
    following = ['recall(question="…")', 'show(id="…")']
    return Handoff(
        text=page("The handoff, as it was written.", passages, next_line(following)),
        next=following,
        pages=[_below(reader, path) for path, _ in found],
        sources=len(sources),
        is_cut=any(len(one.body) > _MOST_CHARACTERS for _, one in found),
    )


class Put(BaseModel):
    """What became of one handoff that was asked for."""

    of: str = Field(description="A session or a thread.")
    path: str | None = Field(description="The file below the home; none if it was not written.")
    why_not: str | None = None


class Written(Told):
    """The handoffs that were written."""

    handoffs: list[Put]


def write_handoff(reader: Reader, wanted: HandoffArguments) -> Written:
    """Write the handoff of a session and of its thread, so that the next session can go on: call it before
    you stop in the middle of something, or when the person says that they will go on another time. It is made
    of the person's and your own words as they stand in the memory; nothing has to be composed. Without
    arguments: of the session spoken in last. What was not taken in yet is not in it; `learn` can tell it.
    """
    _one_of(wanted)
    session = wanted.session
    if session is None and wanted.thread is None:
        session = latest_session(reader.memory, reader.sees)
    wish = Wish(session, reader.thread(wanted.thread), reader.mode, Reason.MANUAL)
    done = write_handoffs(reader.memory, wish)
    pages = [_written(reader, one) for one in done]
    lines = [f"- {one.of}: {one.path or f'not written, {one.why_not}'}" for one in pages]
    return Written(text="\n".join(["Handoffs:", *lines]), next=["handoff()"], handoffs=pages)


def _one_of(wanted: HandoffArguments) -> None:
    if wanted.thread is not None and wanted.session is not None:
        raise UsageError("name a session or a thread, not both", hint="a session's thread comes with it")


def _passage(reader: Reader, path: Path, found: Page) -> Passage:
    cut = min(_MOST_CHARACTERS, len(found.body))
    body = found.body if cut == len(found.body) else found.body[: between_characters(found.body, cut)] + "…"
    return passage_of(replace(found, body=body), _below(reader, path))


def _written(reader: Reader, done: Done) -> Put:
    scope, written = done.scope, done.written
    of = f"session {scope.session}" if scope.session else f"thread {scope.thread}"
    path = None if written.path is None else _below(reader, written.path)
    return Put(of=one_line(of), path=path, why_not=written.why_not or None)


def _below(reader: Reader, path: Path) -> str:
    return path.relative_to(reader.memory.home.root).as_posix()
