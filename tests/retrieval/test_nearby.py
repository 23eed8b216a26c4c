"""Nearby: words of a question count where they stand and around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.retrieval.nearby import NEARBY, shares_around
from cotw.retrieval.relevance import Weighed
from cotw.retrieval.wordmatch import sought
from tests.retrieval.builders import KEEP_ALL, index_of, talk
from tests.retrieval.test_recall import ask

WEIGHED = Weighed(sought(("frame", "invoice")), (3.0, 1.0))


def test_around() -> None:
    """A word counts in full where it stands, and half as much `half` exchanges away."""
    held = {"a": frozenset({0}), "b": frozenset({1}), "far": frozenset[int]()}
    places = {"a": 4, "b": 6, "far": 10}
    shares = shares_around(WEIGHED, held, dict.fromkeys(held, "s1"), places, 2.0)
    assert shares == pytest.approx({"a": (3 + 0.5) / 4, "b": (1.5 + 1) / 4, "far": (3 / 8 + 1 / 4) / 4})


def test_alone() -> None:
    """Without a place an exchange has its own words; other sessions lend it none."""
    held = {"a": frozenset({0}), "b": frozenset({1})}
    assert shares_around(WEIGHED, held, {}, {}, 3.0) == pytest.approx({"a": 0.75, "b": 0.25})
    apart = shares_around(WEIGHED, held, {"a": "s1", "b": "s2"}, {"a": 0, "b": 1}, 3.0)
    assert apart == pytest.approx({"a": 0.75, "b": 0.25})


def test_nothing_weighs() -> None:
    """Words that are in everything say nothing."""
    assert shares_around(Weighed((), ()), {"a": frozenset()}, {}, {}, 3.0) == {"a": 0.0}


def test_in_recall(tmp_path: Path) -> None:
    """What lacks a word that was said just before it is helped, and a weight of 0 silences the voice."""
    talks = [talk("Mara asked about the bent frame", minute=1), talk("It costs 90 to straighten", minute=2)]
    with index_of(tmp_path, talks) as index:
        hits = ask(index, "What does it cost to straighten the bent frame?", KEEP_ALL)
        assert all(hit.voices[NEARBY] > 0.4 * (hit.word_share or 0) for hit in hits)
        silent = KEEP_ALL.model_copy(update={"nearby_weight": 0.0})
        assert all(NEARBY not in hit.voices for hit in ask(index, "the bent frame", silent))
