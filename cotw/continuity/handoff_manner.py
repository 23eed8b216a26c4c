"""How they talk to each other, as a handoff tells it: counts, and words that were used. No diagnosis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from cotw.continuity.handoff_said import HUMAN, said, who
from cotw.extraction.manner import corrects, thanks, tone_words, tongue
from cotw.records.exchange import Exchange

_MOST_TONES = 5
_SENTENCES = 20


def manner(read: Sequence[Exchange]) -> tuple[str, ...]:
    """A line for each person who speaks in the exchanges; none for whom nothing was counted."""
    people: dict[str, list[str]] = {}
    for exchange in read:
        own = list(islice(said(exchange, HUMAN), _SENTENCES))
        if own:
            people.setdefault(who(exchange, HUMAN), []).append("\n".join(own))
    return tuple(told for name, texts in people.items() if (told := _told(name, texts)))


def language_of(read: Iterable[Exchange]) -> str | None:
    """The language that people wrote in last, as far as it could be told."""
    tongues = (tongue("\n".join(said(one, HUMAN))) for one in reversed(list(read)))
    return next((name for name in tongues if name), None)


def _told(name: str, texts: Sequence[str]) -> str:
    """The line; empty if it would only say that somebody spoke, in the language of the page."""
    spoken = Counter(filter(None, map(tongue, texts)))
    told = [f"{len(texts)} {'turn' if len(texts) == 1 else 'turns'}"]
    if spoken.keys() - {"English"}:
        told += [f"{count} in {language}" for language, count in spoken.most_common()]
    for what, count in (
        ("thanks", sum(map(thanks, texts))),
        ("corrections", sum(any(map(corrects, text.split("\n"))) for text in texts)),
    ):
        told += [f"{what}: {count}"] if count else []
    tones = Counter(word for text in texts for word in tone_words(text))
    if tones:
        words = [
            f"“{word}”{f' ({count})' if count > 1 else ''}" for word, count in tones.most_common(_MOST_TONES)
        ]
        told.append(f"words used: {', '.join(words)}")
    if len(told) == 1:
        return ""
    return f"{name} – {', '.join(told[:-1]) + ', ' if len(told) > 1 else ''}{told[-1]}"
