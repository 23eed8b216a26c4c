"""Meta-patterns: which ways through the graph led to hits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cotw.records.hit import RecallFilters
from cotw.records.recall_record import Build, RecallRecord, RecordedHit
from cotw.retrieval.patterns import BACKWARDS, Pattern, patterns
from tests.builders import NOON
from tests.retrieval.builders import index_of, talk

MARA = talk("My sister Mara lives in Berlin.", minute=0)
BERLIN = talk("Nothing beats the river in Berlin.", minute=1)
JONAS = talk("My brother Jonas lives in Hamburg.", minute=2)
LUNCH = talk("Lunch was fine.", minute=3)


def asked(question: str, *hits: str, minute: int = 60) -> RecallRecord:
    """A recall that found these exchanges."""
    return RecallRecord(
        question,
        NOON + timedelta(minutes=minute),
        None,
        None,
        RecallFilters(),
        5,
        {},
        Build("b", "1", "s", 4, "d", 1, "e", "0"),
        tuple(RecordedHit(hit, 1.0, {}, {}) for hit in hits),
    )


def test_a_way_pays_by_what_was_found_at_its_end(tmp_path: Path) -> None:
    """From Mara to Berlin leads `located_in`; of the two exchanges that name Berlin one was a hit."""
    with index_of(tmp_path, [MARA, BERLIN, JONAS, LUNCH]) as index:
        found = {one.steps: one for one in patterns(index, [asked("where is Mara?", BERLIN.id)])}
    assert found[("located_in",)] == Pattern(("located_in",), recalls=1, paid=1, reached=2, hits=1)
    assert found[()] == Pattern((), recalls=1, paid=0, reached=1, hits=0)


def test_links_are_walked_both_ways(tmp_path: Path) -> None:
    """Asked for Berlin, the way back leads to who lives there."""
    with index_of(tmp_path, [MARA, BERLIN]) as index:
        (first, *_) = patterns(index, [asked("who is in Berlin?", MARA.id), asked("Berlin", MARA.id)])
        assert (first.steps, first.recalls) == ((BACKWARDS + "located_in",), 2)
        assert first.share == 1.0


def test_what_was_said_later_was_not_missed(tmp_path: Path) -> None:
    """An exchange that came after the question does not lower the yield of a way that leads to it."""
    with index_of(tmp_path, [MARA, BERLIN]) as index:
        found = patterns(index, [asked("Mara", MARA.id, minute=0)])
    assert [(one.steps, one.reached) for one in found if one.steps in ((), ("located_in",))] == [
        ((), 1),
        (("located_in",), 1),
    ]


def test_few_cases_are_worth_little() -> None:
    """One hit of one is less sure than 80 of 100."""
    assert Pattern((), 1, 1, 1, 1).surely < Pattern((), 9, 9, 100, 80).surely
    assert Pattern((), 1, 0, 1, 0).surely == pytest.approx(0.0)
