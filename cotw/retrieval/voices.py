"""Voices: what speaks for an exchange besides the paths that proposed it.

Some are heard as soon as the exchanges are known, and decide which are read at all; others need their texts.
Each gives a figure from 0 to 1 for those it has something to say about, and is weighed by the settings; one
that multiplies (`thread`, `mode`) gives what an exchange has so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cotw.config import RecallSettings
from cotw.retrieval.asking import Asking
from cotw.retrieval.fetch import Found
from cotw.retrieval.fusion import Fused, with_voice

_Evidence = TypeVar("_Evidence")


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of the best exchanges: their texts, and the share of the question's words they hold."""

    rows: Mapping[str, Found]
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Voice(Generic[_Evidence]):
    """One voice; `said` gives exchange -> what speaks for it, by what is known of all of them."""

    name: str
    weight: Callable[[RecallSettings], float]
    said: Callable[[Asking, Sequence[Fused], _Evidence], Mapping[str, float]]


def heard(
    fused: list[Fused], voices: Iterable[Voice[_Evidence]], asking: Asking, evidence: _Evidence
) -> list[Fused]:
    """The same exchanges, best first after every voice was heard; one that weighs 0 is not asked."""
    for voice in voices:
        if weight := voice.weight(asking.settings):
            fused = with_voice(fused, voice.name, voice.said(asking, fused, evidence), weight)
    return fused
