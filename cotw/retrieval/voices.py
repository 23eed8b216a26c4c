"""Voices: what speaks for an exchange besides the paths that proposed it.

Some are heard as soon as the exchanges are known, and decide which are read at all; others need their texts.
Each gives a figure from 0 to 1 for those it has something to say about, and is weighed by the settings; one
that multiplies (`thread`, `mode`) gives what an exchange has so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cotw.retrieval.asking import Asking
from cotw.retrieval.fusion import Fused, with_voice
from cotw.settings import RecallSettings

_Evidence = TypeVar("_Evidence")


@dataclass(frozen=True, slots=True)
class Voice(Generic[_Evidence]):
    """One voice; `said` gives exchange -> what speaks for it, by what is known of all of them."""

    name: str
    weight: Callable[[RecallSettings], float]
    said: Callable[[Asking, Sequence[Fused], _Evidence], Mapping[str, float]]


def heard(
    fused: list[Fused], voices: Iterable[Voice[_Evidence]], asking: Asking, evidence: _Evidence
) -> list[Fused]:
    """The same exchanges, best first after every voice was heard.

    One that weighs 0 is not asked, and one that has nothing to say about any of them leaves no trace.
    """
    for voice in voices:
        weight = voice.weight(asking.settings)
        if weight and (said := voice.said(asking, fused, evidence)):
            fused = with_voice(fused, voice.name, said, weight)
    return fused
