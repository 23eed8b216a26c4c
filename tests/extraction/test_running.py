"""Which sentences speak of a running system."""

from __future__ import annotations

import pytest

from cotw.extraction.running import speaks_of_running


@pytest.mark.parametrize(
    "sentence",
    [
        "The server is up.",
        "The booking service is now running on port 8080.",
        "All tests pass.",
        "All 312 tests are green.",
        "The build passes again.",
        "It works now.",
        "Deployed to staging.",
        "We deployed it.",
        "The database was reachable.",
        "The dev site is live at localhost:3000.",
        "The function is now working and committed.",
        "Der Server läuft wieder.",
        "Die Tests sind grün.",
        "Es funktioniert.",
        "CI is red.",
    ],
)
def test_it_does(sentence: str) -> None:
    """Up, down, green, red, deployed: in English and in German."""
    assert speaks_of_running(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Is the server up?",
        "Please run the tests.",
        "The rim is bent.",
        "The server room needs a lamp.",
        "Add a test for both edges.",
        "Jonas runs a bicycle workshop.",
        "I will deploy it on Friday.",
        "Läuft der Server?",
        "Die Felge ist verbogen.",
    ],
)
def test_it_does_not(sentence: str) -> None:
    """Questions, wishes and things that do not run are left alone."""
    assert not speaks_of_running(sentence)
