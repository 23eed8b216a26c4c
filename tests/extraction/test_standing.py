"""Standing: what holds until further notice is told from habits, stories and questions."""

from __future__ import annotations

import pytest

from cotw.extraction.standing import MOST, standing


@pytest.mark.parametrize(
    "said",
    [
        "From now on write the invoices in German.",
        "Going forward, round prices up to full euros.",
        "In future, convert inches into millimetres for me.",
        "Always ask before you order parts.",
        "Please never promise a repair for the same day.",
        "You should always greet customers by name.",
        "Make sure to always add the frame number.",
        "I want you to never use exclamation marks.",
        "Don't suggest carbon parts again.",
        "Don't order anything without asking me.",
        "Stop explaining what a chain is.",
        "I'd prefer bullet points.",
        "I prefer the train to the car.",
        "Prefer small functions with type hints.",
        "I would rather have a short answer.",
        "My default for tyres is the Marathon, it is what most people need.",
        "I don't like it when you apologise.",
        "When you draft mails, leave out the greeting.",
        "Whenever I send a receipt, put it on the list.",
        "Put the torque beside every bolt you list.",
        "Unless I say otherwise, prices are with tax.",
        "Keep your answers short.",
        "Remember that I can't eat nuts.",
        "Could you please always write the date in front?",
        "Ab jetzt bitte alles in Newtonmetern.",
        "Bitte immer mit Rahmennummer.",
        "Mir ist es lieber, wenn du kurz antwortest.",
        "À partir de maintenant, réponds en français.",
        "De ahora en adelante responde en español.",
        "これからは日本語で答えてください。",
    ],
)
def test_recognised(said: str) -> None:
    """Instructions and preferences, however they are put."""
    assert standing(said) == (said,)


@pytest.mark.parametrize(
    "said",
    [
        "I always forget my umbrella in the tram.",
        "Lena never called back.",
        "He never writes anything down and always wants cash.",
        "Never mind, the pump works again.",
        "Never been to Ghent.",
        "Always a pleasure!",
        "Always up for a ride.",
        "I love it when you make coffee, it is so good!",
        "Do you prefer oil or wax?",
        "What do you do when I ask for a quote?",
        "Write the invoice for Lena, please.",
        "Don't worry, it still rides.",
        "We never found the other glove.",
        "Let me know when you make coffee.",
        "In the future there will be fewer cars.",
        "If I had the money I would buy the building.",
        "",
        "🚲",
    ],
)
def test_not_recognised(said: str) -> None:
    """Habits, stories, questions, and what is to be done once."""
    assert standing(said) == ()


def test_only_the_sentence() -> None:
    """What stands around it is left out; code and what is quoted was not asked for."""
    said = (
        "The fork came.\nFrom now on measure twice. Lena is happy.\n> Always use tabs.\n```\nnever = 1\n```"
    )
    assert standing(said) == ("From now on measure twice.",)


def test_not_too_many() -> None:
    """A pasted page of rules is stood for by its first ones; a page without a full stop by none."""
    assert len(standing("Always measure twice.\n" * 20)) == MOST
    assert standing("always " + "measure " * 200) == ()
