"""Who answers: the keeper where one is there, else this process; and what happens when it goes wrong."""

from __future__ import annotations

import json
import socket
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest

from cotw import errors
from cotw.care.handoffs import Wish, kept_pages, write_handoffs
from cotw.continuity.handoff_writing import Reason
from cotw.errors import CotwError, Locked, ModelMissing, UsageError
from cotw.interfaces.asking import Answers, asked_keeper
from cotw.memory import Memory
from cotw.store.injections import KIND
from cotw.wire.frames import MOST_BYTES
from tests.care.injected import exchange, remembering
from tests.interfaces.standin import standing_in

SPOKES = exchange("Which spokes for the cargo bike?", "Sapim, 2.3 mm.", minute=1)
TOLD = {
    "reporter": "a script",
    "turn": {"user": "The stand is on Saturday.", "agent": "Noted."},
    "now": "2026-03-20T11:59:58.5Z",
}
Open = Callable[[], AbstractContextManager[Memory]]


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    return remembering(tmp_path_factory.mktemp("asking"), SPOKES)


def refuse() -> AbstractContextManager[Memory]:
    raise AssertionError("nobody was to work here")


def answers(memory: Memory, open_memory: Open | None = None, environment: Mapping[str, str] = {}) -> Answers:
    opening = open_memory or (lambda: nullcontext(memory))
    return Answers(str(memory.home.root), environment, opening, wait_seconds=5)


def test_without_a_keeper_the_home_is_opened_once(memory: Memory) -> None:
    """However many questions there are."""
    opened: list[Memory] = []

    def opening() -> AbstractContextManager[Memory]:
        opened.append(memory)
        return nullcontext(memory)

    with answers(memory, opening) as asked:
        asked.ask("recall", {"question": "spokes"})
        asked.ask("context", {"prompt": "Which spokes?"})
    assert len(opened) == 1


def test_with_a_keeper_nothing_is_opened(memory: Memory) -> None:
    """It is asked each time."""
    with standing_in(memory) as keeper, answers(memory, refuse) as asked:
        for _ in range(2):
            assert asked.ask("recall", {"question": "spokes"})["answer"]["hits"]
    assert keeper.asked == ["recall", "recall"]


def test_an_error_is_the_same_as_if_it_had_happened_here(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Class, sentence, hint and exit code."""
    known = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, CotwError)]
    kinds = [one for one in known if not issubclass(one, (Locked, ModelMissing))]
    said = iter([one("the spokes are out 🚲", hint="order some") for one in kinds])

    def failing(memory: Memory, wanted: Mapping[str, Any]) -> AbstractContextManager[dict[str, Any]]:
        raise next(said)

    monkeypatch.setattr("tests.interfaces.standin.OPERATIONS", {"recall": failing})
    with standing_in(memory), answers(memory, refuse) as asked:
        for kind in kinds:
            with pytest.raises(CotwError) as raised:
                asked.ask("recall", {"question": "spokes"})
            assert type(raised.value) is kind
            assert (raised.value.message, raised.value.hint) == ("the spokes are out 🚲", "order some")


def test_what_is_not_understood_is_refused(memory: Memory) -> None:
    """An unknown member, or one of another type, by name."""
    with standing_in(memory), answers(memory, refuse) as asked:
        with pytest.raises(UsageError, match="colour"):
            asked.ask("recall", {"question": "spokes", "colour": "red"})
        with pytest.raises(UsageError, match="list"):
            asked.ask("context", {"prompt": ["spokes"]})
        with pytest.raises(UsageError, match="not understood"):
            asked.ask("learn", {**TOLD, "data": "no base64"})
        with pytest.raises(UsageError, match="does not begin"):
            asked.ask("context", {"start": True, "begin": "sideways"})


def test_a_keeper_of_other_settings_is_not_asked(memory: Memory) -> None:
    """Nor one of another version, nor one whose socket nobody listens at."""
    with standing_in(memory) as keeper:
        with answers(memory, environment={"COTW_RECALL__LIMIT": "3"}) as asked:
            asked.ask("recall", {"question": "spokes"})
        keeper.version = "0.0.1"
        with answers(memory) as asked:
            asked.ask("recall", {"question": "spokes"})
    assert keeper.asked == []
    (memory.home.run / "keeper.address").write_text("/nowhere/at/all")
    with answers(memory) as asked:
        asked.ask("recall", {"question": "spokes"})


def test_a_keeper_that_dies_is_not_noticed(memory: Memory) -> None:
    """Whoever asks works for itself, and asks no more."""
    with standing_in(memory, dies=True) as keeper, answers(memory) as asked:
        for _ in range(2):
            assert asked.ask("recall", {"question": "spokes"})["answer"]["hits"]
    assert keeper.asked == ["recall"]


@pytest.mark.parametrize("error", [Locked("busy"), ModelMissing("not ready"), ValueError("a mistake")])
def test_what_only_the_keeper_lacks_is_done_here(
    memory: Memory, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits less for a lock than a person would, exports no encoder, and may have defects of its own."""

    def failing(memory: Memory, wanted: Mapping[str, Any]) -> AbstractContextManager[dict[str, Any]]:
        raise error

    monkeypatch.setattr("tests.interfaces.standin.OPERATIONS", {"recall": failing})
    with standing_in(memory) as keeper, answers(memory) as asked:
        assert asked.ask("recall", {"question": "spokes"})["answer"]["hits"]
    assert keeper.asked == ["recall"]


def test_a_keeper_that_hangs_is_not_waited_for(memory: Memory) -> None:
    """It has taken the line, and says nothing."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{folder}/s")
        listening.listen()
        (memory.home.run / "keeper.address").write_text(f"{folder}/s")
        with Answers(str(memory.home.root), {}, lambda: nullcontext(memory), wait_seconds=0.05) as asked:
            assert asked.ask("recall", {"question": "spokes"})["answer"]["hits"]


def test_what_is_learnt_twice_is_archived_once(memory: Memory) -> None:
    """A keeper that died after it had learnt: the same words at the same instant are known."""
    with standing_in(memory, dies=True), answers(memory) as asked:
        learnt = asked.ask("learn", TOLD)
    assert (learnt["known"], learnt["messages"]) == (2, [])
    said = [message for message in memory.truth.archive.read_all() if message.reported_by]
    assert [message.text for message in said] == ["The stand is on Saturday.", "Noted."]
    assert {message.timestamp.isoformat() for message in said} == {"2026-03-20T11:59:58.500000+00:00"}


def test_what_is_injected_is_noted_before_it_is_sent(memory: Memory) -> None:
    """Also where nobody was there any more to be given it."""
    asking = {"prompt": "Which spokes for the cargo bike?"}
    before = sum(1 for _ in memory.truth.journal.of_kind(KIND))
    with (
        standing_in(memory, dies=True),
        answers(memory, refuse) as asked,
        pytest.raises(AssertionError, match="nobody was to work"),
    ):
        asked.ask("context", asking)
    assert sum(1 for _ in memory.truth.journal.of_kind(KIND)) == before + 1


def test_a_handoff_counts_as_shown_once_it_was(memory: Memory) -> None:
    """Not when whoever asked went away before printing it."""
    write_handoffs(memory, Wish("s1", reason=Reason.END))
    wanted = {"start": True, "session": "s2", "wait_shown": True}

    def states() -> list[str]:
        return [kept.state for kept in kept_pages(memory) if kept.state != "kept"]

    with (
        standing_in(memory) as keeper,
        pytest.raises(KeyboardInterrupt),
        answers(memory, refuse) as asked,
        asked.to("context", wanted),
    ):
        raise KeyboardInterrupt
    assert (keeper.shown, states()) == ([], ["claimed"])
    (claimed,) = [one.lying.path for one in kept_pages(memory) if one.state == "claimed"]
    claimed.rename(claimed.with_name("s1.md"))
    with (
        standing_in(memory) as keeper,
        answers(memory, refuse) as asked,
        asked.to("context", wanted) as answer,
    ):
        assert "Sapim" in answer["text"]
        assert keeper.shown == []
    assert (keeper.shown, states()) == (["context"], ["shown"])


def test_hooks_are_answered_as_agreed(memory: Memory) -> None:
    """The text, what it weighs, each source with its time; the tool gives the mode; all of it JSON."""
    wanted = {"prompt": "Which spokes for the cargo bike?", "tool": "claude-code", "wait_shown": True}
    with standing_in(memory), asked_keeper(str(memory.home.root), {}, "context", wanted, seconds=5) as answer:
        assert answer is not None
        assert answer.keys() == {"text", "tokens", "sources", "noted_ms"}
        assert answer["text"] == ""  # an agent that codes does not see what was said in a chat
        assert {"name", "ms", "failed"} == answer["sources"][0].keys()
        assert len(json.dumps(answer)) < MOST_BYTES
