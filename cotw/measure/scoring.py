"""Scoring: how good a ranked list is, given the ids that answer the question. Pure functions.

A ranked item is one or several ids that are shown together (an exchange is several turns): it hits if it
holds an id that answers. For k of `KS`:

    any@k   1 if one of the first k items hits
    all@k   1 if the first k hold every id that answers
    frac@k  the share of the ids that answer which the first k hold
    MRR     1 / place of the first item that hits, 0 without one
    NDCG@10 binary gains, the ideal list being one hit for every id that answers. The usual discount is
            1 / log2(place + 1); `NDCG@10 lme` has that of LongMemEval's own code, 1 for the first place and
            1 / log2(place) after it, so that the first two places weigh alike
            (github.com/xiaowu0162/LongMemEval, src/retrieval/eval_utils.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum

from cotw.measure.cases import Question
from cotw.retrieval.by_session import session_scores

KS = (1, 3, 5, 10, 20, 50)
MEASURES = (*(f"{name}@{k}" for name in ("any", "all", "frac") for k in KS), "MRR", "NDCG@10", "NDCG@10 lme")
_NDCG_PLACES = 10

Item = tuple[str, ...]


class Level(StrEnum):
    """What is ranked: single turns, whole sessions, or exchanges as recall shows them."""

    TURN = "turn"
    SESSION = "session"
    EXCHANGE = "exchange"


def gold_of(question: Question, level: Level) -> frozenset[str]:
    """The ids that answer; none means that the question is not scored at this level."""
    if is_left_out(question):
        return frozenset()
    return question.gold_sessions if level is Level.SESSION else question.gold_turns


def is_left_out(question: Question) -> bool:
    """Whether the right answer is silence, of which a ranking says nothing.

    LoCoMo's adversarial questions are marked so too, but name the turns they were built on: they count.
    """
    return question.abstention and not is_adversarial(question)


def is_adversarial(question: Question) -> bool:
    """Whether it is one of LoCoMo's trick questions, of which figures are also told apart."""
    return question.category == "adversarial"


def at_level(
    level: Level, exchanges: Sequence[Item], scores: Sequence[float], sessions: Mapping[str, str]
) -> list[Item]:
    """Ranked exchanges, each the ids of its turns, as a ranking of what `level` asks for.

    The turns of an exchange follow each other in the order they were said; a session is ranked by the
    `scores` of its best exchanges. `sessions` has the session of each turn.
    """
    match level:
        case Level.EXCHANGE:
            return list(exchanges)
        case Level.TURN:
            return [(turn,) for exchange in exchanges for turn in exchange]
        case Level.SESSION:
            of_sessions = [sessions[exchange[0]] for exchange in exchanges]
            return [(session,) for session in session_scores(zip(of_sessions, scores, strict=True))]


def score(gold: AbstractSet[str], ranked: Sequence[Item]) -> dict[str, float]:
    """Every measure of `MEASURES` for one question; `gold` is not empty."""
    found = [gold & set(item) for item in ranked]
    hits = [bool(ids) for ids in found]
    scores: dict[str, float] = {}
    for k in KS:
        held = len(set().union(*found[:k]))
        scores[f"any@{k}"] = float(held > 0)
        scores[f"all@{k}"] = float(held == len(gold))
        scores[f"frac@{k}"] = held / len(gold)
    scores["MRR"] = next((1 / place for place, hit in enumerate(hits, 1) if hit), 0.0)
    scores["NDCG@10"] = _ndcg(hits, len(gold), _usual)
    scores["NDCG@10 lme"] = _ndcg(hits, len(gold), _longmemeval)
    return scores


def _usual(place: int) -> float:
    return 1.0 / math.log2(place + 1)


def _longmemeval(place: int) -> float:
    return 1.0 if place == 1 else 1.0 / math.log2(place)


def _ndcg(hits: Sequence[bool], wanted: int, gain: Callable[[int], float]) -> float:
    gained = sum(gain(place) for place, hit in enumerate(hits[:_NDCG_PLACES], 1) if hit)
    return gained / sum(gain(place) for place in range(1, min(wanted, _NDCG_PLACES) + 1))
