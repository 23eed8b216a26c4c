"""A farewell for the day is known, and what only speaks of nights is none."""

from __future__ import annotations

import pytest

from cotw.extraction.good_nights import says_good_night

FAREWELLS = """
Good night!
ok, good night 😴
Thanks, that was all. Good night, Vesper.
goodnight
I'm off to bed
That fork can wait until Monday. Sleep well!
ok I'm going to bed now
Time to go to bed.
see you tomorrow
Let's call it a day
G'night
Gute Nacht!
Danke dir, gute Nacht
ok ich geh jetzt schlafen
Die Felge ist zentriert, Feierabend.
bis morgen
Schlaf gut
ich muss ins Bett
"""
OTHERS = """
Did you have a good night?
The good night story is done, print it.
Good night lamps need 6 V dynamos, which one fits?
Gute Nacht ist ein Laden in der Torstraße.
bis morgen muss die Felge fertig sein
Can we finish until tomorrow?
Remind me to go to bed at ten
write "good night" into the footer of the page
See you tomorrow is the title of the song I meant, who sings it?
Feierabend ist heute um sechs, bis dahin die Speichen bitte
Bis morgen?
yes
"""


@pytest.mark.parametrize("text", FAREWELLS.strip().splitlines())
def test_a_farewell(text: str) -> None:
    """It is the last thing said."""
    assert says_good_night(text)
    assert says_good_night(f"The wheel is true now.\n\n{text}")


@pytest.mark.parametrize("text", OTHERS.strip().splitlines())
def test_none(text: str) -> None:
    """A mention, a question, a plan."""
    assert not says_good_night(text)


def test_a_long_text_takes_no_time() -> None:
    """Only its end is read."""
    assert not says_good_night("good night " * 200_000 + "good good good and and and " * 9)
    assert not says_good_night("")
