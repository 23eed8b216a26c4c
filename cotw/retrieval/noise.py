"""Noise: an exchange that asks for a memory and tells nothing must not come before the memory itself.

It holds all words of the question, for it is that question, asked before; a share of its score is taken off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cotw.extraction.not_knowing import adds_nothing
from cotw.retrieval.asking import Asking
from cotw.retrieval.fusion import Fused
from cotw.retrieval.voices import Read, Voice

NOISE = "noise"


def _said(_: Asking, fused: Sequence[Fused], read: Read) -> Mapping[str, float]:
    rows = read.rows
    return {
        item.exchange: -item.score
        for item in fused
        if adds_nothing(rows[item.exchange].human, rows[item.exchange].agent)
    }


VOICE: Voice[Read] = Voice(NOISE, lambda settings: settings.noise_penalty, _said)
