"""Not knowing: an exchange that asks for a memory and gets none."""

from __future__ import annotations

import pytest

from cotw.extraction.not_knowing import adds_nothing

ASKED = "Do you remember what torque we used for the crank?"


@pytest.mark.parametrize(
    "answer",
    [
        "I don't remember.",
        "I'm sorry, I don't have any record of that. Could you tell me more?",
        "I do not have access to earlier conversations.",
        "Unfortunately I have no memory of a crank. If you tell me the bike, I can look up the usual torque.",
        "I can't recall that, I'm afraid. You could measure it with a wrench.",
        "I couldn't find any mention of the torque for the crank.",
        "You haven't mentioned it.",
        "I'm not sure which crank you mean. Which bike was it?",
        "No idea, sorry!",
        "That doesn't ring a bell.",
        "Das weiß ich leider nicht.",
        "Daran kann ich mich nicht erinnern.",
        "Je ne me souviens pas.",
        "No recuerdo nada de eso.",
        "覚えていません。",
        "Yes, of course I remember!",
        "",
    ],
)
def test_nothing_is_told(answer: str) -> None:
    """Not knowing, with offers, apologies and questions back, in whatever language; or a mere yes."""
    assert adds_nothing(ASKED, answer)


@pytest.mark.parametrize(
    "answer",
    [
        "I don't remember the day, but you wrote that it was 50 Nm with grease on the threads.",
        "I'm not sure who said it. Your note of Tuesday says fifty newton metres, left side first.",
        "I have no record of the first try. On the second one you used 50 Nm and a new bolt.",
        "50 Nm.",
        "Yes: fifty, on both sides.",
    ],
)
def test_a_good_answer_survives(answer: str) -> None:
    """What merely begins so, or tells something in a word."""
    assert not adds_nothing(ASKED, answer)


@pytest.mark.parametrize(
    "said",
    [
        "Tariq used 50 Nm for the crank of the Surly. Do you remember the other one?",
        "I bought a new torque wrench today, from the wholesaler in Halle.",
    ],
)
def test_what_the_person_tells_survives(said: str) -> None:
    """An exchange in which the person tells something is a memory, whatever the answer is."""
    assert not adds_nothing(said, "I don't remember anything of that.")


def test_asking_for_something_else() -> None:
    """A short answer to a question that asks for no memory is an answer; long ones are always."""
    assert not adds_nothing("Is the pump chained?", "Yes.")
    assert not adds_nothing(ASKED, "I don't remember. " + "The stand by the window is free. " * 40)
    assert not adds_nothing("", "I don't know.")


def test_other_ways_of_asking() -> None:
    """Without a question mark, or in another language, it is asked as well."""
    for asked in (
        "what did we say about the lease",
        "Weißt du noch, wo der Schlüssel ist?",
        "remind me who Yusuf is",
    ):
        assert adds_nothing(asked, "I don't know, sorry.")
