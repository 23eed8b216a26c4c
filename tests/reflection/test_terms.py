"""The terms of entropy: what counts, whose words count, and what only looks so."""

from __future__ import annotations

import pytest

from cotw.records.stability import Evidence, Term
from cotw.reflection.entropy import entropies
from tests.extraction.talk import talk


def terms(*said: str) -> dict[Term, float]:
    """The terms of the last exchange of a talk, with what they add."""
    return {one.term: one.amount for one in entropies(talk(*said))[-1].weights}


def evidence(*said: str) -> list[Evidence]:
    """All the words of the last exchange that made a term."""
    return [words for one in entropies(talk(*said))[-1].weights for words in one.evidence]


@pytest.mark.parametrize(
    ("said", "term", "amount"),
    [
        ("No, that's wrong, it is a 20 inch wheel.", Term.CORRECTION, 0.40),
        ("Nein, das ist falsch, es ist ein 20-Zoll-Rad.", Term.CORRECTION, 0.40),
        ("Let's call it the slow lane.", Term.NOVEL_CONCEPT, 0.15),
        ("I'm so angry about the late parcel.", Term.EMOTION, 0.30),
        ("Ich bin total genervt von der Kasse.", Term.EMOTION, 0.30),
        ("The manual contradicts itself.", Term.PARADOX, 0.20),
        ("I notice that I always put the books off.", Term.METACOGNITION, 0.20),
        ("You said the till was fixed, but it still doesn't add up.", Term.PLAN_MISMATCH, 0.30),
        ("You keep repeating yourself.", Term.QUALITY_DECAY, 0.20),
        ("This is a conversation about our conversation.", Term.RECURSIVE_META, 0.15),
        ("I trust you with the books.", Term.RELATIONAL, 0.20),
    ],
)
def test_each_term_has_its_weight(said: str, term: Term, amount: float) -> None:
    """SPEC's figures, in both languages."""
    assert terms(f"H: {said}", "Noted.")[term] == amount


@pytest.mark.parametrize(
    "said",
    [
        "That's not wrong, go on.",
        "What is wrong with the rear brake?",
        "I'm not angry about the scratch.",
        "If I am angry, I write no mails.",
        "Ich habe keine Angst vor dem Lift.",
        "There is no contradiction between the lists.",
        'The customer writes "that\'s wrong, I am furious".',
        "> I'm furious. That's wrong.\nAnswer this mail.",
        'Explain this:\n```\nraise ValueError("that\'s wrong, I am so angry")\n```',
        "Rename the attribute `that is wrong` to butterfly.",
        "Let's call it a day.",
        "No tests were found.",
    ],
)
def test_what_is_denied_asked_quoted_or_code_does_not_count(said: str) -> None:
    """Nor what holds a trigger within another word."""
    assert terms(f"H: {said}", "Noted.") == {}


def test_an_agents_manner_is_no_feeling() -> None:
    """Emotions, corrections and what is between the two are taken from the person alone."""
    assert (
        terms("H: Sort the list.", "I'm so happy to. I love lists, and I trust you. No, that's wrong.") == {}
    )


def test_a_no_to_a_question_is_an_answer() -> None:
    """The same "no" corrects where nothing was asked."""
    assert terms("H: The rim, please.", "Shall I order two?", "H: No, one.", "One.") == {}
    assert Term.CORRECTION in terms("H: The rim, please.", "I ordered two.", "H: No, one.", "One.")


def test_a_concept_is_new_once() -> None:
    """Two at most add up; a name that was said before adds nothing."""
    coin = "H: Let's call it the slow lane."
    assert terms(coin, "Good.", "H: Put it there. Let's call it the slow lane.", "There.") == {}
    many = "Let's call it rust row. Let's call it the pile. I define debt as work undone."
    assert terms(f"H: {many}", "Good.")[Term.NOVEL_CONCEPT] == 0.30


def test_what_was_said_to_be_done_and_is_not_takes_two() -> None:
    """The person's "still broken" and the agent's "done" are both shown; neither is enough alone."""
    said = (
        "H: Fix the page.",
        "Done, the page is fixed.",
        "H: The page is still broken.",
        "The cache was old.",
    )
    assert [one.speaker for one in evidence(*said)] == ["human", "agent"]
    assert terms("H: Which page?", "The booking page.", "H: The page is still broken.", "I see.") == {}


def test_the_same_again_is_a_worse_answer() -> None:
    """A question asked again, or an answer given again, in nearly the same words; short ones never."""
    ask = "H: Which spokes fit the rear wheel of the cargo bike of Jonas?"
    assert Term.QUALITY_DECAY in terms(ask, "It is a Bullitt.", ask, "2 mm.")
    answer = "Open the valve, push the fluid through, close the valve again."
    assert Term.QUALITY_DECAY in terms("H: How?", answer, "H: And the hose?", answer)
    assert terms("H: Yes.", "Done.", "H: Yes.", "Done.") == {}


def test_the_deeper_the_talk_about_talk_the_more() -> None:
    """Each further turn of thought about thought adds as much, three at most."""
    steps = ("thinking", "thinking about thinking", "thinking about thinking about thinking")
    found = [terms(f"H: My {step}.", "Yes.").get(Term.RECURSIVE_META, 0.0) for step in steps]
    assert found == [0.0, 0.15, 0.30]
    deep = " about ".join(["thinking"] * 6)
    assert terms(f"H: {deep}.", "Yes.")[Term.RECURSIVE_META] == 0.45


def test_what_is_between_them_has_an_end() -> None:
    """Trust, thanks, amends and belonging add up to 0.35 at most."""
    said = "I trust you. Thank you for staying with me. I'm sorry I snapped at you. We make a good team."
    assert terms(f"H: {said}", "Yes.")[Term.RELATIONAL] == 0.35


def test_the_words_stand_where_the_evidence_says() -> None:
    """Place and words lead back to the text; the quote is the whole sentence, with what was quoted in it."""
    said = 'Look: `x = 1`. About "the rim": that\'s wrong!'
    (one,) = evidence(f"H: {said}", "Noted.")
    assert said[one.begin :].startswith(one.words)
    assert one.quote == 'About "the rim": that\'s wrong!'
    assert one.speaker == "human"
