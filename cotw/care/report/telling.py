"""Telling: a report as sections of lines, each with its source. What there is nothing to say of is left out.

Rules tell what they found and no more: no sentence here says how anybody feels, none is in the first person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cotw.care.report.told import Line, Part, Report, Section, Spoken, Standing
from cotw.clock import local_hours
from cotw.continuity.digest import Change, ThreadDigest, TopicChange
from cotw.counting import many
from cotw.extraction.shortening import clipped
from cotw.records.message import Kind
from cotw.records.stability import Level
from cotw.reflection.measuring import Measured

TALKED, THOUGHT, OPEN, DECIDE, WRONG, AMOUNTS = "talked", "thought", "open", "decide", "wrong", "amounts"
ACTIVITY, TOPICS, ENTROPY, NAMED, STANDING = "activity", "topics", "entropy", "named", "standing"
# What a person is called who has no name in a transcript.
_READER = frozenset({Kind.HUMAN.value, "user"})
_TOPICS_SAID_ONCE = 3
_THREADS, _SITTINGS, _DECISIONS, _MOVED = 6, 6, 6, 3
_UNTHOUGHT = 5
_LONGEST = 300


def lead(report: Report) -> str:
    """The report in one sentence; of a quiet day it is all there is to say."""
    said, told = report.spoken, report.told
    parts = []
    if said is not None:
        figures = said.digest.figures
        talk = [many(figures.exchanges, "exchange"), f"in {many(figures.sessions, 'session')}"]
        if figures.threads > 1:
            talk.append(f"and {many(figures.threads, 'thread')}")
        if figures.first is not None and figures.last is not None:
            talk.append(f"({local_hours(figures.first, figures.last, report.zone)})")
        parts.append(" ".join(talk))
        if said.open:
            parts.append(f"{len(said.open)} open")
    else:
        parts.append("Nothing was said")
    if told.thoughts:
        parts.append(many(len(told.thoughts), "thought"))
    count = len(report.wanting)
    parts.append(f"{count or 'nothing'} to decide")
    wrong = many(len(report.wrong), "thing") if report.wrong else "nothing"
    parts.append(f"{wrong} went wrong")
    return ", ".join(parts) + "."


def sections(report: Report) -> tuple[Section, ...]:
    """All sections that have something to say; none for a quiet day."""
    made = (
        (TALKED, "What was talked about", _talked(report)),
        (THOUGHT, "What the agent thought about", _thought(report)),
        (OPEN, "What is open", _opened(report)),
        (DECIDE, "What wants a decision", [Part("", report.wanting, _ways(report))]),
        (WRONG, "What went wrong", [Part("", report.wrong)]),
    )
    found = [Section(name, heading, _telling(parts)) for name, heading, parts in made]
    found = [one for one in found if one.parts]
    if found:  # how much there is, is told beside something, and makes no day less quiet
        found.append(Section(AMOUNTS, "Figures", _telling(_amounts(report))))
    return tuple(found)


def _telling(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(
        replace(part, lines=tuple(replace(line, text=clipped(line.text, _LONGEST)) for line in part.lines))
        for part in parts
        if part.lines or part.note or (part.pictures and not part.heading)
    )


def _talked(report: Report) -> Iterator[Part]:
    said = report.spoken
    if said is None:
        return
    yield Part("", (), pictures=(ACTIVITY,))
    for thread in said.digest.threads[:_THREADS]:
        yield _thread(thread, report)
    rest = said.digest.threads[_THREADS:]
    if rest:
        names = [
            Line(one.node.thread, (f"cotw digest {report.night} --thread {one.node.thread}",)) for one in rest
        ]
        yield Part("More threads", tuple(names))
    yield Part("Topics", tuple(_topics(said)), pictures=(TOPICS, NAMED))
    settled = said.digest.settled or ()
    yield Part(
        "Settled",
        tuple(
            Line(one.text, (one.short_id,), who=_named(one.speaker, one.reported_by), when=one.started)
            for one in settled[-_DECISIONS:]
        ),
    )
    yield Part("What moved", tuple(_moved(said.measured)), pictures=(ENTROPY,))


def _thread(thread: ThreadDigest, report: Report) -> Part:
    chosen = sorted(thread.sittings, key=lambda one: (-one.exchanges, one.started))[:_SITTINGS]
    lines = [
        Line(
            f"{one.title} – {many(one.exchanges, 'exchange')}",
            (one.moments[0].short_id,),
            label=local_hours(one.started, one.ended, report.zone),
        )
        for one in sorted(chosen, key=lambda one: one.started)
    ]
    if left := len(thread.sittings) - len(chosen):
        lines.append(Line(f"{many(left, 'session')} more", (f"cotw digest {report.night}",)))
    lines += [
        Line(one.text, (one.address,), who=_named(one.sender, one.reported_by), when=one.started)
        for one in thread.node.quotes
    ]
    written = thread.node.written
    note = f"{written.text} (summed up by {written.by or 'a language model'})" if written else ""
    return Part(thread.node.thread, tuple(lines), note)


def _topics(said: Spoken) -> Iterator[Line]:
    """What was spoken of once says little, beside what came up again."""
    again = [one for one in said.digest.topics if one.exchanges > 1]
    for one in again or said.digest.topics[:_TOPICS_SAID_ONCE]:
        yield _topic(one, said)


def _topic(topic: TopicChange, said: Spoken) -> Line:
    change = {Change.NEW: ", for the first time", Change.BACK: ", again after a while"}.get(topic.change, "")
    count = many(topic.exchanges, "exchange")
    return Line(f"{topic.name} – {count}{change}", said.topics.get(topic.name, ()))


def _moved(found: Sequence[Measured]) -> Iterator[Line]:
    """The exchanges with most entropy, if it is much; each with the words of its heaviest term."""
    active = [one for one in found if one.entropy.level is not Level.NOMINAL]
    heaviest = sorted(active, key=lambda one: (-one.entropy.value, one.exchange.started))[:_MOVED]
    for one in sorted(heaviest, key=lambda one: one.exchange.started):
        weight = max(one.entropy.weights, key=lambda weight: weight.amount)
        terms = ", ".join(term.term.value for term in one.entropy.weights)
        label = f"{one.entropy.level.value} {one.entropy.value:.2f} ({terms})"
        evidence, exchange = weight.evidence[0], one.exchange
        sender = exchange.human_sender if evidence.speaker == "human" else exchange.agent_sender
        who = _named(sender or evidence.speaker, exchange.reporter_of(evidence.speaker))
        yield Line(evidence.quote, (exchange.address,), label, who, exchange.started)


def _thought(report: Report) -> Iterator[Part]:
    told = report.told
    yield Part("", told.thoughts)
    if told.unthought:
        note = "Gathered, and not thought: no language model was there to do it."
        lines = list(told.unthought[-_UNTHOUGHT:])
        if left := len(told.unthought) - len(lines):
            lines.append(Line(f"{left:,} from before", ("cotw reflect status",)))
        yield Part("Waiting for a thinker", tuple(lines), note)
    moved = tuple(line for one in report.standings for line in _standing(one))
    yield Part("Standing", moved, pictures=(STANDING,))


def _standing(one: Standing) -> Iterator[Line]:
    edge = f"; {one.edge}" if one.edge else ""
    yield Line(f"{one.score:.1f} of 10, {one.trajectory}{edge}", ("cotw standing",), one.dimension)
    yield from one.why


def _opened(report: Report) -> Iterator[Part]:
    said = report.spoken
    if said is not None and said.open:
        note = "In the threads that went on; found by rules, so look before you act on it."
        lines = (
            Line(one.text, (one.source,), one.kind.value, _named(one.speaker, one.reported_by), one.since)
            for one in said.open
        )
        yield Part("", tuple(lines), note)


def _ways(report: Report) -> str:
    """How a person decides on what is there."""
    told = report.told
    ways = [
        "proposals with cotw review" if told.proposals else "",
        "rows with cotw truth set" if told.due else "",
        "handoffs by reading both" if len(report.wanting) > len(told.proposals) + len(told.due) else "",
    ]
    return f"Decide on {', on '.join(way for way in ways if way)}." if any(ways) else ""


def _amounts(report: Report) -> Iterator[Part]:
    much = report.amounts
    lines = []
    if much.exchanges is not None and much.sessions is not None:
        counts = f"{many(much.exchanges, 'exchange')} in {many(much.sessions, 'session')}"
        sizes = f"archive {_size(much.archive_bytes)}, index {_size(much.index_bytes)}"
        lines.append(Line(f"{counts}; {sizes}", ("cotw status",), "memory"))
    for one in much.models:
        money = f", {one.cost.money:.4f} at your prices" if one.cost.money else ""
        text = f"{many(one.questions, 'question')}, {one.cost.tokens:,} tokens{money}"
        lines.append(Line(text, ("cotw model costs",), one.model))
    done = [job for job in report.told.jobs if not job.went_wrong]
    if done:
        told = ", ".join(f"{job.name} ({job.detail})" if job.detail else job.name for job in done)
        lines.append(Line(told, tuple(job.source for job in done), "jobs done"))
    yield Part("", tuple(lines))


def _named(sender: str, reported_by: str = "") -> str:
    """A page of one's own calls its reader by no other name, and says who reported what they said."""
    name = "you" if sender in _READER else sender
    return f"{name} (reported by {reported_by})" if reported_by else name


def _size(count: int) -> str:
    size = float(count)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
