"""The budget: how many tokens each source may fill, and what of its passages fits.

Tokens are counted with the encoder's word pieces. What a source leaves goes on to the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cotw.continuity.excerpt import cut_to
from cotw.continuity.gathering import Gathered
from cotw.continuity.turn import Source
from cotw.records.passage import Passage

# What a passage costs after the one that is given with it, as it will stand in the block.
Cost = Callable[[Passage, Passage | None], int]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What of a source stands in the block, in so many tokens; of `offered` passages some may not fit."""

    gathered: Gathered
    passages: tuple[Passage, ...]
    tokens: int
    offered: int


def fit(offers: Sequence[tuple[Gathered, tuple[Passage, ...]]], room: int, cost: Cost) -> list[Fitted]:
    """What of each source's admitted passages fits into `room` tokens, in the order given."""
    shares = [
        0.0 if one.source.budget is not None or not passages else one.source.share for one, passages in offers
    ]
    whole = sum(shares) or 1.0
    left_over = 0.0
    fitted: list[Fitted] = []
    for (gathered, passages), share in zip(offers, shares, strict=True):
        own = gathered.source.budget
        allowed = float(own) if own is not None else room * share / whole + left_over
        chosen, used = _chosen(passages, int(allowed), cost)
        if own is None:
            left_over = allowed - used
        fitted.append(Fitted(gathered, _ordered(gathered.source, chosen), used, len(passages)))
    return fitted


def _chosen(passages: Sequence[Passage], room: int, cost: Cost) -> tuple[list[Passage], int]:
    """Those that fit, the first ones before the others; one that does not is cut at a sentence."""
    chosen: list[Passage] = []
    used = 0
    for passage in passages:
        before, left = (chosen[-1] if chosen else None), room - used
        fitting: Passage | None = passage
        tokens = cost(passage, before)
        if tokens > left:
            fitting = _cut(passage, before, left, cost)
            tokens = 0 if fitting is None else cost(fitting, before)
        if fitting is not None:
            chosen.append(fitting)
            used += tokens
    return chosen, used


def _cut(passage: Passage, before: Passage | None, left: int, cost: Cost) -> Passage | None:
    text = cut_to(passage.text, lambda text: cost(replace(passage, text=text), before) <= left)
    return None if text is None else replace(passage, text=text)


def _ordered(source: Source, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    return tuple(passages if source.order is None else sorted(passages, key=source.order))
