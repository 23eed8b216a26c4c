"""Words of stress, correction, thanks and tone, and the language they are in."""

from __future__ import annotations

import pytest

from cotw.extraction.manner import corrects, stresses, thanks, tone_words, tongue


@pytest.mark.parametrize(
    ("sentence", "is_correction"),
    [
        ("No, it is a 20 inch wheel.", True),
        ("That's wrong.", True),
        ("Nein, das ist die falsche Felge.", True),
        ("Actually, take the other one.", True),
        ("No spokes are left.", False),
        ("There is no hurry, actually.", False),
        ("Noch eine Frage.", False),
    ],
)
def test_corrections(sentence: str, is_correction: bool) -> None:
    """A sentence that begins as one that puts something right, by whole words."""
    assert corrects(sentence) is is_correction


def test_stress() -> None:
    """Important, never, unbedingt; not in a question."""
    assert stresses("Important: the rim first.")
    assert stresses("Bitte nicht dort bestellen.")
    assert not stresses("Is it important?")
    assert not stresses("The mustard is out.")


def test_thanks_and_tone() -> None:
    """Whole words in any case, as they were used."""
    assert thanks("Vielen Dank!")
    assert not thanks("The tank is full.")
    assert tone_words("Perfect! And schade, greatly.") == ("perfect", "schade")


def test_tongue() -> None:
    """Small words tell a language; too few of them tell none."""
    assert tongue("What is the rim that we have?") == "English"
    assert tongue("Was ist mit der Felge, die wir haben?") == "German"
    assert tongue("Felge 26!") is None
