"""Signs of time: what keeps questions without any from being read at length."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cotw.extraction.time_signs import may_tell_time
from cotw.extraction.time_words import HOLIDAYS, MONTHS, PARTS, SEASONS, SHORT_MONTHS, UNITS, WEEKDAYS
from cotw.extraction.times import read_time

NOW = datetime(2026, 3, 27, 18, 0, tzinfo=UTC)
TABLES = (MONTHS, SHORT_MONTHS, SEASONS, HOLIDAYS, PARTS, UNITS, WEEKDAYS)
NAMED = [word for table in TABLES for word in table]
AROUND = """
    in on at since until before after during last this the first time between and ago two few past
    quarter other today yesterday tonight weekend recently lately when did we how long most im am
    seit vor nach bis ab zwischen letzte letzten vorigen dieser heute gestern vorgestern zuletzt
    neulich beim ersten mal was war he the fair moved während als bevor nachdem q3 2024 3.5.2024
    2024-05-03
""".split()


@pytest.mark.parametrize(
    "question",
    [
        "what did we decide about the login page?",
        "who is Mara?",
        "Wo steht das Rad?",
        "東京の天気は?",
        "🚲",
        "",
    ],
)
def test_no_sign(question: str) -> None:
    """Most questions speak of no time."""
    assert not may_tell_time(question)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(AROUND + NAMED), min_size=1, max_size=6), st.booleans())
def test_nothing_is_missed(words: list[str], loud: bool) -> None:
    """Where a time can be read there is a sign of it."""
    question = " ".join(words)
    question = question.upper() if loud else question
    assert may_tell_time(question) or read_time(question, NOW, UTC) is None


def test_rules_are_not_loaded() -> None:
    """Without a sign the rules and the date library stay where they are: both would slow every start."""
    program = (
        "import sys, cotw.retrieval.recall; from cotw.retrieval.asking import _time_in;"
        "from datetime import datetime, UTC; assert _time_in('who is Mara?', datetime.now(UTC), UTC) is None;"
        "rules = {'dateutil', 'cotw.extraction.times', 'cotw.extraction.time_events'};"
        "assert not rules & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
