"""Reviewing: rows of the truth table that are old, or that others contradict. Nothing is changed."""

from __future__ import annotations

from collections import Counter

from cotw.care.truth_review import note_review
from cotw.care.truth_table import truth_table
from cotw.jobs.job import Job, Outcome, Stint


def _wanted(stint: Stint) -> str:
    count = len(truth_table(stint.memory).every_row())
    return f"{count:,} rows of the truth table" if count else ""


def _run(stint: Stint) -> Outcome:
    return Outcome(dict(Counter(one.why.value for one in note_review(stint.memory))))


REVIEW = Job("truth", "Looks for rows of the truth table that are old or contradicted.", _run, _wanted)
