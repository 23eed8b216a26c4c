"""Distilling: what only says that something is asked is left out of a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.distilling import distilled
from cotw.extraction.words import query_words


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Do you remember when I told you about Lena's saddle?", "Lena's saddle?"),
        ("do you still remember what the lease costs?", "what the lease costs?"),
        ("Hey, can you please tell me where the pump is?", "where the pump is?"),
        ("I was wondering, could you remind me who Yusuf is?", "who Yusuf is?"),
        ("I was just wondering if the tyres came", "the tyres came"),
        ("Did I ever tell you about the cargo bike?", "the cargo bike?"),
        ("I'd like to know how much the stand weighs", "how much the stand weighs"),
        ("Sorry, remind me again of the torque of the crank", "the torque of the crank"),
        ("What was the torque of the crank, do you remember?", "What was the torque of the crank?"),
        ("Weißt du noch, wo der Kompressor steht?", "wo der Kompressor steht?"),
        ("Kannst du mir bitte sagen, was Yusuf wollte?", "was Yusuf wollte?"),
    ],
)
def test_preambles_are_left_out(question: str, left: str) -> None:
    """However many of them stand before what is meant, or after it."""
    assert distilled(question) == left


@pytest.mark.parametrize(
    "question",
    [
        "Who can recall the tyres?",
        "Where did I tell Yusuf to meet me?",
        "What do you know about gears?",
        "Can you true a wheel without a stand?",
        "Sometimes the chain slips",
        "自転車の鍵はどこ？",
    ],
)
def test_what_is_meant_stays(question: str) -> None:
    """The same words further on are part of the question."""
    assert distilled(question) == question


@pytest.mark.parametrize("question", ["Do you remember?", "can you tell me", "I was wondering", "please", ""])
def test_something_is_left(question: str) -> None:
    """A question that is nothing but a preamble is asked as it is."""
    assert distilled(question) == question


@given(st.text(max_size=80))
def test_only_shorter(text: str) -> None:
    """Nothing is added but a question mark, and words are never lost altogether."""
    left = distilled(text)
    assert left.removesuffix("?").strip() in text
    assert bool(query_words(left)) == bool(query_words(text))
