"""Context: what was said around an exchange speaks for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.retrieval.context import said_around


def test_fades() -> None:
    """What was said so many exchanges away counts half, on either side; an exchange does not count itself."""
    scores, session_of = {"a": 1.0, "b": 0.2, "c": 0.1}, dict.fromkeys("abc", "s1")
    around = said_around(scores, session_of, {"a": 1, "b": 3, "c": 7}, 2.0)
    assert around == pytest.approx({"a": 0.1, "b": 0.5, "c": 0.125})


def test_other_sessions() -> None:
    """Sessions do not speak for each other; without a place nothing is heard."""
    scores, session_of = {"a": 1.0, "b": 0.5, "c": 0.5}, {"a": "s1", "b": "s2", "c": "s1"}
    assert said_around(scores, session_of, {"a": 1, "b": 2}, 3.0) == {"a": 0.0, "b": 0.0}


@given(st.dictionaries(st.integers(0, 10_000), st.floats(0, 1), max_size=20), st.floats(0.5, 50))
def test_one_pass_is_enough(said: dict[int, float], half: float) -> None:
    """The two passes find the greatest of all pairs."""
    scores = {str(number): score for number, score in said.items()}
    places = {str(number): number for number in said}
    around = said_around(scores, dict.fromkeys(scores, "s1"), places, half)
    for here in said:
        others = (score * 0.5 ** (abs(here - there) / half) for there, score in said.items() if there != here)
        assert around[str(here)] == pytest.approx(max(others, default=0.0))
