"""Order: of what answers a question about "the first time" or "the last", the earliest or latest is meant.

It is the order among those that are about as relevant as the best: what has nothing to do with the question
may have been said earlier still.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cotw.extraction.time_values import Order
from cotw.retrieval.asking import Asking
from cotw.retrieval.fusion import Fused
from cotw.retrieval.reading import Read
from cotw.retrieval.voices import Voice
from cotw.retrieval.when import DAY_MICROSECONDS, microseconds

ORDER = "order"
_SHARE_OF_BEST = 0.7


def _said(asking: Asking, fused: Sequence[Fused], _: Read) -> Mapping[str, float]:
    """1 for the first in the order that is asked for, 0 for the last, evenly between them.

    What claims to be from after the question was asked, by more than a day, is from a clock that was wrong.
    """
    order = asking.question.time.order if asking.question.time else None
    # What is asked for as recent is not the latest of all more often than not.
    if order in (None, Order.RECENT) or not fused:
        return {}
    enough = fused[0].score * _SHARE_OF_BEST
    latest = microseconds(asking.question.asked) + DAY_MICROSECONDS
    relevant = sorted(
        (item for item in fused if item.score >= enough and item.started <= latest),
        key=lambda item: (item.started, item.exchange),
        reverse=order is Order.LATEST,
    )
    steps = max(1, len(relevant) - 1)
    return {item.exchange: 1 - place / steps for place, item in enumerate(relevant)}


VOICE: Voice[Read] = Voice(ORDER, lambda settings: settings.order_weight, _said)
