"""Time events: which of several memories is asked for, and events that tell the time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cotw.extraction.time_values import Anchor, Order, Side
from cotw.extraction.times import TimeRead, read_time


def read(question: str) -> TimeRead | None:
    return read_time(question, datetime(2026, 11, 20, 15, tzinfo=UTC), UTC)


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("When did I first meet Jonas?", Order.EARLIEST),
        ("What did he say the first time?", Order.EARLIEST),
        ("What was the first thing we talked about?", Order.EARLIEST),
        ("Since when do we sell bells?", Order.EARLIEST),
        ("Wann war ich das erste Mal in der Werkstatt?", Order.EARLIEST),
        ("Seit wann verkaufen wir Klingeln?", Order.EARLIEST),
        ("When did Mara's brother first sell a bell?", Order.EARLIEST),
        ("When did we last oil the chain?", Order.LATEST),
        ("What did he say the last time?", Order.LATEST),
        ("How long since I oiled the chain?", Order.LATEST),
        ("How long has it been since the fair?", Order.LATEST),
        ("How long ago did we sell the red one?", Order.LATEST),
        ("What was the most recent sale?", Order.LATEST),
        ("What have we sold recently?", Order.RECENT),
        ("Was haben wir neulich verkauft?", Order.RECENT),
        ("Was haben wir zuletzt verkauft?", Order.LATEST),
        ("Wie lange ist es her, dass wir geölt haben?", Order.LATEST),
    ],
)
def test_order(question: str, order: Order) -> None:
    """The first time wants the earliest memory, the last time the latest; recently wants neither."""
    found = read(question)
    assert found is not None
    assert (found.window, found.order, found.anchor) == (None, order, None)


def test_first_and_last() -> None:
    """Who asks for the first time and the last has asked for no order."""
    assert read("What about the first time, and the last time?") is None


@pytest.mark.parametrize(
    ("question", "side", "event"),
    [
        ("What was broken before the spring fair?", Side.BEFORE, "the spring fair"),
        ("After the trip to Rome, what did we buy?", Side.AFTER, "the trip to Rome"),
        ("What did Mara sell after she moved?", Side.AFTER, "she moved"),
        ("What have we sold since the move?", Side.AFTER, "the move"),
        ("What did we sell during the fair?", Side.DURING, "the fair"),
        ("What did we learn while we were in Lisbon?", Side.DURING, "we were in Lisbon"),
        ("Was war vor dem Umzug kaputt?", Side.BEFORE, "dem Umzug"),
        ("Was haben wir seit der Messe verkauft?", Side.AFTER, "der Messe"),
        ("Was hat sie verkauft, nachdem wir umgezogen sind?", Side.AFTER, "wir umgezogen sind"),
    ],
)
def test_anchor(question: str, side: Side, event: str) -> None:
    """An event that tells the time is kept in the asker's words, to be looked up."""
    found = read(question)
    assert found is not None
    assert (found.window, found.anchor) == (None, Anchor(side, event))


@pytest.mark.parametrize(
    "question",
    [
        "When did Mara finish her first frame?",
        "When did Jonas win first prize?",
        "Which hook runs before the commit?",
        "Did she look after the cat?",
        "Did it fit, since the lock is new?",
        "Was hat Mara vor der Tür verloren?",
        "What was sold for the last time?",
    ],
)
def test_neither(question: str) -> None:
    """First things, reasons, places and the order of steps are no times."""
    assert read(question) is None
