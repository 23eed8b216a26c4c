"""What goes when something is to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cotw.care.selecting import Selection, Wanted, select
from cotw.errors import NothingFound, UsageError
from cotw.records.message import Kind, Message, ToolCall
from tests.builders import message

AGENT, TOOL, SUMMARY = Kind.AGENT, Kind.TOOL, Kind.SUMMARY


def told(records: Sequence[Message], selection: Selection) -> list[str]:
    """The texts that go."""
    return [each.text for each in records if each.id in selection.ids]


def test_a_whole_exchange_goes() -> None:
    """The prompt, every answer and the tool calls between: whichever of them was named."""
    records = [
        message("first", minute=1),
        message("first answer", minute=2, kind=AGENT),
        message("second", minute=3),
        message("", minute=4, kind=TOOL, call=ToolCall("Read", "/shed/plan.txt")),
        message("second answer", minute=5, kind=AGENT),
        message("third", minute=6),
    ]
    for wanted in (
        Wanted(ids=(records[2].id,)),
        Wanted(ids=(records[4].id[:8],)),
        Wanted(match="SECOND ans"),
        Wanted(match="plan.txt"),
    ):
        selection = select(lambda: records, wanted)
        assert told(records, selection) == ["second", "", "second answer"]
        assert selection.counts == {"human": 1, "agent": 1, "tool": 1}


def test_other_sessions_and_branches_stay() -> None:
    """What was said at the same time elsewhere, or in a branch that was left, is another exchange."""
    records = [
        message("the lock", minute=1),
        message("elsewhere", minute=2, session="s2"),
        message("left", minute=3, branch="b"),
        message("left answer", minute=4, kind=AGENT, branch="b"),
        message("answer", minute=5, kind=AGENT),
    ]
    assert told(records, select(lambda: records, Wanted(match="the lock"))) == ["the lock", "answer"]
    assert told(records, select(lambda: records, Wanted(match="left answer"))) == ["left", "left answer"]


def test_summaries_of_the_session_go_too() -> None:
    """A summary may retell what is forgotten, wherever it stands; so goes a title of what is forgotten."""
    records = [
        message("the lock", minute=1),
        message("other things", minute=3),
        message("They spoke of the lock.", minute=5, kind=SUMMARY),
    ]
    title = message("Locks", minute=6, kind=SUMMARY, session="s2", about=records[0].id)
    selection = select(lambda: [*records, title], Wanted(ids=(records[0].id,)))
    assert told([*records, title], selection) == ["the lock", "They spoke of the lock.", "Locks"]


def test_twins_of_a_prompt_go_too() -> None:
    """A prompt that was queued and came again stands twice: both go."""
    records = [
        message("busy", minute=1),
        message("the lock", minute=2, queued=True),
        message("answer", minute=3, kind=AGENT),
        message("the lock", minute=4),
    ]
    selection = select(lambda: records, Wanted(ids=(records[3].id,)))
    assert told(records, selection) == ["the lock", "the lock"]


def test_threads_and_filters() -> None:
    """A thread goes whole, `main` is where none is named, and filters narrow each other."""
    records = [
        message("a", minute=1, thread="garden"),
        message("b", minute=2, session="s2"),
        message("lock", minute=3, session="s2"),
    ]
    assert told(records, select(lambda: records, Wanted(thread="garden"))) == ["a"]
    assert told(records, select(lambda: records, Wanted(thread="main"))) == ["b", "lock"]
    with pytest.raises(NothingFound):
        select(lambda: records, Wanted(thread="garden", match="lock"))


def test_what_cannot_be_meant() -> None:
    """Nothing named, both ways of naming, too short a beginning, one that fits several."""
    for given in ({}, {"ids": ("abcdef",), "match": "lock"}, {"match": "ab"}, {"ids": ("ab",)}):
        with pytest.raises(UsageError):
            Wanted(**given)
    twins = [message("a", id="abcd1"), message("b", id="abcd2", session="s2")]
    with pytest.raises(UsageError):
        select(lambda: twins, Wanted(ids=("abcd",)))


def test_a_session_is_not_the_one_whose_id_begins_alike() -> None:
    """A whole id means that session alone."""
    records = [message("a", session="same1"), message("b", session="same12")]
    assert select(lambda: records, Wanted(session="same1")).ids == {records[0].id}
