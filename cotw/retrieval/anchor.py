"""The anchor: "before the fair" names no date, so the memory itself is asked when the fair was.

The exchange that holds most of the event's words is taken to be from that time. Where none holds nearly all
of them nothing is known of the event, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cotw.extraction.time_values import Side
from cotw.extraction.words import query_words
from cotw.retrieval import keyword
from cotw.retrieval.asking import Asking
from cotw.retrieval.fetch import fetch
from cotw.retrieval.fusion import Fused
from cotw.retrieval.paths import propose
from cotw.retrieval.voices import Voice
from cotw.retrieval.when import Event, days_outside, fading

ANCHOR = "anchor"
_LOOKED_AT = 5
_SHARE_NEEDED = 0.8
# On its own side of the event an exchange counts half after a month, on the other after a day.
_HALF_DAYS, _HALF_DAYS_WRONG = 30.0, 1.0


def looked_up(asking: Asking) -> Event | None:
    """The event that the question tells time by, if there is one and this memory knows of it."""
    anchor = asking.question.time.anchor if asking.question.time else None
    words = query_words(anchor.event) if anchor and asking.settings.anchor_weight else ()
    if anchor is None or not words:
        return None
    paths = [(ANCHOR, keyword.path(asking.index.search, words, asking.where))]
    hits = propose(asking.index, paths, lambda: asking.question.vector, _LOOKED_AT)[ANCHOR]
    rows = fetch(asking.index.shelf, [hit.exchange for hit in hits])
    weighed = asking.kept.rarity.weigh(asking.index, words)
    for hit in hits:
        row = rows.get(hit.exchange)
        if row is not None and weighed.share(weighed.held(row.human, row.agent)) >= _SHARE_NEEDED:
            return Event(anchor.event, anchor.side, hit.exchange, row.started)
    return None


def _said(asking: Asking, fused: Sequence[Fused], _: None) -> Mapping[str, float]:
    event = asking.event
    if event is None:
        return {}
    before, after = {
        Side.BEFORE: (_HALF_DAYS, _HALF_DAYS_WRONG),
        Side.DURING: (_HALF_DAYS_WRONG, _HALF_DAYS_WRONG),
        Side.AFTER: (_HALF_DAYS_WRONG, _HALF_DAYS),
    }[event.side]
    return {
        item.exchange: fading(days_outside(item.started, event.started, event.started), before, after)
        for item in fused
    }


VOICE: Voice[None] = Voice(ANCHOR, lambda settings: settings.anchor_weight, _said)
