"""Answering: what recall found becomes an answer that can be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from typing import Any

from cotw.retrieval.answer import Answer, Shown, TimeAsked
from cotw.retrieval.asking import Question
from cotw.retrieval.explaining import Asked
from cotw.retrieval.neighbours import short_ids
from cotw.retrieval.recall import Recall, nearness
from cotw.retrieval.snippet import snippet
from cotw.retrieval.when import Event


def answer_of(
    connection: Any, found: Recall, *, zone: tzinfo, snippet_characters: int, behind: int
) -> Answer:
    """`found`, made readable."""
    shorts = short_ids(connection, [hit.exchange for hit in found.hits])
    hits = tuple(
        Shown(
            hit,
            shorts[hit.exchange],
            hit.started.astimezone(zone),
            snippet(
                found.question.words,
                hit.human,
                hit.agent,
                limit=snippet_characters,
                weights=found.weights,
                speaker=found.filters.speaker,
                nearest=hit.nearest,
                nearest_speaker=hit.nearest_speaker,
            ),
            *found.bounds.parts(nearness(hit), hit.word_share),
        )
        for hit in found.hits
    )
    return Answer(
        question=found.question.text,
        asked=_asked(found, zone),
        hits=hits,
        considered=found.considered,
        timings=found.timings,
        behind=behind,
        time=_time_asked(found.question, found.event, zone),
    )


def _time_asked(question: Question, event: Event | None, zone: tzinfo) -> TimeAsked | None:
    read = question.time
    if read is None:
        return None
    since, until = (read.window.since, read.window.until) if read.window else (None, None)
    return TimeAsked(
        words=tuple(question.text[begin:end] for begin, end in read.words),
        since=since and since.astimezone(zone),
        until=until and until.astimezone(zone),
        order=read.order and read.order.value,
        event=event and replace(event, started=event.started.astimezone(zone)),
    )


def _asked(found: Recall, zone: tzinfo) -> Asked:
    question = found.question
    words = tuple(zip(question.words, found.weights, strict=True))
    return Asked(words, found.filters, question.asked, zone, found.proposed, found.bounds)
