"""Threads and sessions by the names people give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.care.context import Wish, turn_of
from cotw.care.learning import Reporter, learn
from cotw.care.threads import archived_session, archived_thread, thread_called
from cotw.continuity.threads import make_thread, place_typed
from cotw.errors import NothingFound, UsageError
from cotw.importers.told import told_of
from cotw.memory import Memory
from tests.builders import message
from tests.care.homes import YESTERDAY, workshop

BY = {"actor": "mara", "channel": "test"}


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """A home without an index: two sessions whose ids begin alike, one of them in a thread of its own."""
    memory = workshop(tmp_path / "home")
    with memory.truth.writing() as writer:
        late = [
            message("The tandem is booked.", minute=5, session="session-1", thread="tandem"),
            message("The tandem is back.", minute=6, session="session-12"),
        ]
        writer.add_day(YESTERDAY, late)
    return memory


def test_what_the_index_does_not_hold_is_found_all_the_same(memory: Memory) -> None:
    """A session or thread of the archive is found by its beginning; a whole id is never taken for one."""
    assert archived_session(memory, "session-1") == "session-1"
    assert archived_session(memory, "session-12") == "session-12"
    assert archived_thread(memory, "tan") == "tandem"


def test_what_fits_several_or_none_is_said(memory: Memory) -> None:
    """Nobody exports or forgets two sessions by one beginning without knowing."""
    with pytest.raises(UsageError, match="2 sessions begin with"):
        archived_session(memory, "sessio")
    with pytest.raises(NothingFound, match="no session"):
        archived_session(memory, "nowhere")
    with pytest.raises(NothingFound, match="no thread"):
        archived_thread(memory, "garden")
    with pytest.raises(NothingFound):
        archived_session(memory, "")


def test_an_agent_names_a_thread_by_id_or_title_or_begins_one(memory: Memory) -> None:
    """A title is the thread of that title; the beginning of a name is a thread of its own."""
    made = make_thread(memory.truth, "Silver Wheel", BY, {})
    for named, meant in (("silver wheel", made.id), (made.id, made.id), ("Silver", "Silver")):
        assert turn_of(memory, Wish("", named)).thread == meant
        told = told_of({"user": f"About {named}", "thread": named}, "here", memory.truth.zone)
        (learnt,) = learn(memory, [told], Reporter("a script")).messages
        assert learnt.thread == meant
    assert thread_called(memory, "silver") == made.id  # a person's beginning is one


def test_a_turn_without_a_name_is_asked_where_it_is_learnt(memory: Memory) -> None:
    """What is reported without a thread belongs to the one switched to; so does the question beside it."""
    made = make_thread(memory.truth, "Silver Wheel", BY, {})
    place_typed(memory.truth, made.id, BY, memory.clock())
    assert turn_of(memory, Wish("which spokes?")).thread == made.id
    assert turn_of(memory, Wish("which spokes?", project="/srv/shop")).thread is None
