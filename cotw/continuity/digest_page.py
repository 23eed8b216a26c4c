"""The page of a digest: Markdown from the template `digest.md.j2`, in which people's words stay words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from cotw.clock import local_hours
from cotw.continuity.calendar import Span
from cotw.continuity.digest import Change, Digest, Figures, Found, ThreadDigest, TopicChange
from cotw.continuity.timeline import Sitting
from cotw.counting import many
from cotw.extraction.quoting import block, inline
from cotw.records.message import Kind
from cotw.records.open_thread import OpenThread
from cotw.rendering import render

TEMPLATE = "digest.md.j2"
_SITTINGS = 8
_FINDINGS = 12
# What a person is called who has no name in a transcript.
_READER = frozenset({Kind.HUMAN.value, "user"})


def digest_page(digest: Digest, zone: tzinfo, overrides: Path | None = None) -> str:
    """The digest as Markdown; `overrides` is the home's `templates/`."""
    days = digest.period.span is Span.DAY
    return render(
        TEMPLATE,
        overrides,
        title=digest.period.title,
        period=digest.period.name,
        figures=_counted(digest.figures),
        words=digest.figures.words,
        hours=_hours(digest.figures, zone) if days else "",
        before=_counted(digest.before) if digest.before.exchanges else "",
        before_name=f"the {digest.period.span} before",
        threads=[_thread(one, zone, days=days) for one in digest.threads],
        topics=[_topic(one, days=days) for one in digest.topics],
        settled=None if digest.settled is None else list(_settled(digest.settled, zone)),
        open=None if digest.open is None else [_open(one, zone) for one in digest.open[:_FINDINGS]],
    )


def _thread(thread: ThreadDigest, zone: tzinfo, *, days: bool) -> dict[str, Any]:
    node = thread.node
    chosen = sorted(thread.sittings, key=lambda one: (-one.exchanges, one.started))[:_SITTINGS]
    return {
        "name": inline(node.thread),
        "written": block(node.written.text) if node.written else "",
        "by": inline(node.written.by) if node.written else "",
        "sittings": [_sitting(one, zone, days=days) for one in sorted(chosen, key=lambda one: one.started)],
        "more": len(thread.sittings) - len(chosen),
        "quotes": [
            {
                "when": _when(quote.started, zone, days=days),
                "sender": _named(quote.sender, quote.reported_by),
                "text": inline(quote.text),
                "id": quote.short_id,
            }
            for quote in node.quotes
        ],
    }


def _sitting(sitting: Sitting, zone: tzinfo, *, days: bool) -> dict[str, Any]:
    return {
        "when": _when(sitting.started, zone, days=days),
        "title": inline(sitting.title),
        "exchanges": many(sitting.exchanges, "exchange"),
        "id": sitting.moments[0].short_id,
    }


def _topic(topic: TopicChange, *, days: bool) -> dict[str, Any]:
    """`more; 0.4 a day in the week before`: a day may be like any other, a week is compared with one."""
    change = "" if topic.change is Change.SAME else topic.change.value
    if topic.before and change:
        change += f"; {topic.before:g} {'a day in' if days else 'in'} the week before"
    return {"name": inline(topic.name), "exchanges": topic.exchanges, "change": change}


def _settled(settled: Sequence[Found], zone: tzinfo) -> Iterator[dict[str, Any]]:
    for one in settled[-_FINDINGS:]:
        yield {
            "kind": inline(one.kind),
            "text": inline(one.text),
            "speaker": _named(one.speaker, one.reported_by),
            "when": _when(one.started, zone, days=False),
            "id": one.short_id,
        }


def _open(one: OpenThread, zone: tzinfo) -> dict[str, Any]:
    return {
        "kind": inline(one.kind),
        "text": inline(one.text),
        "speaker": _named(one.speaker, one.reported_by),
        "since": _when(one.since, zone, days=False),
        "source": inline(one.source),
    }


def _named(sender: str, reported_by: str = "") -> str:
    """A page of one's own calls its reader by no other name, and says who reported what they said."""
    name = "you" if sender in _READER else inline(sender)
    return f"{name} (reported by {inline(reported_by)})" if reported_by else name


def _counted(figures: Figures) -> str:
    parts = [many(figures.exchanges, "exchange"), many(figures.sessions, "session")]
    if figures.threads > 1:
        parts.append(many(figures.threads, "thread"))
    return ", ".join(parts)


def _hours(figures: Figures, zone: tzinfo) -> str:
    if figures.first is None or figures.last is None:
        return ""
    return local_hours(figures.first, figures.last, zone)


def _when(instant: datetime, zone: tzinfo, *, days: bool) -> str:
    """Within a day the time is enough."""
    local = instant.astimezone(zone)
    return f"{local:%H:%M}" if days else f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"
