"""Which sentences of a turn are worth quoting."""

from __future__ import annotations

import pytest

from cotw.continuity.quotable import announces, before_output, outcome, telling


@pytest.mark.parametrize(
    "sentence",
    [
        "Let me look at the rim.",
        "Now update the price list.",
        "I'll check the stand first.",
        "Now I have the full picture.",
        "Jetzt prüfe ich die Speichen.",
        "Lass mich die Felge ansehen.",
    ],
)
def test_a_step_is_announced(sentence: str) -> None:
    """What an agent does at once tells nothing afterwards."""
    assert announces(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Let me know which rim you want.",
        "Now the wheel is true.",
        "I'll look at the brake on Monday.",
        "Ich schaue mir morgen die Bremse an.",
        "The rim is bent.",
    ],
)
def test_what_is_put_off_is_no_step(sentence: str) -> None:
    """Nor is what is asked of the person, or how things are."""
    assert not announces(sentence)


def test_an_outcome_stands_behind_the_last_step() -> None:
    """What came of the work is told, not how it went."""
    said = [
        "I'll check the list.",
        "Two hubs are missing.",
        "Now add the hubs.",
        "Done.",
        "The list is whole.",
    ]
    assert outcome(said) == ["Done.", "The list is whole."]


@pytest.mark.parametrize("said", [[], ["Let me look at the rim."], ["The rim is bent.", "Let me look."]])
def test_an_answer_that_ends_with_a_step_keeps_the_rest(said: list[str]) -> None:
    """Whoever said anything is quoted with something."""
    assert outcome(said) == ([said[0]] if said else [])


def test_what_led_to_code_is_left_out() -> None:
    """Where code stood nothing follows; before the items of a list it stays."""
    assert telling(["The list is now:", "It prints well."]) == ["It prints well."]
    assert telling(["Missing are:", "two hubs of steel"]) == ["Missing are:", "two hubs of steel"]
    assert telling(["`rim.py` → `Rim.width()` in `stand.py`", "It is true."]) == ["It is true."]


def test_what_is_pasted_is_left_out() -> None:
    """Of the lines of a program that a person pastes a few stay; what was asked before them stays."""
    pasted = [
        "Why does it fail?",
        "Run make rims",
        "Missing (1)",
        "hub stand.py:51",
        "Unlisted (4)",
        "rim",
        "hub",
    ]
    assert before_output(pasted) == pasted[:4]
    assert before_output(["We need:", "hubs", "rims", "Order both."]) == [
        "We need:",
        "hubs",
        "rims",
        "Order both.",
    ]
