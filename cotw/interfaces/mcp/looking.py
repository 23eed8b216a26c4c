"""Looking: the tools that open what was said – one exchange in full, and what happened when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from pydantic import BaseModel, Field

from cotw.care.past import look_back
from cotw.clock import local_hours, local_minute
from cotw.continuity.recalled import dated
from cotw.continuity.timeline import Sitting, TimelineDay
from cotw.counting import many
from cotw.errors import NothingFound
from cotw.extraction.shortening import between_characters, clipped
from cotw.interfaces.mcp.finding import SHORT_ID, Since, Thread, Until, next_line
from cotw.interfaces.mcp.quoting import page
from cotw.interfaces.mcp.reader import Reader
from cotw.interfaces.mcp.tool import Arguments, Told
from cotw.provenance.neutral import one_line
from cotw.records.exchange import Exchange
from cotw.records.message import speaker_label
from cotw.records.passage import Passage, Warrant
from cotw.records.source import SourceRef

_NEIGHBOUR_CHARACTERS = 160
_TIMELINE_CHARACTERS = 6000


class ShowArguments(Arguments):
    """Which exchange, and how much of it."""

    id: str = Field(description="An id as a hit names it, or its beginning.", min_length=1, max_length=200)
    around: int = Field(1, ge=0, le=5, description="So many exchanges before and after, by their beginnings.")
    cursor: int = Field(0, ge=0, description="Where to go on in a long exchange; as `next` says.")
    characters: int = Field(4000, ge=200, le=16_000, description="At most so much of it at once.")


class Shown(Told):
    """An exchange, or a piece of it."""

    id: str
    started: datetime
    session: str
    source: str = Field(description="Where it stands in the archive.")
    before: list[str] = Field(description="Ids of the exchanges before it, in order.")
    after: list[str] = Field(description="Ids of those after it.")
    cursor: int | None = Field(None, description="Where the rest begins; none if this is the end.")


def show(reader: Reader, wanted: ShowArguments) -> Shown:
    """Read an exchange in full: what the person said and what the agent answered, with their dates, and the
    beginnings of what was said before and after. Use it after `recall`, `search` or `timeline`, before you
    rely on a hit: one line may leave out what matters. A long exchange comes in pieces; go on as `next` says.
    """
    found = reader.memory.show(wanted.id, around=wanted.around)
    exchange = found.exchange
    if exchange.mode not in reader.sees:
        raise NothingFound(
            f"there is no exchange {wanted.id!r} that may be shown here", hint="`recall` names ids"
        )
    before, after = ([one for one in some if one.mode in reader.sees] for some in (found.before, found.after))
    sides, cursor = _pieces(exchange, wanted.cursor, wanted.characters)
    short = exchange.id[:SHORT_ID]
    following = [f'show(id="{short}", cursor={cursor})'] if cursor is not None else []
    quotes = [
        *(_beginning(reader, one) for one in before if not wanted.cursor),
        *(_side(reader, exchange, speaker, text, short) for speaker, text in sides),
        *(_beginning(reader, one) for one in after if cursor is None),
    ]
    lead = f"Exchange {short}" + (f", from character {wanted.cursor:,} on." if wanted.cursor else ".")
    return Shown(
        text=page(lead, quotes, next_line(following)),
        next=following,
        id=exchange.id,
        started=exchange.started.astimezone(reader.zone),
        session=one_line(exchange.session),
        source=exchange.address,
        before=[one.id[:SHORT_ID] for one in before],
        after=[one.id[:SHORT_ID] for one in after],
        cursor=cursor,
    )


class TimelineArguments(Arguments):
    """Which stretch of time."""

    since: Since = None
    until: Until = None
    thread: Thread = None
    limit: int = Field(12, ge=1, le=50, description="About so many sittings, the newest.")


class SittingFacts(BaseModel):
    """What was said in one session on one day."""

    session: str
    started: datetime
    ended: datetime
    exchanges: int
    ids: list[str] = Field(description="Exchanges of it, for `show`; not all of a long one.")


class DayFacts(BaseModel):
    """A day on which something was said, where the person lives."""

    day: date
    sittings: list[SittingFacts]


class Timeline(Told):
    """What happened when, the newest last."""

    days: list[DayFacts]
    is_cut: bool = Field(description="Whether more was said before.")


def timeline(reader: Reader, wanted: TimelineArguments) -> Timeline:
    """See what happened when: days, sittings and the first words of what was said, newest last. Use it when
    the person asks what was done on a day or of late, or to get your bearings when you come back to a thing.
    Next: `show` with an id, or an earlier stretch as `next` says.
    """
    filters = reader.filters(thread=wanted.thread, since=wanted.since, until=wanted.until)
    found = look_back(reader.memory, filters, wanted.limit)
    days, is_cut = _fitting(found.days, _TIMELINE_CHARACTERS)
    is_cut = is_cut or found.is_cut
    following = []
    if days and is_cut:
        first = local_minute(days[0].sittings[0].started, reader.zone).replace(" ", "T")
        following.append(f'timeline(until="{first}")')
    lead = "First words of what was said, newest last." if days else "Nothing was said then."
    return Timeline(
        text=page(lead, [_day(reader, day) for day in days], next_line(following)),
        next=following,
        days=[
            DayFacts(day=day.day, sittings=[_sitting_facts(reader, one) for one in day.sittings])
            for day in days
        ],
        is_cut=is_cut,
    )


def _pieces(exchange: Exchange, start: int, characters: int) -> tuple[list[tuple[str, str]], int | None]:
    """Both sides from a place on, at most so many characters together; where the rest begins, if any."""
    pieces, begins, room = [], 0, characters
    for speaker, text in (("human", exchange.human), ("agent", exchange.agent)):
        skipped = min(max(0, start - begins), len(text))
        end = skipped + room
        if end < len(text):
            blank = text.rfind(" ", skipped + room // 2, end)
            end = blank + 1 if blank > 0 else max(skipped + 1, between_characters(text, end))
        piece = text[skipped:end]
        if piece.strip():
            pieces.append((speaker, piece))
        if end < len(text):
            return pieces, begins + end
        room -= len(piece)
        begins += len(text)
    return pieces, None


def _side(reader: Reader, exchange: Exchange, speaker: str, text: str, short: str) -> Passage:
    origin = exchange.agent_origin if speaker == "agent" else exchange.origin
    label = f"{short}, {dated(exchange.started, reader.zone)}, thread {one_line(exchange.thread, 60)}"
    named = speaker_label(speaker, origin, exchange.reported_by)
    return Passage(text, Warrant.QUOTED, (exchange.address,), named, label)


def _beginning(reader: Reader, exchange: Exchange) -> Passage:
    speaker, text = ("human", exchange.human) if exchange.human.strip() else ("agent", exchange.agent)
    words = clipped(text[: 4 * _NEIGHBOUR_CHARACTERS], _NEIGHBOUR_CHARACTERS)
    return _side(reader, exchange, speaker, words, exchange.id[:SHORT_ID])


def _fitting(days: Sequence[TimelineDay], characters: int) -> tuple[list[TimelineDay], bool]:
    """The newest sittings that fit into so many characters, one at least; whether some were left out."""
    kept: list[TimelineDay] = []
    for day in reversed(days):
        sittings: list[Sitting] = []
        for sitting in reversed(day.sittings):
            characters -= sum(len(line) for line in _lines(sitting))
            if characters < 0 and (kept or sittings):
                return [*([TimelineDay(day.day, tuple(sittings))] if sittings else []), *kept], True
            sittings.insert(0, sitting)
        kept.insert(0, TimelineDay(day.day, tuple(sittings)))
    return kept, False


def _day(reader: Reader, day: TimelineDay) -> Passage:
    lines = []
    for sitting in day.sittings:
        hours = local_hours(sitting.started, sitting.ended, reader.zone)
        head, *moments = _lines(sitting)
        lines += [f"{hours} {head}", *(f"  {moment}" for moment in moments)]
    ids = [moment.exchange for sitting in day.sittings for moment in sitting.moments]
    sources = tuple(str(SourceRef(day.day, id_)) for id_ in ids)
    return Passage(
        "\n".join(lines), Warrant.QUOTED, sources, "first words of both sides", f"{day.day:%A %Y-%m-%d}"
    )


def _lines(sitting: Sitting) -> Iterator[str]:
    """A sitting without its title, which may be made of words of another mode."""
    yield f"thread {one_line(sitting.thread, 60)}, {many(sitting.exchanges, 'exchange')}"
    for moment in sitting.moments:
        reported = f" (reported by {one_line(moment.reported_by, 60)})" if moment.reported_by else ""
        yield f"{moment.short_id} {moment.speaker}{reported} – {moment.words}"


def _sitting_facts(reader: Reader, sitting: Sitting) -> SittingFacts:
    return SittingFacts(
        session=one_line(sitting.session),
        started=sitting.started.astimezone(reader.zone),
        ended=sitting.ended.astimezone(reader.zone),
        exchanges=sitting.exchanges,
        ids=[moment.short_id for moment in sitting.moments],
    )
