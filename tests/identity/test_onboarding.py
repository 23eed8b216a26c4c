"""Onboarding: answers become sections of ANCHOR.md, and nothing else changes."""

from __future__ import annotations

import pytest

from cotw.founding import starters
from cotw.identity.meant import meant
from cotw.identity.onboarding import QUESTIONS, answered, standing_answers

STARTER = starters()["ANCHOR.md"].decode()


def test_there_are_six_at_most() -> None:
    """Nobody is interrogated."""
    assert len(QUESTIONS) <= 6


def test_no_answer_changes_nothing() -> None:
    """To the byte."""
    assert answered(STARTER, {one.heading: "  " for one in QUESTIONS}) == STARTER


def test_an_answer_goes_below_its_heading() -> None:
    """The comment for the person stays; the other sections stay empty."""
    text = answered(STARTER, {"How to call me": "Mara", "Never": "Order spokes alone."})
    assert meant(text) == "# Anchor\n\n## How to call me\n\nMara\n\n## Never\n\nOrder spokes alone."
    assert text.replace("Mara\n\n", "").replace("Order spokes alone.\n", "").rstrip() == STARTER.rstrip()
    assert standing_answers(text) == {"How to call me": "Mara", "Never": "Order spokes alone."}


def test_answering_again_changes_that_section_alone() -> None:
    """What was written by hand elsewhere stays, also below headings of one's own."""
    by_hand = "Mine.\n\n## Language\n<!-- c -->\nGerman\n\n## Bikes\nTwo.\n\n\n## How to call me\nMara L.\n"
    text = answered(by_hand, {"Language": "English"})
    assert text == by_hand.replace("\n<!-- c -->\nGerman\n", "\n\n<!-- c -->\n\nEnglish\n")
    assert answered(text, {"Language": "English"}) == text


def test_a_heading_that_is_not_there_is_added() -> None:
    """At the end; an empty file gets just that."""
    assert answered("## Bikes\nTwo.\n", {"Language": "German"}) == "## Bikes\nTwo.\n\n## Language\n\nGerman\n"
    assert answered("", {"Language": "German"}) == "## Language\n\nGerman\n"


@pytest.mark.parametrize(
    "answer", ["# Soul", "<!-- hidden", "```", "~~~ sh", "a\n## b", "x --> y", "🚲 räder"]
)
def test_an_answer_is_a_line_whatever_is_typed(answer: str) -> None:
    """It opens neither heading nor comment nor fence, and the next section is still one."""
    text = answered(STARTER, {"Language": answer})
    assert standing_answers(answered(text, {"Never": "Lie."}))["Never"] == "Lie."
    assert len(standing_answers(text)) == 1
