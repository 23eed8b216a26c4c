"""Time in questions: what a question says about when, in English or German, relative to the moment of asking.

"What did Mara say last Tuesday?" has a window, "when did we first talk about the shed?" an order, and
"what was broken before the fair?" an anchor: an event that has to be looked up before anything is known
about time. What is read wrongly hides the answer, what is missed costs little: in doubt nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from cotw.extraction import periods
from cotw.extraction.looking_back import looks_back
from cotw.extraction.periods import Period
from cotw.extraction.time_events import anchor_in, order_in
from cotw.extraction.time_phrases import phrase_at
from cotw.extraction.time_values import Anchor, Order, Words
from cotw.extraction.time_words import UNITS, number, pattern

# Longer texts are no questions; dates in what was pasted are not about when it was said.
LONGEST_QUESTION = 1000
_BEGINNING, _END = datetime(2, 1, 1), datetime(9998, 1, 1)


@dataclass(frozen=True, slots=True)
class Window:
    """From `since`, the first instant inside, until `until`, the first outside; aware UTC, None for open."""

    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class TimeRead:
    """What a question says about time; `words` are the places in its text (start, end) where it says so."""

    window: Window | None
    order: Order | None
    anchor: Anchor | None
    words: tuple[Words, ...]


def read_time(question: str, now: datetime, zone: tzinfo) -> TimeRead | None:
    """What `question` says about time when it is asked at `now` (aware) by somebody in `zone`."""
    if len(question) > LONGEST_QUESTION:
        return None
    local = now.astimezone(zone).replace(tzinfo=None)
    if not _BEGINNING < local < _END:
        return None
    stretches = list(_stretches(question, local))
    order = order_in(question)
    taken = [stretch.words for stretch in stretches] + ([order[1]] if order else [])
    anchor = anchor_in(question, taken)
    if not taken and anchor is None:
        return None
    return TimeRead(
        window=_window([stretch.period for stretch in stretches], zone),
        order=order and order[0],
        anchor=anchor and anchor[0],
        words=tuple(sorted(taken + ([anchor[1]] if anchor else []))),
    )


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A period with the words that name it; an open end is the beginning or the end of time."""

    period: Period
    words: Words


def _stretches(text: str, now: datetime) -> Iterator[_Stretch]:
    place = 0
    for word in _WORD.finditer(text):
        if word.start() < place:
            continue
        stretch = _stretch_at(text, word.start(), now)
        if stretch is not None:
            place = stretch.words[1]
            if stretch.period.begin < now:
                yield stretch


def _stretch_at(text: str, place: int, now: datetime) -> _Stretch | None:
    if apart := _both_ends(text, place, now) or _set_off(text, place, now):
        return apart
    if phrase := phrase_at(text, place, now):
        past = not phrase.unsure or looks_back(text, place)
        return _Stretch(phrase.period, (place, phrase.end)) if past else None
    for preposition, bounds in _PREPOSITIONS:
        match = preposition.match(text, place)
        bound = phrase_at(text, match.end(), now, bound=True) if match else None
        if bound and not (bound.name and _SOMEBODY.match(text, bound.end)):
            past = not bound.unsure or bounds is _from or looks_back(text, place)
            return _Stretch(bounds(bound.period), (place, bound.end)) if past else None
    return None


def _both_ends(text: str, place: int, now: datetime) -> _Stretch | None:
    """Between May and June: if no year is named the first means the latest before the second."""
    opening = _BETWEEN.match(text, place)
    first = opening and phrase_at(text, opening.end(), now, bound=True)
    joint = first and _AND.match(text, first.end)
    second = joint and phrase_at(text, joint.end(), now, bound=True)
    if not opening or not first or not second:
        return None
    if first.loose:
        first = phrase_at(text, opening.end(), min(second.period.end, now), bound=True) or first
    if first.period.begin > second.period.end:
        return None
    return _Stretch(periods.together((first.period, second.period)), (place, second.end))


def _set_off(text: str, place: int, now: datetime) -> _Stretch | None:
    """The week before 3 May, two weeks before Christmas."""
    match = _APART.match(text, place)
    phrase = phrase_at(text, match.end(), now, bound=True) if match else None
    if not match or not phrase:
        return None
    begin, unit, count = phrase.period.begin, UNITS[match["unit"].lower()], match["number"]
    try:
        period = periods.ago(begin, number(count), unit) if count else periods.past(begin, 1, unit)
    except (ValueError, OverflowError):  # 999 years before 999 years ago
        return None
    return _Stretch(period, (place, phrase.end))


def _window(found: list[Period], zone: tzinfo) -> Window | None:
    """What lies in all of them; if nothing does, from the first to the last."""
    if not found:
        return None
    period = Period(max(one.begin for one in found), min(one.end for one in found))
    if period.begin >= period.end:
        period = periods.together(found)
    return Window(_instant(period.begin, zone), _instant(period.end, zone))


def _instant(local: datetime, zone: tzinfo) -> datetime | None:
    if local in (_BEGINNING, _END):
        return None
    return local.replace(tzinfo=zone).astimezone(UTC)


def _itself(period: Period) -> Period:
    return period


def _from(period: Period) -> Period:
    return Period(period.begin, _END)


def _to(period: Period) -> Period:
    return Period(_BEGINNING, period.end)


def _earlier(period: Period) -> Period:
    return Period(_BEGINNING, period.begin)


def _later(period: Period) -> Period:
    return Period(period.end, _END)


_WORD = re.compile(r"(?<![\w./:@#-])\w")
_BETWEEN = pattern("(?:between|from|zwischen|von|vom) ", end="")
_AND = pattern(" (?:and|to|until|till|through|und|bis|bis zum) ", end="")
_APART = pattern("(?:the|{number}) {unit} (?:before|prior to|vor) (?:dem |der )?", end="")
_PREPOSITIONS = (
    (
        pattern("(?:in|on|during|over|around|at|im|am|während|um|an|zu|über) (?:den |der |des )?", end=""),
        _itself,
    ),
    (pattern("(?:since|seit|ab) (?:dem |der )?", end=""), _from),
    (pattern("(?:until|till|up to|bis|bis zum) ", end=""), _to),
    (pattern("(?:before|prior to|earlier than|vor) (?:dem |der )?", end=""), _earlier),
    (pattern("(?:after|later than|nach) (?:dem |der )?", end=""), _later),
)
# After a name: what somebody called April or August did.
_SOMEBODY = pattern(
    " (?:[a-z]+ed|is|has|had|left|came|went|told|said|gave|got|made|took|saw|met|ist|hat|war|kam|ging)"
)
