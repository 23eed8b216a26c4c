"""Context: what was said around an exchange speaks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.retrieval.context import places, said_around
from tests.retrieval.builders import index_of, talk


def test_places(tmp_path: Path) -> None:
    """An exchange's place is its number among all of its session, also those that nobody proposed."""
    talks = [talk(f"note {minute}", minute=minute, id=f"n{minute}") for minute in (3, 1, 2)]
    other = talk("another session", minute=9, session="s2", id="other")
    with index_of(tmp_path, [*talks, other]) as index:
        wanted = ["n1", "n3", "other", "never said"]
        assert places(index.database, wanted) == {"n1": ("s1", 1), "n3": ("s1", 3), "other": ("s2", 1)}
        assert places(index.database, []) == {}


def test_fades() -> None:
    """What was said so many exchanges away counts half, on either side; an exchange does not count itself."""
    scores = {"a": 1.0, "b": 0.2, "c": 0.1}
    around = said_around(scores, {"a": ("s1", 1), "b": ("s1", 3), "c": ("s1", 7)}, 2.0)
    assert around == pytest.approx({"a": 0.1, "b": 0.5, "c": 0.125})


def test_other_sessions() -> None:
    """Sessions do not speak for each other; whoever is alone in one hears nothing."""
    assert said_around({"a": 1.0, "b": 0.5}, {"a": ("s1", 1), "b": ("s2", 2)}, 3.0) == {"a": 0.0, "b": 0.0}


def test_nothing() -> None:
    """An exchange that is no longer there has no place and hears nothing."""
    assert said_around({"a": 1.0}, {}, 3.0) == {}


@given(
    st.dictionaries(st.integers(1, 10_000), st.floats(0, 1), max_size=20),
    st.floats(0.5, 50),
)
def test_one_pass_is_enough(said: dict[int, float], half: float) -> None:
    """The two passes find the greatest of all pairs."""
    scores = {str(number): score for number, score in said.items()}
    around = said_around(scores, {str(number): ("s1", number) for number in said}, half)
    for here in said:
        others = (score * 0.5 ** (abs(here - there) / half) for there, score in said.items() if there != here)
        assert around[str(here)] == pytest.approx(max(others, default=0.0))
