"""Attempts are folded from lines of the journal, in whatever state those are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cotw.records.job_attempt import (
    Attempt,
    Phase,
    failures,
    fold_attempts,
    last_ended,
    was_cut_off,
)

NIGHT = date(2026, 3, 14)
BEGUN = Attempt("a1", "index", NIGHT, "s1", "timer", datetime(2026, 3, 14, 23, tzinfo=UTC))


def lines(*attempts: Attempt) -> list[dict[str, Any]]:
    return [{"at": f"2026-03-14T23:00:{n:02}Z", **one.record()} for n, one in enumerate(attempts)]


def test_an_attempt_is_what_its_last_line_says() -> None:
    """Counts and notes come back as they were."""
    over = replace(BEGUN, phase=Phase.ENDED, counts={"exchanges": 3}, notes=("a note",))
    (found,) = fold_attempts(lines(BEGUN, over))
    assert found == replace(over, over=datetime(2026, 3, 14, 23, 0, 1, tzinfo=UTC))
    assert last_ended([found], "index") == found
    assert not was_cut_off([found], "index")


def test_one_without_an_end_was_cut_off() -> None:
    """Until it is tried again."""
    found = fold_attempts(lines(BEGUN))
    assert was_cut_off(found, "index")
    again = replace(BEGUN, id="a2", phase=Phase.STOPPED)
    assert not was_cut_off(fold_attempts(lines(BEGUN, again)), "index")


def test_failures_are_those_of_a_night_since_it_went_well() -> None:
    """Former nights, and what came before a good end, do not count."""
    failed = [replace(BEGUN, id=f"f{n}", phase=Phase.FAILED, error="Locked") for n in range(3)]
    before = replace(failed[0], id="f9", night=date(2026, 3, 13))
    ended = replace(BEGUN, id="e", phase=Phase.ENDED)
    assert len(failures(fold_attempts(lines(before, *failed)), "index", NIGHT)) == 3
    assert failures(fold_attempts(lines(*failed, ended)), "index", NIGHT) == []


BROKEN: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "x", 3, [], {}, {"a": "b"}, "2026-03-14", "started"]
)


@given(st.dictionaries(st.sampled_from([*BEGUN.record(), "at", "counts", "notes"]), BROKEN))
def test_broken_lines_are_passed_over(changes: dict[str, Any]) -> None:
    """Whatever a person has written into the journal."""
    line = {"at": "2026-03-14T23:00:00Z", **BEGUN.record(), **changes, "job": None}
    assert len(fold_attempts([{"kind": "job"}, line])) <= 1
