"""Nearby: the words of a question that an exchange holds together with what was said around it.

People name a thing once and then go on about it: the exchange that answers often lacks the very word the
question has for it. So each word counts in full where it stands, and in what was said around that, as far
as it was read, the less the further away. Unlike `context`, which knows how good the others are as a whole,
this tells exchanges that add to each other from those that say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cotw.retrieval.asking import Asking
from cotw.retrieval.context import said_around, strong_places
from cotw.retrieval.fusion import Fused
from cotw.retrieval.reading import Read
from cotw.retrieval.relevance import Weighed
from cotw.retrieval.voices import Voice

NEARBY = "nearby"


def _said(asking: Asking, fused: Sequence[Fused], read: Read) -> Mapping[str, float]:
    session_of, places = strong_places(asking, fused)
    half = asking.settings.context_half_exchanges
    return shares_around(asking.weighed, read.held, session_of, places, half)


VOICE: Voice[Read] = Voice(NEARBY, lambda settings: settings.nearby_weight, _said)


def shares_around(
    weighed: Weighed,
    held: Mapping[str, frozenset[int]],
    session_of: Mapping[str, str],
    places: Mapping[str, int],
    half: float,
) -> dict[str, float]:
    """For each exchange of `held` the share of the words' weight that it holds, or what is around it.

    What holds a word lends it to the others of its session, halved every `half` exchanges.
    """
    total = sum(weighed.weights)
    found = dict.fromkeys(held, 0.0)
    for number, weight in enumerate(weighed.weights):
        own = {exchange: float(number in numbers) for exchange, numbers in held.items()}
        around = said_around(own, session_of, places, half) if any(own.values()) else {}
        for exchange, there in own.items():
            found[exchange] += weight * max(there, around.get(exchange, 0.0))
    return {exchange: weight / total for exchange, weight in found.items()} if total > 0 else found
