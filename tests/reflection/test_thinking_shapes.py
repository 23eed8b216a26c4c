"""What may become a trait: one sentence in plain sight."""

from __future__ import annotations

import pytest

from cotw.reflection.thinking_shapes import trait_sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "I do it.\U000e0059\U000e0065\U000e0073",  # tag characters spell a text of their own
        "I do\U000e0059 it.",
        "I do\u200b it.",
        "I \u202edo it.",
        "I do\u00ad it.",
        "I do\U000e0100 it.",
        "I do\ufe00 it.",
    ],
)
def test_what_a_person_cannot_see_they_are_not_asked_about(sentence: str) -> None:
    """A sentence with characters that have no shape is none; nor could it be told from one without."""
    with pytest.raises(ValueError, match=r"cannot be seen|its full stop"):
        trait_sentence(sentence)


@pytest.mark.parametrize(
    "sentence", ["I do it.", "Ich frage nach, wenn eine Zahl fehlt.", "I mark it with \u2714\ufe0f."]
)
def test_what_they_can_see_stays(sentence: str) -> None:
    """Letters, numbers, signs and pictures, as they are; done twice it is the same."""
    assert trait_sentence(trait_sentence(sentence)) == sentence
