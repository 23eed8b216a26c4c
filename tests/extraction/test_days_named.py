"""Which sentences name a date or a deadline."""

from __future__ import annotations

import pytest

from cotw.extraction.days_named import days_in, names_a_day


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("It must be done by Friday.", ("by Friday",)),
        ("The fair is on 6 May 2026, or next week.", ("6 May 2026", "next week")),
        ("Bis Montag, spätestens am 11.5.", ("Bis Montag", "11.5.")),
        ("Das machen wir morgen.", ("morgen",)),
        ("In two weeks the shop moves.", ("In two weeks",)),
        ("The deadline is 2026-03-18.", ("The deadline", "2026-03-18")),
    ],
)
def test_a_day_is_named(sentence: str, named: tuple[str, ...]) -> None:
    """In English and German, past or to come, as it is written."""
    assert names_a_day(sentence)
    assert days_in(sentence) == named


@pytest.mark.parametrize(
    "sentence",
    [
        "Guten Morgen zusammen!",
        "You may order 26 rims.",
        "2026-03-14 12:00:07 ERROR no rim",
        "see /home/mara/notes/2026-03-14.md",
        "look: '/home/mara/Bike Photos/Rim 2026-03-14 at noon.png'",
        "Version 1.2.3 is out.",
        "The rim has 36 holes.",
        "The wheel was true 10 minutes ago.",
        "Vor zwei Stunden war die Felge noch da.",
    ],
)
def test_no_day_is_named(sentence: str) -> None:
    """Greetings, counts, log lines, paths and versions are no days."""
    assert not names_a_day(sentence)
