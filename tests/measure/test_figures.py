"""Means over groups of questions, and how far they could lie elsewhere."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cotw.measure.bootstrap import intervals
from cotw.measure.cases import Question
from cotw.measure.figures import Scored, figures, quantile
from cotw.measure.scoring import score

SCORES = st.lists(st.sampled_from([0.0, 0.25, 1.0]), min_size=1, max_size=30)


def scored(category: str, found: bool) -> Scored:
    """A question of `category` that was answered by the first hit, or not at all."""
    question = Question("q", "mara", "?", category, frozenset("t"))
    return Scored(question, score(question.gold_turns, [("t",)] if found else []))


def test_groups_and_their_means() -> None:
    """All, all but the adversarial, then each category by its name."""
    found = figures(
        [scored("where", True), scored("adversarial", False), scored("when", False), scored("when", True)]
    )
    assert [(one.group, one.questions) for one in found] == [
        ("all", 4),
        ("all but adversarial", 3),
        ("adversarial", 1),
        ("when", 2),
        ("where", 1),
    ]
    assert [one.means["any@1"] for one in found] == [0.5, 2 / 3, 0.0, 0.5, 1.0]
    assert figures([]) == []


@settings(deadline=None, max_examples=30)
@given(SCORES)
def test_an_interval_holds_nothing_that_was_not_seen(values: list[float]) -> None:
    """It lies between the lowest and the highest score, and is the same each time."""
    rows = [{"MRR": value} for value in values]
    low, high = intervals(rows)["MRR"]
    assert min(values) <= low <= high <= max(values)
    assert intervals(rows) == intervals(rows)


def test_an_interval_is_as_wide_as_chance_has_it() -> None:
    """Of 100 questions half answered, the mean lies within two standard errors of one half."""
    low, high = intervals([{"MRR": float(number % 2)} for number in range(100)])["MRR"]
    assert 0.38 <= low <= 0.42
    assert 0.58 <= high <= 0.62


def test_a_quantile_is_one_of_the_values() -> None:
    """The smallest that so many do not exceed."""
    assert quantile([30, 10, 20], 0.5) == 20
    assert quantile(range(1, 101), 0.95) == 95
    assert quantile([], 0.5) == 0
