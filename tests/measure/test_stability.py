"""The labelled talks of benchmarks/labelled/stability, and how they are counted."""

from __future__ import annotations

from collections import Counter

from benchmarks.labelling import Counts
from benchmarks.stability import HALVES, counted, read_labelled
from cotw.records.stability import Term


def test_enough_of_each() -> None:
    """At least 120, many German, a third without a term; each half has each term three times or more."""
    labelled = read_labelled()
    assert len(labelled) >= 120
    assert len({one.id for one in labelled}) == len(labelled)
    assert sum(one.language == "de" for one in labelled) * 4 >= len(labelled)
    assert sum(not one.terms for one in labelled) * 3 >= len(labelled)
    for half in HALVES:
        there = Counter(term for one in labelled if one.half == half for term in one.terms)
        assert min(there[term] for term in Term) >= 3


def test_counting() -> None:
    """Found where it is not costs precision, not found where it is costs recall."""
    labelled = read_labelled()
    assert counted(labelled[:0])["all"] == Counts(0, 0, 0)
    assert (Counts(0, 0, 0).precision, Counts(0, 0, 0).recall) == (1.0, 1.0)
    assert (Counts(4, 3, 6).precision, Counts(4, 3, 6).recall) == (0.75, 0.5)
