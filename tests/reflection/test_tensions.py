"""Tensions: two sentences that do not go together, and what only looks so."""

from __future__ import annotations

from dataclasses import replace

from cotw.records.message import Origin
from cotw.records.stability import Pulling
from cotw.reflection.tensions import tensions
from tests.extraction.talk import talk


def found(*said: str) -> list[tuple[Pulling, str, str]]:
    return [(one.kind, one.first.text, one.second.text) for one in tensions(talk(*said))]


def test_a_decision_taken_back() -> None:
    """Both sentences are shown, in order; taking back something else is none."""
    decided, back = "Let's go with the steel frame.", "On second thought, not the steel frame after all."
    assert found(f"H: {decided}", "Good.", f"H: {back}", "Aluminium, then.") == [
        (Pulling.TAKEN_BACK, decided, back)
    ]
    assert found(f"H: {decided}", "Good.", "H: The parcel came after all.", "Good.") == []
    assert found("H: Wir nehmen den blauen Lack.", "Gut.", "H: Doch nicht den blauen Lack.", "Gut.")


def test_two_instructions_that_look_contrary() -> None:
    """What is asked for and forbidden in nearly the same words."""
    assert found(
        "H: Always write the prices with tax.", "Yes.", "H: Never write the prices with tax.", "Yes."
    ) == [(Pulling.CONTRARY, "Always write the prices with tax.", "Never write the prices with tax.")]
    assert found("H: Always write the prices with tax.", "Yes.", "H: Never order on Sundays.", "Yes.") == []


def test_the_same_thing_corrected_again() -> None:
    """Two corrections of one thing; two of two things are two corrections."""
    first, again = (
        "No, the hub of the cargo bike has eight gears.",
        "That's wrong, the cargo bike hub has eight gears.",
    )
    assert [kind for kind, *_ in found(f"H: {first}", "Yes.", f"H: {again}", "Yes.")] == [
        Pulling.CORRECTED_AGAIN
    ]
    assert found(f"H: {first}", "Yes.", "H: That's wrong, Jonas comes on Monday.", "Yes.") == []


def test_reports_and_left_branches_say_nothing() -> None:
    """Only what a person was heard to say pulls."""
    said = talk("H: Let's go with the steel frame.", "Good.", "H: Not the steel frame after all.", "Good.")
    assert tensions(said)
    assert tensions([replace(one, origin=Origin.REPORTED) for one in said]) == []
    assert tensions([replace(one, branch="b1") for one in said]) == []
