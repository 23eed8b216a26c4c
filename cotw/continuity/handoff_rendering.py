"""Rendering a handoff: the facts of its header, and its body by a template; no quote can leave its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from cotw.clock import local_day, local_hours, local_minute
from cotw.continuity.handoff import Handoff
from cotw.continuity.handoff_page import SESSION, THREAD
from cotw.continuity.handoff_said import HUMAN, Quote, Turn
from cotw.continuity.in_short import in_short
from cotw.extraction.plain import plain
from cotw.extraction.quoting import inline, sentence
from cotw.extraction.running import speaks_of_running
from cotw.extraction.titles import shortened
from cotw.records.open_thread import OpenThread
from cotw.rendering import render

_OPEN_CHARACTERS = 240
_TITLE_CHARACTERS = 120
_NAME_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody said, as a template is given it: safe to stand in Markdown as it is."""

    when: str
    who: str
    text: str
    unverified: bool


def facts_of(handoff: Handoff, written: datetime, reason: str, zone: tzinfo) -> dict[str, Any]:
    """The header of its page, as far as it is not sources and digest."""
    scope = handoff.scope
    kind = THREAD if scope.session is None else SESSION
    facts: dict[str, Any] = {"cotw": kind, "title": plain(handoff.title), "thread": scope.thread}
    if scope.session is None:
        facts["sessions"] = list(handoff.sessions[-10:])
        if projects := sorted({one.project for one in handoff.read if one.project}):
            facts["projects"] = projects
    else:
        facts["session"] = scope.session
    if scope.project:
        facts["project"] = scope.project
    if scope.folder and scope.folder != scope.project:
        facts["folder"] = scope.folder
    return facts | {
        "mode": scope.mode,
        "modes": list(handoff.modes),
        "exchanges": handoff.count,
        "compactions": scope.compactions,
        "last_active": _local(handoff.last_active, zone),
        "written": _local(written, zone),
        "reason": reason,
    }


def body_of(
    handoff: Handoff, zone: tzinfo, overrides: Path | None, count_tokens: Callable[[str], int], tokens: int
) -> str:
    """The Markdown below the header. `tokens` is how long a thread's `In short` may be."""
    values = _values(handoff, zone)
    if handoff.scope.session is not None:
        return render("handoff_session.md.j2", overrides, **values)
    short = sentence(plain(in_short(handoff, zone, count_tokens, tokens)))
    compactions = handoff.scope.compactions
    return render("handoff_thread.md.j2", overrides, **values, in_short=short, compactions=compactions)


def _values(handoff: Handoff, zone: tzinfo) -> Mapping[str, Any]:
    instants = [handoff.read[0].started, handoff.last_active]
    one_day = len({local_day(instant, zone) for instant in instants}) == 1

    def when(instant: datetime) -> str:
        return f"{instant.astimezone(zone):{'%H:%M' if one_day else '%Y-%m-%d %H:%M'}}"

    def line(quote: Quote, note: str = "") -> Line:
        who = f"{quote.who}, {note}" if note else quote.who
        return Line(when(quote.when), inline(who), sentence(quote.text), quote.unverified)

    def turns(told: Sequence[Turn]) -> list[Line]:
        return [line(quote) for turn in told for quote in (turn.prompt, turn.answer) if quote is not None]

    return {
        "title": inline(shortened(plain(handoff.title), _TITLE_CHARACTERS)),
        "thread": inline(shortened(handoff.scope.thread, _NAME_CHARACTERS)),
        "mode": inline(shortened(handoff.scope.mode, _NAME_CHARACTERS)),
        "timezone": str(zone),
        "span": _span(handoff, zone),
        "last_active": local_minute(handoff.last_active, zone),
        "count": handoff.count,
        "happened": turns(handoff.happened),
        "open": [_open_line(one, zone) for one in handoff.open],
        "points": [line(point.quote, point.kind) for point in handoff.points],
        "days": [replace(line(one), when=f"{local_day(one.when, zone):%A %Y-%m-%d}") for one in handoff.days],
        "topics": [f"{inline(topic.name)} ({topic.exchanges})" for topic in handoff.topics],
        "last": turns(handoff.last),
        "manner": [sentence(line) for line in handoff.manner],
        "guide": handoff.guide,
    }


def _open_line(one: OpenThread, zone: tzinfo) -> Line:
    """Of a project's file the place stands where else a name does."""
    text = shortened(plain(one.text), _OPEN_CHARACTERS)
    who = "person" if one.speaker == HUMAN else one.speaker
    if one.source.startswith("file:"):
        who = one.source
    elif one.reported_by:
        who = f"{who} (reported by {one.reported_by})"
    when = local_minute(one.since, zone)
    return Line(when, inline(f"{who}, {one.kind.value}"), sentence(text), speaks_of_running(text))


def _span(handoff: Handoff, zone: tzinfo) -> str:
    began, ended = (moment.astimezone(zone) for moment in (handoff.read[0].started, handoff.last_active))
    if began.date() == ended.date():
        return f"{began:%A %Y-%m-%d}, {local_hours(began, ended, zone)}"
    return f"{began:%Y-%m-%d %H:%M} – {ended:%Y-%m-%d %H:%M}"


def _local(instant: datetime, zone: tzinfo) -> str:
    return instant.astimezone(zone).isoformat(timespec="milliseconds")
