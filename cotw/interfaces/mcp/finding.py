"""Finding: the tools that look for something in what was said – by meaning, or by its exact words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from cotw.clock import local_minute
from cotw.continuity.recalled import dated
from cotw.interfaces.mcp.quoting import page
from cotw.interfaces.mcp.reader import Reader
from cotw.interfaces.mcp.tool import Arguments, Told
from cotw.provenance.neutral import one_line
from cotw.records.exchange import Exchange
from cotw.records.hit import RecallFilters
from cotw.records.message import agent_origin, speaker_label
from cotw.records.passage import Passage, Warrant
from cotw.retrieval.answer import Answer, Shown
from cotw.retrieval.asking import Standpoint
from cotw.retrieval.literal import literal, passage_around

SHORT_ID = 12
_MOST, _FEW = 25, 8
_CHARACTERS = 240

Thread = Annotated[str | None, Field(description="Only this thread, by its id or title.", max_length=200)]
Since = Annotated[
    str | None, Field(description="Not before: 2026-11-20, 2026-11-20T14:30, yesterday, 'last week'.")
]
Until = Annotated[str | None, Field(description="Not after; a day counts whole.")]
Speaker = Annotated[Literal["human", "agent"] | None, Field(description="Only words of this side.")]


class Bounded(Arguments):
    """The bounds within which something is looked for."""

    limit: int = Field(_FEW, ge=1, le=_MOST, description="At most so many hits.")
    thread: Thread = None
    mode: str | None = Field(None, description="Only this mode, if yours may see it.", max_length=200)
    since: Since = None
    until: Until = None
    speaker: Speaker = None


class RecallArguments(Bounded):
    """What is asked, from where, and within which bounds."""

    question: str = Field(
        description="In plain words, as you would ask a person. Times such as 'last Tuesday' are understood.",
        min_length=1,
        max_length=8000,
    )
    asked_in: str | None = Field(
        None, description="The thread you are working in: what was said there counts more.", max_length=200
    )


class SearchArguments(Bounded):
    """Which words are looked for, and within which bounds."""

    words: str = Field(description="Exactly these characters, capitals or not.", min_length=2, max_length=500)


class Hit(BaseModel):
    """Where something was found; its words stand in the text."""

    id: str = Field(description="For `show`.")
    started: datetime
    speaker: str = Field(description="Whose words are quoted: human or agent.")
    session: str
    source: str = Field(description="Where it stands in the archive.")
    score: float | None = None


class Found(Told):
    """What was found, in the order in which it stands in the text."""

    hits: list[Hit]


def recall(reader: Reader, wanted: RecallArguments) -> Found:
    """Ask the memory a question. Use it whenever the person refers to something said or decided before, or
    before you ask them what they may have told already. Answers with one line of the best exchanges, best
    first, each with a short id, its date and whose words they are; no hits mean that nothing relevant is
    remembered. Next: `show` with an id for the whole exchange. For exact words, such as an error message or
    a file's name, use `search`.
    """
    here = Standpoint(wanted.asked_in, reader.mode)
    answer = reader.memory.recall(wanted.question, _filters(reader, wanted), here, limit=wanted.limit)
    hits = [_hit(shown) for shown in answer.hits]
    following = [f'show(id="{hit.id}")' for hit in hits[:1]]
    text = page(_lead(len(hits), "best first"), map(_passage, answer.hits), _notes(answer, following))
    return Found(text=text, next=following, hits=hits)


def search(reader: Reader, wanted: SearchArguments) -> Found:
    """Find exchanges that hold exactly these characters. Use it for an error message, a file's name, a
    number, a name as it is spelt. Answers with the passage around them, the newest first. Next: `show` with
    an id. When you do not know the words that were used, ask `recall` instead.
    """
    filters = _filters(reader, wanted)
    with reader.memory.index() as index:
        found = literal(index.database, wanted.words, filters, wanted.limit + 1)
    kept = found[: wanted.limit]
    places = [passage_around(one, wanted.words, _CHARACTERS, wanted.speaker) for one in kept]
    hits = [_held(reader, one, side) for one, (side, _) in zip(kept, places, strict=True)]
    following = [f'show(id="{hit.id}")' for hit in hits[:1]]
    if len(found) > len(kept):
        last = local_minute(kept[-1].started, reader.zone).replace(" ", "T")
        following.append(f'search(words=…, until="{last}")')
    passages = [_around(reader, one, *place) for one, place in zip(kept, places, strict=True)]
    text = page(_lead(len(hits), "newest first"), passages, next_line(following))
    return Found(text=text, next=following, hits=hits)


def _filters(reader: Reader, wanted: Bounded) -> RecallFilters:
    return reader.filters(
        thread=wanted.thread,
        mode=wanted.mode,
        since=wanted.since,
        until=wanted.until,
        speaker=wanted.speaker,
    )


def _lead(count: int, order: str) -> str:
    if not count:
        return "Nothing was found. Other words may help; `stats` says how much is remembered at all."
    return f"{count} found, {order}." if count > 1 else "1 found."


def _hit(shown: Shown) -> Hit:
    hit = shown.hit
    return Hit(
        id=shown.short_id,
        started=shown.started,
        speaker=shown.snippet.speaker,
        session=one_line(hit.session),
        source=hit.address,
        score=round(hit.score, 4),
    )


def _held(reader: Reader, exchange: Exchange, side: str) -> Hit:
    return Hit(
        id=exchange.id[:SHORT_ID],
        started=exchange.started.astimezone(reader.zone),
        speaker=side,
        session=one_line(exchange.session),
        source=exchange.address,
    )


def _passage(shown: Shown) -> Passage:
    hit, by_agent = shown.hit, shown.snippet.speaker == "agent"
    origin = agent_origin(hit.origin) if by_agent else hit.origin
    standing = f"\n(asked for once and for all: {hit.standing})" if hit.standing else ""
    return Passage(
        shown.snippet.text + standing,
        Warrant.QUOTED,
        (hit.address,),
        speaker_label(shown.snippet.speaker, origin, hit.reported_by),
        f"{shown.short_id}, {shown.started:%Y-%m-%d %H:%M, %A}, thread {one_line(hit.thread, 60)}",
    )


def _around(reader: Reader, exchange: Exchange, side: str, text: str) -> Passage:
    origin = exchange.agent_origin if side == "agent" else exchange.origin
    return Passage(
        text,
        Warrant.QUOTED,
        (exchange.address,),
        speaker_label(side, origin, exchange.reported_by),
        f"{exchange.id[:SHORT_ID]}, {dated(exchange.started, reader.zone)},"
        f" thread {one_line(exchange.thread, 60)}",
    )


def _notes(answer: Answer, following: list[str]) -> list[str]:
    late = [f"(The index does not know the latest {answer.behind:,} bytes yet.)"] if answer.behind else []
    return [*late, *next_line(following)]


def next_line(following: list[str]) -> list[str]:
    return [f"next: {' or '.join(following)}"] if following else []
