"""Which of the words that were learnt a transcript answers for, and which turns give way to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cotw.extraction.echoes import Side, Utterance, echoed, gives_way
from tests.builders import NOON

WITHIN = timedelta(minutes=10)


def said(*minutes: float, session: str = "s") -> list[Utterance]:
    return [Utterance(f"{minute:g}", NOON + timedelta(minutes=minute), session) for minute in minutes]


@pytest.mark.parametrize(
    ("learned", "told", "gone"),
    [
        ((0,), (10,), {"0"}),  # the window's edge
        ((0,), (-10,), {"0"}),  # a clock that is late
        ((0,), (10.1,), set()),
        ((0, 1), (2,), {"0"}),  # one for one
        ((0, 1), (2, 3), {"0", "1"}),
        ((0, 20), (15, 16), {"20"}),  # one that answers for nobody is passed over
        ((0, 9), (-10, 19), {"0", "9"}),
        ((), (1,), set()),
        ((1,), (), set()),
    ],
)
def test_each_utterance_of_a_transcript_answers_for_one(
    learned: tuple[float, ...], told: tuple[float, ...], gone: set[str]
) -> None:
    """Of equal words in the window, in order; none is answered for by one that answers for another."""
    assert echoed(said(*learned), said(*told, session="elsewhere"), WITHIN) == gone


def test_in_the_same_session_time_does_not_matter() -> None:
    """What is left outside the window is answered for within its session, once."""
    assert echoed(said(0, 60), said(300), WITHIN) == {"0"}
    assert echoed(said(0), said(300, session="other"), WITHIN) == set()


def test_a_turn_gives_way_if_all_of_it_or_something_telling_is_echoed() -> None:
    """A "yes" that somebody else said too does not take the turn's answer away; a whole sentence does."""
    short, long = Side(False, True), Side(True, True)
    assert gives_way([short])
    assert gives_way([short, short])
    assert gives_way([long, Side(True, False)])
    assert not gives_way([short, Side(True, False)])
    assert not gives_way([Side(True, False)])
    assert not gives_way([])
