"""Signs of standing: whose words count, how far they move what, and what only looks like one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.standing import HALVES, counted, read_labelled
from cotw.extraction.spoken import HUMAN
from cotw.records.standing import Dimension, Direction
from cotw.reflection.heard import heard
from cotw.reflection.standing_patterns import PATTERNS, SURE_ENOUGH
from cotw.reflection.standing_signs import LONGEST, signs

# Letters of no word that any rule knows.
_NOTHING = st.text("bcdfgjkqvxzäöß0123456789 \n.,!?:`\"'#>*-_()[]{}é🚲\x00\u202e", max_size=300)


def found(text: str) -> list[str]:
    """The names of the patterns of a message."""
    return [sign.pattern.name for sign in signs(text)]


def test_there_are_patterns_enough_each_with_its_share() -> None:
    """At least 22 in four dimensions, each dimension moved both ways; none is less sure than counts."""
    assert len({pattern.name for pattern in PATTERNS}) == len(PATTERNS) >= 22
    for dimension in Dimension:
        of = [pattern.direction.delta for pattern in PATTERNS if pattern.dimension is dimension]
        assert min(of) < 0 < max(of)
    assert all(SURE_ENOUGH <= pattern.confidence <= 1 for pattern in PATTERNS)
    assert [direction.delta for direction in Direction] == [0.20, 0.10, -0.15, -0.25]


def test_a_sign_moves_by_its_direction_times_how_sure_it_is() -> None:
    """0.20 × 0.80 up for a mistake that is owned; the words and the sentence lead back to the message."""
    said = "The hub first. I was wrong about the spokes!"
    (sign,) = signs(said)
    assert (sign.pattern.name, sign.delta) == ("owns-mistake", 0.16)
    assert said[sign.evidence.begin :].startswith(sign.evidence.words)
    assert sign.evidence.quote == "I was wrong about the spokes!"


@pytest.mark.parametrize(
    "said",
    [
        "Was I wrong about the hub?",
        "If I was wrong about the price, tell me.",
        "I don't think I was wrong.",
        "Jonas said I was wrong.",
        'The customer writes "I was wrong, I lied to you".',
        "> I was wrong and I apologised.\nWhat do I answer?",
        "What does this print?\n```\nprint('I was wrong')\n```",
        "Rename `i_was_wrong` to mistaken.",
        "Write to Yusuf: I was wrong, and I am scared.",
        "Translate this.\nI was wrong about the rim.",
        "In the story I was wrong about the murderer.",
        "Maybe I was wrong about the colour.",
        "The segfault is my default.",
        "Ich habe mich nicht geirrt.",
        "Der Kunde meint, das war mein Fehler.",
    ],
)
def test_what_only_looks_like_a_sign_is_none(said: str) -> None:
    """What is asked, supposed, denied, doubted, quoted, code, or said by or written for others."""
    assert found(said) == []


def test_a_message_counts_once_in_each_dimension() -> None:
    """Who says it five times has said it once; of two signs the one counts that moves more."""
    assert found("I was wrong. I was wrong. My mistake. I messed up. I have to admit it.") == ["owns-mistake"]
    assert found("I have to admit that I lied to Yusuf.") == ["hides-truth"]
    assert found("I was wrong, and I apologised to Freya.") == ["owns-mistake", "makes-amends"]


def test_a_page_that_was_pasted_is_nobodys_word() -> None:
    """What is longer than people type is not read."""
    assert found("I was wrong. " + "x " * LONGEST) == []


def test_every_way_says_what_it_must_hold() -> None:
    """The words by which a text is passed over quickly never hide what the pattern would find."""
    for one in read_labelled():
        side = heard(one.human, HUMAN)
        for way in (way for pattern in PATTERNS for way in pattern.ways):
            if any(way.pattern.search(sentence.text) for sentence in side.sentences):
                assert way.may_stand_in(side.small), (one.id, way)


def test_the_labelled_set_is_big_mixed_and_found() -> None:
    """150 exchanges or more, hard ones without a sign among them; the floor of both halves holds."""
    labelled = read_labelled()
    assert len({one.id for one in labelled}) == len(labelled) >= 150
    assert sum(not one.signs for one in labelled) * 3 >= len(labelled)
    assert sum(one.language == "de" for one in labelled) * 5 >= len(labelled)
    assert {name for one in labelled for name in one.signs} == {pattern.name for pattern in PATTERNS}
    for half in HALVES:
        counts = counted([one for one in labelled if one.half == half])
        assert counts.precision >= 0.9, half
        assert counts.recall >= 0.65, half


@settings(max_examples=100, deadline=None)
@given(_NOTHING)
def test_text_without_words_of_any_rule_moves_nothing(text: str) -> None:
    """Whatever else stands in it."""
    assert found(text) == []


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=LONGEST + 50))
def test_any_text_is_read_without_complaint(text: str) -> None:
    """Lone surrogates, controls and all; never more than one sign a dimension."""
    read = signs(text)
    assert len({sign.pattern.dimension for sign in read}) == len(read) <= len(Dimension)


@pytest.mark.parametrize(
    "piece",
    [
        "I have put ", "I was ", "ich habe ", "I told you that it ", "I'm so ", "I promised to you ",
        "I don't want to ", "I said I would ", "ah oh sorry no ", "\"", "`", " ", "\t", "you're such a ",
        "I've done it every ", "es tut mir leid ", "was ich ", "what I said ", "I " * 20, "the ", "not ",
    ],
)  # fmt: skip
def test_no_text_takes_longer_than_its_length(piece: str) -> None:
    """Beginnings of every rule again and again: a hundredth of a second or two, not minutes."""
    began = time.thread_time()
    signs((piece * LONGEST)[:LONGEST])
    assert time.thread_time() - began < 0.5
