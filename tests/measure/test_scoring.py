"""What a ranked list is worth."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cotw.measure.cases import Question
from cotw.measure.scoring import KS, MEASURES, Item, Level, at_level, gold_of, score

IDS = st.integers(0, 30).map(str)
GOLD = st.frozensets(IDS, min_size=1, max_size=6)
RANKED = st.lists(IDS, unique=True, max_size=25).map(lambda ids: [(id,) for id in ids])


def test_a_list_with_two_answers() -> None:
    """The second and the fourth of four items answer, one answer is missing."""
    scores = score(frozenset("bdx"), [("a",), ("b",), ("c",), ("d",)])
    assert (scores["any@1"], scores["any@3"], scores["all@5"]) == (0, 1, 0)
    assert (scores["frac@3"], scores["frac@5"], scores["MRR"]) == (1 / 3, 2 / 3, 1 / 2)
    # 1/log2(3) + 1/log2(5) of 1 + 1/log2(3) + 1/log2(4); and 1/log2(2) + 1/log2(4) of 1 + 1 + 1/log2(3).
    assert scores["NDCG@10"] == pytest.approx((0.630930 + 0.430677) / (1 + 0.630930 + 0.5), abs=1e-5)
    assert scores["NDCG@10 lme"] == pytest.approx((1 + 0.5) / (2 + 0.630930), abs=1e-5)


def test_an_exchange_hits_once_with_all_its_turns() -> None:
    """It is one place in the ranking; both of its turns count as found."""
    scores = score(frozenset("ab"), [("a", "b"), ("c",)])
    assert (scores["any@1"], scores["all@1"], scores["frac@1"]) == (1, 1, 1)


@settings(deadline=None)
@given(GOLD, RANKED)
def test_measures_keep_their_bounds(gold: frozenset[str], ranked: list[Item]) -> None:
    """Each lies between 0 and 1; all@k ≤ frac@k ≤ any@k; a longer look never finds less."""
    scores = score(gold, ranked)
    assert scores.keys() == set(MEASURES)
    assert all(0 <= value <= 1 for value in scores.values())
    for k in KS:
        assert scores[f"all@{k}"] <= scores[f"frac@{k}"] <= scores[f"any@{k}"]
    for name in ("any", "all", "frac"):
        values = [scores[f"{name}@{k}"] for k in KS]
        assert values == sorted(values)


@settings(deadline=None)
@given(GOLD, RANKED)
def test_answers_first_is_best(gold: frozenset[str], ranked: list[Item]) -> None:
    """No order of the same list is worth more than the one with all answers in front."""
    best = score(gold, sorted(ranked, key=lambda item: item[0] not in gold))
    scores = score(gold, ranked)
    assert all(best[name] >= scores[name] for name in MEASURES)


@settings(deadline=None)
@given(GOLD)
def test_the_answers_alone_are_worth_everything(gold: frozenset[str]) -> None:
    """A list of all answers and nothing else has the full marks wherever k leaves room for them."""
    scores = score(gold, [(id,) for id in gold])
    full = ("any@1", "all@10", "frac@10", "MRR", "NDCG@10", "NDCG@10 lme")
    assert {name: scores[name] for name in full} == dict.fromkeys(full, 1.0)


def test_nothing_found_is_worth_nothing() -> None:
    """An empty list has 0 everywhere."""
    assert set(score(frozenset("a"), []).values()) == {0.0}


def test_a_ranking_at_every_level() -> None:
    """Exchanges as they are, their turns one after the other, sessions by the best exchanges of each."""
    exchanges: list[Item] = [("2:1", "2:2"), ("1:3",), ("2:3", "2:4")]
    sessions = {turn: turn[0] for exchange in exchanges for turn in exchange}
    scores = (1.0, 1.2, 0.8)
    assert at_level(Level.EXCHANGE, exchanges, scores, sessions) == exchanges
    turns = [("2:1",), ("2:2",), ("1:3",), ("2:3",), ("2:4",)]
    assert at_level(Level.TURN, exchanges, scores, sessions) == turns
    assert at_level(Level.SESSION, exchanges, scores, sessions) == [("2",), ("1",)]


def test_silence_is_not_scored() -> None:
    """A question nobody can answer has no gold; an adversarial one of LoCoMo has the turns it is built on."""

    def asked(category: str, abstention: bool) -> Question:
        return Question("q", "c", "?", category, frozenset("t"), frozenset("s"), abstention)

    assert gold_of(asked("temporal", False), Level.TURN) == gold_of(asked("temporal", False), Level.EXCHANGE)
    assert gold_of(asked("temporal", False), Level.SESSION) == {"s"}
    assert gold_of(asked("temporal", True), Level.TURN) == frozenset()
    assert gold_of(asked("adversarial", True), Level.TURN) == {"t"}
