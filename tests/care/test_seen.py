"""What a mode may know of a home at a glance: its own counts and threads, and nothing of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.care.seen import latest_session, seen, seen_sessions, seen_thread, seen_threads
from cotw.continuity.threads import archive_thread, make_thread
from cotw.errors import NothingFound
from cotw.founding import init_home
from cotw.memory import Memory
from tests.builders import HandClock
from tests.care.injected import NOW, exchange, remembering

CHAT, CODE = frozenset({"chat", "booth"}), frozenset({"code"})
PERSON = {"actor": "mara", "channel": "terminal"}


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """A thread in both modes, one in code alone, and one that is only made."""
    said = [
        *exchange("Which spokes?", "Two millimetres.", minute=0, session="s1", thread="wheels"),
        *exchange("Where is the till?", "In till.py.", minute=2, session="s1", thread="wheels", mode="code"),
        *exchange("Fix it.", "Fixed.", minute=4, session="s2", thread="till", mode="code"),
    ]
    memory = remembering(tmp_path_factory.mktemp("mara"), said)
    make_thread(memory.truth, "Garden", PERSON, {})
    archive_thread(memory.truth, "wheels", PERSON)
    return memory


def test_counts_are_those_of_the_mode(memory: Memory) -> None:
    """Exchanges, sessions and the span of what it may see; a mode that sees nothing counts nothing."""
    chat, code = seen(memory, CHAT), seen(memory, CODE)
    assert (chat.exchanges, chat.sessions, code.exchanges, code.sessions) == ({"chat": 1}, 1, {"code": 2}, 2)
    assert chat.last is not None
    assert code.last is not None
    assert chat.last < code.last
    assert (seen(memory, frozenset()).exchanges, seen(memory, frozenset()).threads) == ({}, 1)


def test_threads_of_others_are_not_there(memory: Memory) -> None:
    """Neither in the list nor in what is said of a name that is unknown."""
    assert [(one.id, one.exchanges, one.archived) for one in seen_threads(memory, CHAT)] == [
        ("wheels", 1, True),
        ("garden", 0, False),
    ]
    assert {one.id for one in seen_threads(memory, CODE)} == {"wheels", "till", "garden"}
    assert seen_thread(memory, CODE, "Till").id == "till"
    with pytest.raises(NothingFound) as raised:
        seen_thread(memory, CHAT, "nope")
    assert "till" not in raised.value.hint


def test_a_mixed_session_has_no_title(memory: Memory) -> None:
    """Its title may be in words of another mode."""
    (session,) = seen_sessions(memory, CHAT, "wheels", 5)
    assert (session.id, session.title) == ("s1", "")
    assert [one.title for one in seen_sessions(memory, CODE, "till", 5)] == ["Fix it"]
    assert seen_sessions(memory, CHAT, "till", 5) == []


def test_the_latest_session_of_a_mode(memory: Memory) -> None:
    """Where it spoke last, though others spoke since."""
    assert latest_session(memory, CHAT) == "s1"
    assert latest_session(memory, CODE) == "s2"
    with pytest.raises(NothingFound):
        latest_session(memory, frozenset())


def test_a_home_without_an_index(tmp_path: Path) -> None:
    """Is told of as such, and is no error."""
    home = init_home(tmp_path / "home", name="Mara's agent", timezone="UTC").home
    empty = Memory(home, clock=HandClock(NOW), wait_seconds=1, environment={})
    assert (seen(empty, CHAT).indexed, seen(empty, CHAT).exchanges) == (False, {})
    assert seen_threads(empty, CHAT) == []
