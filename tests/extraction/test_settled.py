"""What was decided and promised in one exchange."""

from __future__ import annotations

import pytest

from cotw.extraction.settled import commitments, decisions
from cotw.records.settled import Settlement
from tests.extraction.talk import talk


@pytest.mark.parametrize(
    "said",
    [
        "Let's go with the steel frame.",
        "We decided to close on Mondays.",
        "Agreed: 95 euros from June.",
        "Steel it is.",
        "We'll stick with the old logo.",
        "Let's not use the carbon fork.",
        "We agreed not to sell helmets.",
        "Wir nehmen den blauen Lack.",
        "Wir haben beschlossen, montags zu schließen.",
    ],
)
def test_decided(said: str) -> None:
    """Decisions for and against something, in the words they were made in, with their source."""
    (exchange,) = talk(f"H: Hello there. {said}", "Fine.")
    (one,) = decisions(exchange)
    assert (one.text, one.kind, one.speaker) == (said, Settlement.DECISION, "human")
    assert (one.at, one.source) == (exchange.started, exchange.address)


@pytest.mark.parametrize(
    "said",
    [
        "Should we go with steel?",
        "We have not decided on the paint yet.",
        "If we decided to close, Paul would be sad.",
        "Paul said they decided to move.",
        "Wir haben uns noch nicht entschieden.",
        "> We decided to sell.",
        "Let's fix the test.",
    ],
)
def test_not_decided(said: str) -> None:
    """Questions, supposing, what is still open, what others report, quotes and steps of work."""
    (exchange,) = talk(f"H: {said}", "Let's use a debugger first. Fine.")
    assert decisions(exchange) == []


def test_whose() -> None:
    """An agent's own decision is the agent's; what both say in the same words counts once, for the first."""
    (exchange,) = talk("H: Steel it is.", "Steel it is. I opted for the thin tubes.")
    assert [(one.speaker, one.text) for one in decisions(exchange)] == [
        ("human", "Steel it is."),
        ("agent", "I opted for the thin tubes."),
    ]


def test_promised() -> None:
    """Promises of both sides, also those that were kept later; an agent's steps are none."""
    (exchange,) = talk(
        "H: I'll bring the frame on Friday.", "Let me look. I'll check the tubes. I'll call Paul tomorrow."
    )
    assert [(one.speaker, one.text) for one in commitments(exchange)] == [
        ("human", "I'll bring the frame on Friday."),
        ("agent", "I'll call Paul tomorrow."),
    ]


def test_nothing() -> None:
    """Where nothing is said, nothing is settled."""
    (exchange,) = talk("H: ", "🚲")
    assert decisions(exchange) == commitments(exchange) == []
