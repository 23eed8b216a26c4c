"""Bounds: how much nearness, and how many of the words, make a hit relevant; the two add up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cotw.settings import RecallSettings

_FULL_UNITS = 1000
_NOISE_PER_LOG = 0.032
_LOWEST_BOUND = 0.05


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a hit needs: this cosine if it holds none of the words, this share of the words if it is not near.

    Some of both adds up. With one bound for each instead of the sum, 98 % of the answers of LoCoMo were
    kept together with something for 33 % of the questions that belong to other conversations; with the
    sum for 12 %.
    """

    cosine: float
    word_share: float

    @classmethod
    def of(cls, settings: RecallSettings, units: int) -> Bounds:
        """The bounds in a memory of so many units; those of the settings hold from 1,000 on.

        The nearest of n units that have nothing to do with a question lies at about 0.19 + 0.032 ln n (the
        median over LoCoMo, n from 5 to 1,100): in a small memory less is enough to stand out.
        """
        cosine = settings.min_cosine
        if cosine > 0 and units < _FULL_UNITS:
            cosine = max(_LOWEST_BOUND, cosine - _NOISE_PER_LOG * math.log(_FULL_UNITS / max(1, units)))
        return cls(cosine, settings.min_word_share)

    def admit(self, cosine: float, word_share: float) -> bool:
        """Whether nearness and words together reach what either of them would need alone."""
        near, words = self.parts(cosine, word_share)
        return near >= 1 or near + words >= 1

    def parts(self, cosine: float, word_share: float) -> tuple[float, float]:
        """How much of what each would need alone there is of nearness, and of words."""
        return _part(cosine, self.cosine), _part(word_share, self.word_share)


def _part(value: float, needed: float) -> float:
    """How much of what is needed there is; a bound of 0 or less is always reached."""
    return 1.0 if needed <= 0 else max(0.0, value) / needed
