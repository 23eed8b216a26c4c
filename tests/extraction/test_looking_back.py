"""Looking back: whether what is said is past."""

from __future__ import annotations

import pytest

from cotw.extraction.looking_back import looks_back


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("What did we sell in July?", True),
        ("Which bikes came in July?", True),
        ("Do you remember the fair in July?", True),
        ("What is the bell that Mara sold in July?", True),
        ("Was haben wir im Juli verkauft?", True),
        ("Wohin sind wir umgezogen im Juli?", False),
        ("nachdem wir umgezogen sind im Juli", True),
        ("brakes in July", True),
        ("Where can we ride in July?", False),
        ("Which bells are polished in July?", False),
        ("Do you have any plans in July?", False),
        ("Was ist der Plan im Juli?", False),
        ("We sold the red one, and where do we ride in July?", False),
        ("Where do we ride, as we did in July?", True),
    ],
)
def test_clause(text: str, past: bool) -> None:
    """The clause itself is asked first; a few words without a verb are what somebody looks for."""
    assert looks_back(text, text.index("Jul")) is past


def test_surely() -> None:
    """Where it has to be sure, no verb at all is not enough."""
    assert not looks_back("brakes before the fair", 7, surely=True)
    assert looks_back("brakes we sold before the fair", 15, surely=True)
