"""What is told outright: turns, lines of JSON, and what holds for all of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cotw.care.telling import Telling, told_by
from cotw.errors import UsageError

BERLIN = ZoneInfo("Europe/Berlin")
LINES = [{"user": "The stand is on Saturday."}, {"user": "Bring the tandem.", "thread": "tandem"}]
DATA = "\n".join(map(json.dumps, LINES)).encode()


def test_a_name_counts_for_all_that_says_nothing_else() -> None:
    """For lines, and for a turn; None is no name."""
    names = {"thread": "workshop", "mode": None, "at": "2026-03-14T10:00"}
    first, second = told_by(Telling(data=DATA, names=names), BERLIN)
    assert (first.thread, second.thread, first.mode) == ("workshop", "tandem", None)
    assert first.at == second.at == datetime(2026, 3, 14, 9, tzinfo=UTC)
    (turn,) = told_by(Telling({"agent": "Noted.", "thread": "rims"}, names=names), BERLIN)
    assert (turn.thread, turn.words[0].text) == ("rims", "Noted.")


@pytest.mark.parametrize(
    ("telling", "said"),
    [
        (Telling(["no object"], "previous"), "previous is not a JSON object"),
        (Telling({"user": "a", "colour": "red"}, "previous"), "previous has an unknown member"),
        (Telling(data=DATA, place="the command line", names={"at": "soon"}), "at of the command line"),
        (Telling(), "there is nothing to learn"),
        (Telling(data=b"{", names={"thread": "rims"}), "line 1 of the input is not JSON"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(telling: Telling, said: str) -> None:
    """And nothing of the whole is taken."""
    with pytest.raises(UsageError, match=said):
        told_by(telling, BERLIN)
