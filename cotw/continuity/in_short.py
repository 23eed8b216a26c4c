"""In short: a thread in one or two paragraphs of prose, by rules, for whoever comes back to it.

It is made of quotes in a frame of words, so that nothing is claimed: no state of a running system is told,
and no day is named but the one on which the thread was last spoken in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import tzinfo

from cotw.continuity.handoff import Handoff
from cotw.continuity.handoff_manner import language_of
from cotw.continuity.handoff_said import HUMAN, Quote
from cotw.extraction.prose import sentences
from cotw.extraction.running import speaks_of_running
from cotw.extraction.titles import shortened
from cotw.records.open_thread import OpenThread
from cotw.records.threads import MAIN_THREAD

_QUOTE_CHARACTERS = 160
_MOST_OPEN = 3
_MOST_POINTS = 2
_MOST_TOPICS = 4


def in_short(handoff: Handoff, zone: tzinfo, count_tokens: Callable[[str], int], tokens: int) -> str:
    """The prose, in at most so many tokens: what comes later in it is left out first."""
    told = ""
    for sentence in _sentences(handoff, zone):
        longer = f"{told} {sentence}".strip()
        if count_tokens(longer) <= tokens:
            told = longer
    return told


def _sentences(handoff: Handoff, zone: tzinfo) -> Iterator[str]:
    last = handoff.last_active.astimezone(zone)
    scope = handoff.scope
    name = f"This is “{shortened(handoff.title, 80)}”"
    if scope.session is None and handoff.title == MAIN_THREAD:
        name = "These are the conversations without a thread of their own"
    yield f"{name}, last spoken in on {last:%A}, {last.day} {last:%B %Y}."
    if handoff.last:
        yield from _last_words(handoff)
    said_last = handoff.last[-1].answer.text if handoff.last and handoff.last[-1].answer else ""
    for one in handoff.open[:_MOST_OPEN]:
        if not speaks_of_running(one.text) and (not said_last or _end(said_last) not in one.text):
            yield f"Still open since {_told(one)}: {_quoted(one.text)}."
    points = [point.quote for point in handoff.points if not point.quote.unverified][-_MOST_POINTS:]
    for place, quote in enumerate(points):
        first = "Also" if place else "To be kept in mind"
        yield f"{first}, in {_named(quote)}’s words: {_quoted(quote.text)}."
    names = [topic.name for topic in handoff.topics[:_MOST_TOPICS]]
    if len(names) > 1:
        yield f"Named most were {', '.join(names[:-1])} and {names[-1]}."
    if (language := language_of(handoff.read)) and language != "English":
        yield f"The last language written in was {language}."


def _told(one: OpenThread) -> str:
    if one.source.startswith("file:"):
        return f"it was written in {one.speaker}"
    who = "a person" if one.speaker == HUMAN else "the agent"
    return f"{one.reported_by} reported that {who} said it" if one.reported_by else f"{who} said it"


def _last_words(handoff: Handoff) -> Iterator[str]:
    prompt = next((turn.prompt for turn in reversed(handoff.last) if turn.prompt), None)
    answer = handoff.last[-1].answer
    if prompt and not prompt.unverified:
        yield f"The last thing {_named(prompt)} wrote was {_quoted(prompt.text)}."
    if answer and not answer.unverified:
        yield f"The agent’s last answer ended {_quoted(_end(answer.text))}."
    elif answer is None:
        yield "To this there is no answer yet."


def _named(quote: Quote) -> str:
    return "the person" if quote.who == "person" else quote.who


def _quoted(text: str) -> str:
    """In quotation marks, without a full stop at its end; marks of quotation in it are made single."""
    inside = text.replace("“", "‘").replace("”", "’").replace('"', "’")
    return f"“{shortened(inside, _QUOTE_CHARACTERS).rstrip('. ')}”"


def _end(text: str) -> str:
    """The last sentence of a quote."""
    places = list(sentences(text))
    begin, end = places[-1] if places else (0, len(text))
    return text[begin:end].strip()
