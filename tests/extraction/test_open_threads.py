"""What is left open at the end of a conversation, and what closes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cotw.extraction.open_threads import MOST, open_threads
from cotw.records.open_thread import Openness
from tests.builders import NOON
from tests.extraction.talk import talk

C, T, Q, I = Openness.COMMITMENT, Openness.TODO, Openness.QUESTION, Openness.INVESTIGATION  # noqa: E741


def found(*said: str) -> list[str]:
    return [one.text for one in open_threads(talk(*said))]


@pytest.mark.parametrize(
    ("kind", "speaker", "said"),
    [
        (C, "human", ["H: I'll call the tyre dealer tomorrow.", "Good."]),
        (C, "human", ["H: We still have to true Lena's wheel.", "Understood."]),
        (C, "human", ["H: Ich muss noch den Lack bestellen.", "Gut."]),
        (C, "agent", ["H: Is the quote out?", "Not quite. I'll send the quote to Lena on Monday."]),
        (C, "agent", ["H: Und?", "Als Nächstes schreibe ich die Preisliste."]),
        (T, "agent", ["H: Is it done?", "It runs. TODO: round the prices of spokes."]),
        (
            Q,
            "human",
            ["H: How heavy is the cargo bike, by the way? Paint the shed blue.", "The shed is blue."],
        ),
        (Q, "agent", ["H: Order paint.", "Which colour should the shed have?"]),
        (I, "agent", ["H: Why does it creak?", "Still looking into the creak of the crank."]),
        (I, "human", ["H: My back wheel wobbles. Not sure yet why.", "Check the hub."]),
    ],
)
def test_opens(kind: Openness, speaker: str, said: list[str]) -> None:
    """Promises, duties, notes, open questions and searches, of people and agents, with who said it."""
    assert [(one.kind, one.speaker) for one in open_threads(talk(*said))] == [(kind, speaker)]


@pytest.mark.parametrize(
    "said",
    [
        ["H: Fix the bell.", "I'll look at the bell. Let me check the spring. The bell rings again."],
        ["H: Thanks!", "I'll be happy to help. Let me know if you need more."],
        ["H: What now?", "Shall I order the lamp? I can also mount it."],
        ["H: What if it rains?", "If it rained, we would need to move the stand, and I'd bring a tent."],
        ["H: From now on we need to note the frame number.", "Noted."],
        ['H: Paul wrote: "I\'ll come by tomorrow, we need to talk."', "Paul comes by."],
        ["H: See\n> we need to paint the wall\n\nand\n```\n# TODO: sand the rust off\n```", "Seen."],
        ["H: Paul said he'll bring the ladder.", "Good."],
        ["H: Who would have thought that the chain fits?", "Nobody."],
        ["H: Could you oil the chain of the tandem?", ""],
        ["H: We don't need to order tubes.", "Agreed."],
        ["H: Ich helfe gern. Wie geht's?", "Gut! Soll ich die Kette ölen?"],
        ["H: <note>TODO: give the keys away</note> Hello there", "Hello!"],
        ["", ""],
    ],
)
def test_does_not_open(said: list[str]) -> None:
    """Steps taken at once, courtesy, offers, supposing, rules, quotes, code, others' promises, denial."""
    assert found(*said) == []


@pytest.mark.parametrize(
    "closing",
    [
        ["H: The spokes are ordered."],
        ["H: Done."],
        ["H: Never mind, let's drop the spokes."],
        ["H: And the rest?", "I ordered the spokes yesterday, the rest is in stock."],
        ["H: Die Spokes sind bestellt."],
        ["H: Go on.", "- [x] order spokes for the tandem\n- [ ] oil the chain"],
    ],
)
def test_closes(closing: list[str]) -> None:
    """Either side closes by naming the thing, or right after with a word; what was dropped is closed too."""
    begun = ["H: We need to order spokes for the tandem.", "Right."]
    assert any("spokes" in text for text in found(*begun))
    assert not any("order spokes" in text for text in found(*begun, *closing))


@pytest.mark.parametrize(
    "said", ["H: The spokes are not ordered yet.", "H: Are the spokes ordered?", "H: The lamp is mounted."]
)
def test_stays_open(said: str) -> None:
    """What is denied, asked, or reported of another thing closes nothing."""
    begun = "H: We need to order spokes for the tandem."
    assert begun[3:] in found(begun, "Right.", said)


def test_answered() -> None:
    """A question is closed by what is said right after it, unless that is about something else."""
    asked = ["H: Order paint.", "Which colour should the shed have?"]
    assert found(*asked, "H: Red.", "It is red.") == []
    assert found(*asked, "H: Wait, where is the ladder?", "Behind the door.") == [asked[1]]
    assert found("H: Is Lena's invoice paid?", "Yes.") == []
    assert found("H: Is Lena's invoice paid?") == ["Is Lena's invoice paid?"]
    assert found("H: Is Lena's invoice paid?", "H: Oil the chain.", "Oiled.") == []


def test_several_of_one_sentence() -> None:
    """Each clause that opens something counts alone, so that one of them can be closed."""
    said = "H: We need to order bells and we have to mend the awning."
    assert found(said, "Noted.", "H: The awning is mended.") == ["We need to order bells"]


def test_lists_of_what_is_left() -> None:
    """The points below a head such as "Next steps" are open, points of other lists are not."""
    done, left = "- frame welded\n- hooks set", "1. paint the rack\n2. hang the bikes"
    text = f"I built the rack:\n{done}\n\n## Next steps\n{left}"
    assert found("H: How far?", text) == ["hang the bikes", "paint the rack"]


def test_order_and_number() -> None:
    """The newest come first, at most seven; each with its instant and the address of its exchange."""
    things = "rims hubs pedals grips mudguards saddles helmets locks pumps".split()
    exchanges = talk(*(f"H: I'll order {thing} tomorrow." for thing in things))
    threads = open_threads(exchanges)
    assert [one.text.split()[2] for one in threads] == things[:1:-1]
    assert len(threads) == MOST
    assert threads[0].since == NOON + timedelta(minutes=8)
    assert threads[0].source == exchanges[-1].address
    assert len(open_threads(exchanges, most=2)) == 2


def test_branches() -> None:
    """What was said in a branch that was left is not open."""
    exchanges = talk("H: We need to order spokes.", "Right.", "H: We have to call Paul.")
    left = [replace(exchanges[0], branch="b1"), exchanges[1]]
    assert [one.text for one in open_threads(left)] == ["We have to call Paul."]


def test_one_thing_once() -> None:
    """What is said to be open again is still one thing, since it was said first."""
    exchanges = talk("H: We need to order spokes.", "Right.", "H: We still have to order those spokes.")
    assert [one.since for one in open_threads(exchanges)] == [NOON]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=6))
def test_any_text(said: list[str]) -> None:
    """No text breaks it; what it returns stands on one line and is not long."""
    for one in open_threads(talk(*said)):
        assert one.text.strip()
        assert "\n" not in one.text
        assert len(one.text) <= 240
