"""Injection: which exchanges, if any, may be put into an agent's prompt that nobody meant as a question.

A person who asks wants the nearest there is; an agent that is told to write a haiku wants nothing. So a
prompt gets exchanges only if one of its three best is evidently about the same: its cosine and half the share
of the prompt's words that it holds, weighed by rarity, must together reach a threshold. Of a prompt of few
words much is easily held: it counts as if it had so many more that they weigh `_LEAST_WEIGHT`.

The figures were chosen on LoCoMo, leaving out one conversation at a time (`python -m benchmarks.injection`).
Logistic formulas of up to five features (also BM25, margins, context, the size of the memory) found no more
answers for as many strangers. What is told apart is the subject, and names above all: a prompt about the same
people and things passes though its answer was never said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from cotw.extraction.manner import tongue
from cotw.records.hit import Hit
from cotw.retrieval.proposing import SEMANTIC
from cotw.retrieval.recall import Recall
from cotw.settings import RecallSettings

# So many exchanges at most.
MOST = 3
_WORDS = 0.5
# Three words that stand in 3 % of all exchanges weigh so much.
_LEAST_WEIGHT = 10.0
_FULL_UNITS = 1000
# The best that n units have for a prompt that is none of their business: measured from 200 to 14,000 units.
_NOISE_PER_LOG = 0.04
# What stands beside an exchange that passed may say this much less.
_COMPANY = 0.15
# Of what a word weighs that stands in one exchange alone, the words of a prompt weigh so much at least; in a
# memory of fewer units no word can be told to be common.
_LEAST_TOLD = 0.4
_ENOUGH_UNITS = 50


def ungated(settings: RecallSettings) -> RecallSettings:
    """`settings` for a recall that is judged here: whatever it proposes is a hit."""
    return settings.model_copy(update={"min_cosine": -1.0, "limit": MOST})


def injected(found: Recall, units: int, threshold: float) -> Recall:
    """`found`, asked as `ungated` says of a memory of so many units, with the hits that may be injected."""
    if tells_nothing(found, units):
        return replace(found, hits=())
    hits = found.hits[:MOST]
    places = admitted([evidence(found, hit) for hit in hits], needed(threshold, units))
    return replace(found, hits=tuple(hits[place] for place in places))


def tells_nothing(found: Recall, units: int) -> bool:
    """Whether the words of the prompt stand in so much that it could be about any of it: "run the tests"."""
    return units >= _ENOUGH_UNITS and sum(found.weights) < _LEAST_TOLD * math.log(units)


def evidence(found: Recall, hit: Hit) -> float:
    """What speaks for it that `hit` is about the same as the prompt; from about 0 to 1.5.

    The encoder has learnt English: to a prompt in German all that is German is near, and a word must tell.
    """
    if not hit.word_share and tongue(found.question.text) == "German":
        return 0.0
    weight = sum(found.weights)
    cosine = hit.paths[SEMANTIC].score if SEMANTIC in hit.paths else 0.0
    return cosine + _WORDS * hit.word_share * weight / max(weight, _LEAST_WEIGHT)


def needed(threshold: float, units: int) -> float:
    """The evidence that is needed in a memory of so many units; `threshold` is that in one of 1,000.

    The more there is, the nearer lies something by chance.
    """
    return threshold + _NOISE_PER_LOG * math.log(max(1, units) / _FULL_UNITS)


def admitted(evidence: Sequence[float], needed: float) -> list[int]:
    """The places in `evidence` of those that may go in together; none if not one reaches what is needed."""
    if max(evidence, default=-math.inf) < needed:
        return []
    return [place for place, said in enumerate(evidence) if said >= needed - _COMPANY]
