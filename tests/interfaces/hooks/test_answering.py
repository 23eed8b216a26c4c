"""What hooks answer at each event, with a keeper and without one: real processes, a keeper of the test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cotw.home import Home
from tests.interfaces.hooks.calling import (
    BLOCK,
    KeeperOfATest,
    hook,
    left,
    logged,
    prompt,
    start,
    started,
    stop,
)


def test_a_prompt_is_answered_by_the_keeper(home: Home) -> None:
    """Its context is printed as the tool wants it, and only then the keeper is told that it was shown."""
    with KeeperOfATest(home) as keeper:
        ended = hook("claude-code", home, prompt())
        assert keeper.told_shown(1)
    said = json.loads(ended.stdout)["hookSpecificOutput"]
    assert said == {"hookEventName": "UserPromptSubmit", "additionalContext": BLOCK}
    assert keeper.heard("context") == [
        {
            "prompt": "Where is the rim?", "session": "s1", "project": "/repos/shop", "tool": "claude-code",
            "thread": None, "mode": None, "start": False, "begin": "startup", "wait_shown": True,
            "at_once": False,
        }
    ]  # fmt: skip
    [line] = logged(home)
    assert (line["by"], line["tokens"], line["failure"]) == ("keeper", 21, None)
    assert line["sources"] == [{"name": "recall", "ms": 12.3, "failed": False}]
    assert left(home) == []


def test_a_prompt_without_a_keeper_is_answered_with_nothing_and_one_is_started(home: Home) -> None:
    """The next prompt finds it; the first is not held up."""
    assert hook("claude-code", home, prompt()).stdout == b""
    assert started(home) == 1
    [line] = logged(home)
    assert (line["event"], line["by"], line["failure"]) == ("prompt", "none", None)
    assert line["ms"] > 0


def test_an_empty_answer_prints_nothing(home: Home) -> None:
    """A memory that has nothing to say does not appear in the prompt, and was asked all the same."""
    with KeeperOfATest(home, context={"text": "", "tokens": 0, "sources": []}) as keeper:
        assert hook("codex", home, prompt()).stdout == b""
        assert keeper.told_shown(1)
    assert [line["by"] for line in logged(home)] == ["keeper"]


@pytest.mark.parametrize("text", ["", " \n", "/compact", " /clear "])
def test_a_prompt_that_asks_nothing_is_passed_over(home: Home, text: str) -> None:
    """Nobody is asked, nothing is started, nothing is noted."""
    with KeeperOfATest(home) as keeper:
        assert hook("claude-code", home, prompt(text)).stdout == b""
    assert (keeper.asked, logged(home), started(home)) == ([], [], 0)


def test_a_command_with_words_is_a_prompt(home: Home) -> None:
    """What follows a tool's command may well be about something."""
    with KeeperOfATest(home) as keeper:
        assert hook("claude-code", home, prompt("/order two rims")).stdout
    assert keeper.heard("context")[0]["prompt"] == "/order two rims"


def test_an_enormous_prompt_is_asked_with_its_beginning(home: Home) -> None:
    """A pasted log of some megabytes is read to its end and cut."""
    with KeeperOfATest(home) as keeper:
        assert hook("claude-code", home, prompt("rim \ud83d " * 600_000)).stdout
    assert len(keeper.heard("context")[0]["prompt"]) == 100_000


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ({"error": {"kind": "Locked", "message": "m", "hint": "h", "exit_code": 11}}, "Locked"),
        (None, "broken"),
        ({"text": 7}, "broken"),
        (..., "slow"),
    ],
)
def test_a_keeper_that_fails_is_not_noticed_by_the_agent(home: Home, answer: object, failure: str) -> None:
    """It refuses, goes away, talks rubbish or never answers: no context, and a line in the log."""
    with KeeperOfATest(home, context=answer) as keeper:
        assert hook("claude-code", home, prompt(), "--prompt-seconds", "0.3").stdout == b""
    assert len(keeper.asked) == 1
    assert [(line["by"], line["failure"]) for line in logged(home)] == [("none", failure)]


def test_a_keeper_of_another_version_is_not_asked_again(home: Home) -> None:
    """It leaves after the first question; nobody waits for it."""
    with KeeperOfATest(home, version="0.0.0") as keeper:
        assert hook("claude-code", home, prompt()).stdout == b""
    assert len(keeper.asked) == 1
    assert [(line["by"], line["failure"]) for line in logged(home)] == [("none", None)]


def test_a_start_waits_for_the_keeper_that_it_starts(home: Home) -> None:
    """Without anything prepared, the first session of a day is worth a moment."""
    with KeeperOfATest(home, locked=False) as keeper:  # as one that has no lock yet
        ended = hook("claude-code", home, start("resume"))
        assert keeper.told_shown(1)
    assert json.loads(ended.stdout)["hookSpecificOutput"]["hookEventName"] == "SessionStart"
    assert started(home) == 1
    [asked] = keeper.heard("context")
    assert (asked["start"], asked["begin"]) == (True, "resume")


def test_a_start_without_anything_is_silent(home: Home) -> None:
    """No keeper comes in time, nothing is prepared: nothing is printed."""
    assert hook("claude-code", home, start(), "--keeper-seconds", "0.1").stdout == b""
    assert started(home) == 1


def test_where_no_start_lay_ready_the_next_one_is_asked_for(home: Home) -> None:
    """Whoever answered: a pointer says that a session began in this folder, and the keeper hears of it."""
    with KeeperOfATest(home) as keeper:
        assert hook("codex", home, start("resume")).stdout
        assert keeper.heard("settle") == [{}]
    [pointer] = left(home)
    said = {name: pointer[name] for name in ("event", "tool", "project", "begin", "shown")}
    assert said == {
        "event": "start", "tool": "codex", "project": "/repos/shop", "begin": "resume", "shown": None,
    }  # fmt: skip
    hook("claude-code", home, start(session_id=None), "--keeper-seconds", "0")
    assert len(left(home)) == 1, "a session without a name leaves nothing"


def test_a_transcript_in_the_persons_own_folder_is_found(home: Home, tmp_path: Path) -> None:
    """Claude Code's own examples name it so: ~/.claude/projects/…"""
    hook("claude-code", home, stop(transcript_path="~/.claude/s1.jsonl"), HOME=str(tmp_path))
    assert [pointer["transcript"] for pointer in left(home)] == [f"{tmp_path}/.claude/s1.jsonl"]


def test_a_stop_leaves_a_pointer_and_tells_the_keeper(home: Home) -> None:
    """Where the transcript lies, never what stands in it; nothing is printed."""
    with KeeperOfATest(home) as keeper:
        said = stop(last_assistant_message="The rim is true.", stop_hook_active=True)
        assert hook("claude-code", home, said).stdout == b""
    assert len(keeper.heard("settle")) == 1
    [pointer] = left(home)
    assert len(pointer.pop("id")) == 32
    assert pointer.pop("at").endswith("Z")
    assert pointer == {
        "version": 1, "event": "stop", "tool": "claude-code", "session": "s1", "transcript": "/t/s1.jsonl",
        "project": "/repos/shop", "begin": None, "reason": None, "shown": None,
    }  # fmt: skip
    assert [line["by"] for line in logged(home)] == ["keeper"]


def test_a_keeper_that_does_not_hear_is_not_waited_for(home: Home) -> None:
    """The pointer lies there; whoever comes next takes it up."""
    with KeeperOfATest(home, settle=...):
        assert hook("codex", home, stop(), TEST_SETTLE_SECONDS="0.05").stdout == b""
    assert len(left(home)) == 1


@pytest.mark.parametrize(
    ("said", "event", "reason"),
    [
        ({"hook_event_name": "PreCompact", "trigger": "auto", "custom_instructions": ""}, "compact", "auto"),
        ({"hook_event_name": "PreCompact", "trigger": "manual"}, "compact", "manual"),
        ({"hook_event_name": "SessionEnd", "reason": "logout"}, "end", "logout"),
        ({"hook_event_name": "SessionEnd", "reason": 7}, "end", None),
    ],
)
def test_compaction_and_end_leave_a_pointer_with_their_reason(
    home: Home, said: dict[str, object], event: str, reason: str | None
) -> None:
    """And a keeper is started for them if there is none."""
    assert hook("claude-code", home, {**stop(), **said}).stdout == b""
    assert [(one["event"], one["reason"]) for one in left(home)] == [(event, reason)]
    assert started(home) == 1


@pytest.mark.parametrize(
    "said",
    [
        prompt(agent_id="a7", agent_type="Explore"),
        stop(transcript_path="/t/s1/subagents/agent-a7.jsonl"),
        {"hook_event_name": "SubagentStop", "session_id": "s1"},
        {"hook_event_name": ["Stop"]},
        {},
    ],
)
def test_sub_agents_and_foreign_events_are_passed_over(home: Home, said: dict[str, object]) -> None:
    """A sub-agent is no session of its own, and what is not ours to answer leaves no trace."""
    assert hook("claude-code", home, said).stdout == b""
    assert (left(home), logged(home), started(home)) == ([], [], 0)


def test_a_session_begun_as_a_named_agent_is_a_session(home: Home) -> None:
    """Only `agent_id` tells a sub-agent."""
    hook("claude-code", home, stop(agent_type="reviewer"))
    assert len(left(home)) == 1


def test_a_stop_without_a_session_is_a_failure(home: Home) -> None:
    """Nobody could say whose words they are; the log says so."""
    hook("codex", home, {"hook_event_name": "Stop", "session_id": "s\0", "transcript_path": "/t"})
    assert left(home) == []
    assert [line["failure"] for line in logged(home)] == ["no session"]


def test_a_block_that_the_tool_will_cut_is_shown_and_noted(home: Home) -> None:
    """Claude Code and Codex take 10,000 characters whole; what is longer is worth a word in the log."""
    with KeeperOfATest(home, context={"text": "x" * 10_001, "tokens": 2500, "sources": []}):
        assert hook("claude-code", home, prompt()).stdout
        assert hook("openclaw", home, {"event": "prompt", "session": "s1", "prompt": "rim?"}).stdout
    assert [line["failure"] for line in logged(home)] == ["long", None]
