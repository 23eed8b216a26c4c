"""Entropy: how much each exchange of a session moved. A sum of terms, which wears off while it goes on.

A pure function of an exchange and of at most `LEAD` before it in its session: whoever gives as many gets the
same figure, whether one exchange is asked for or a night's.
"""

from __future__ import annotations

from collections.abc import Sequence

from cotw.records.exchange import Exchange
from cotw.records.stability import Entropy, Level, Weight
from cotw.reflection.terms import REMEMBERED, Moment, weights

# What goes on for longer than three exchanges counts a little less with each, down to six tenths.
SUSTAINED = 3
LEFT_A_TURN = 0.92
LEAST = 0.60
# After so many more nothing wears off any further: 0.92⁷ is below 0.6.
_WEARS = 7
LEAD = SUSTAINED + _WEARS + REMEMBERED


def entropies(exchanges: Sequence[Exchange], lead: int = 0) -> list[Entropy]:
    """The entropy of each of `exchanges`, one session in order; the first `lead` are only what came before.

    Branches that were left lead to nothing: what follows them in the list did not follow them in the talk.
    """
    found: list[Entropy] = []
    talk: list[Exchange] = []
    sustained = 0
    for exchange in exchanges:
        told = weights(Moment(exchange, tuple(talk[-REMEMBERED:])))
        run = min(sustained + 1, SUSTAINED + _WEARS) if _moved(told) else 0
        found.append(Entropy(exchange.id, told, run, _share(run)))
        if exchange.branch is None:
            talk.append(exchange)
            sustained = run
    return found[lead:]


def latest_entropy(exchanges: Sequence[Exchange]) -> Entropy:
    """The entropy of the last of `exchanges`, none of them left for another turn.

    It is the same as among all; but those before it are weighed only if it moved, which most do not.
    """
    told = weights(Moment(exchanges[-1], exchanges[-REMEMBERED - 1 : -1]))
    return entropies(exchanges)[-1] if _moved(told) else Entropy(exchanges[-1].id, told)


def _moved(told: Sequence[Weight]) -> bool:
    return Level.of(round(sum(one.amount for one in told), 4)) is not Level.NOMINAL


def _share(run: int) -> float:
    """How much is left of the terms in the exchange that is the `run`-th in a row."""
    return round(max(LEAST, LEFT_A_TURN ** max(0, run - SUSTAINED)), 4)
