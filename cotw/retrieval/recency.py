"""Recency: where a question says nothing about time, what was said lately is a little more likely meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cotw.retrieval.asking import Asking
from cotw.retrieval.fusion import Fused
from cotw.retrieval.voices import Voice
from cotw.retrieval.when import DAY_MICROSECONDS, microseconds

RECENCY = "recency"


def _said(asking: Asking, fused: Sequence[Fused], _: None) -> Mapping[str, float]:
    """1 for what was said just now, halved with every half-life; 0 for what claims to be yet to come.

    A day is left to clocks that differ: what is further ahead was written down by one that was wrong.
    """
    if asking.question.time is not None:
        return {}
    asked = microseconds(asking.question.asked)
    ages = {item.exchange: (asked - item.started) / DAY_MICROSECONDS for item in fused}
    half_life = asking.settings.recency_half_life_days
    return {
        exchange: float(0.5 ** (max(0.0, age) / half_life)) for exchange, age in ages.items() if age >= -1
    }


VOICE: Voice[None] = Voice(RECENCY, lambda settings: settings.recency_weight, _said)
