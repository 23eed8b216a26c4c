"""Codex CLI transcripts of all three generations: twins, sessions, times, detection, reading on."""

from __future__ import annotations

from io import BytesIO

import pytest

from cotw.clock import parse_instant
from cotw.importers.families.codex import IMPORTER, recognises
from cotw.records.message import Kind, Message
from tests.importers.codex_lines import (
    ENVIRONMENT,
    OTHER,
    SESSION,
    head,
    item,
    message,
    messages_of,
    replied,
    row,
    said,
    turn,
    typed,
)
from tests.importers.conformance import ImporterContract
from tests.importers.transcripts import FALLBACK, context_of, moment, read_all, to_lines


class TestCodex(ImporterContract):
    importer = IMPORTER
    sample = to_lines(
        head(),
        item(2, "user", ENVIRONMENT),
        *turn(3, "Where is the torque wrench?", "On the wall, left of the vice."),
        row(5, "turn_context", cwd="/home/mara/shed", model="gpt-5-codex"),
        row(6, "response_item", type="function_call", name="shell", arguments="{}", call_id="call_1"),
        row(7, "response_item", type="function_call_output", call_id="call_1", output="the list"),
        *turn(8, "And the big one?", "In the drawer – below it."),
        row(9, "event_msg", type="token_count", info=None),
    )


class TestBareCodex(ImporterContract):
    importer = IMPORTER
    sample = to_lines(
        {"id": SESSION, "timestamp": moment(1), "instructions": None, "git": {}},
        {"record_type": "state"},
        message("user", ENVIRONMENT),
        message("user", "Where is the torque wrench?"),
        {"type": "reasoning", "summary": [], "encrypted_content": "gAAAA"},
        message("assistant", "On the wall, left of the vice."),
        {"record_type": "state"},
        message("user", "Where is the torque wrench?"),
        message("assistant", "Still on the wall."),
    )


def test_prompts_and_replies_stand_twice_and_count_once() -> None:
    """Of item and event one is taken, at the first prompt and at all later ones."""
    lines = [head(), *turn(2, "one?", "yes"), *turn(4, "one?", "yes"), *turn(6, "two?", "no")]
    expected = [("human", "one?"), ("agent", "yes")] * 2 + [("human", "two?"), ("agent", "no")]
    assert said(*lines) == expected


def test_a_message_carries_what_its_file_says() -> None:
    """Session and folder come from the head, the folder of later messages from the context of their turn."""
    moved = row(4, "turn_context", cwd="/home/mara/shed")
    first, _, third, _ = messages_of(head(), *turn(2, "one?", "yes"), moved, *turn(5, "two?", "no"))
    assert (first.session, first.project, first.timestamp) == (
        SESSION,
        "/home/mara/bikes",
        parse_instant(moment(2)),
    )
    assert (first.sender, first.tool, first.order, first.timestamp_inferred) == ("human", "codex", 2, False)
    assert third.project == "/home/mara/shed"


def test_notices_between_the_first_prompt_and_its_event_change_nothing() -> None:
    """The event knows its twin by the text, though blocks and blanks may be set differently."""
    lines = [head(), item(2, "user", "one\n", "two?"), item(2, "user", ENVIRONMENT), typed(3, "onetwo?")]
    assert said(*lines) == [("human", "one\n\n\ntwo?"), ("wrapper", ENVIRONMENT)]


def test_a_file_without_events_loses_nothing() -> None:
    """Where there are only items, or only events, they are what was said."""
    conversation = [("human", "one?"), ("agent", "yes"), ("human", "two?")]
    items = [item(1, "user", "one?"), item(2, "assistant", "yes"), item(3, "user", "two?")]
    events = [typed(1, "one?"), replied(2, "yes"), typed(3, "two?")]
    assert said(head(), *items) == conversation
    assert said(head(), *events) == conversation


def test_prompts_without_an_event_are_prompts() -> None:
    """Some versions wrote none for what was typed while the agent was busy."""
    lines = [head(), *turn(2, "one?", "yes"), item(4, "user", "and oil it"), *turn(5, "two?", "no")]
    prompts = [text for kind, text in said(*lines) if kind == "human"]
    assert prompts == ["one?", "and oil it", "two?"]


def test_an_event_may_come_before_its_item() -> None:
    """The one that comes first is taken."""
    lines = [head(), typed(2, "one?"), item(2, "user", "one?"), typed(3, "one?"), item(3, "user", "one?")]
    assert [(each.text, each.order) for each in messages_of(*lines)] == [("one?", 2), ("one?", 4)]


def test_events_that_say_they_were_not_typed_are_left_to_their_items() -> None:
    """Some versions note the environment as an event too."""
    lines = [item(2, "user", ENVIRONMENT), typed(2, ENVIRONMENT, kind="environment_context")]
    assert said(head(), *lines) == [("wrapper", ENVIRONMENT)]


def test_other_roles_are_the_system_and_a_compaction_is_a_summary() -> None:
    """Developer messages instruct the model; what a compaction repeats of the history is left out."""
    compacted = row(
        3, "compacted", message="Mara asked for a wrench.", replacement_history=[message("user", "x")]
    )
    assert said(head(), item(2, "developer", "Be brief."), compacted) == [
        ("system", "Be brief."),
        ("summary", "Mara asked for a wrench."),
    ]


def test_a_fork_copies_a_head_and_the_first_one_counts() -> None:
    """The second head is that of the session that was forked."""
    lines = [head(), head(2, id=OTHER, cwd="/elsewhere"), *turn(3, "one?", "yes")]
    assert {(each.session, each.project) for each in messages_of(*lines)} == {(SESSION, "/home/mara/bikes")}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ({"subagent": {"thread_spawn": {"agent_nickname": "Otto", "agent_role": "worker"}}}, "Otto"),
        ({"subagent": {"thread_spawn": {"agent_role": "worker"}}}, "worker"),
        ({"subagent": "review"}, "review"),
        ({"subagent": {}}, "subagent"),
    ],
)
def test_what_a_subagent_is_told_is_the_agents(source: object, name: str) -> None:
    """Nobody but an agent spoke in the session of a sub-agent."""
    messages = messages_of(head(source=source), *turn(2, "look it up", "done"))
    assert [(each.kind, each.subagent) for each in messages] == [(Kind.AGENT, name)] * 2


def test_a_session_without_a_head_is_named_by_its_file() -> None:
    """The name of a rollout ends in the id of its session."""
    (one,) = messages_of(typed(1, "one?"), context=context_of(f"rollout-2026-03-04T09-00-00-{SESSION}"))
    (other,) = messages_of(typed(1, "one?"), context=context_of("copy"))
    assert (one.session, other.session) == (SESSION, "copy")


def test_bare_items_have_the_time_of_their_header() -> None:
    """Equal ones are told apart by their place, which in a file that only grows is fixed."""
    lines = [{"id": SESSION, "timestamp": moment(7), "instructions": None}, *[message("user", "on?")] * 2]
    messages = messages_of(*lines)
    assert {(each.timestamp, each.timestamp_inferred) for each in messages} == {
        (parse_instant(moment(7)), True)
    }
    assert len({each.id for each in messages}) == 2
    assert [each.timestamp for each in messages_of(*lines[1:])] == [FALLBACK] * 2


def test_the_history_holds_prompts_that_may_come_again() -> None:
    """A line names its session, and counts only where the session's own file does not have the prompt."""
    line = {"session_id": SESSION, "ts": 1_772_614_801, "text": "one?"}
    assert recognises(to_lines(line), True)
    (prompt,) = messages_of(line)
    assert (prompt.kind, prompt.text, prompt.session, prompt.queued) == (Kind.HUMAN, "one?", SESSION, True)
    assert prompt.timestamp == parse_instant(1_772_614_801)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1]\n", "is not an object"),
        (b'{"type": 3}\n', "has no type"),
        (b'{"type": "response_item", "payload": []}\n', "its payload is not an object"),
        (b'{"type": "message", "role": "user"}\n', "its message has no content"),
        (b'{"type": "message", "content": [4]}\n', "one of its content blocks is not an object"),
    ],
)  # fmt: skip
def test_lines_that_cannot_be_used_are_named(line: bytes, reason: str) -> None:
    """The reading goes on behind them."""
    messages, problems = read_all(to_lines(head(), line, *turn(3, "one?", "yes")), None, IMPORTER)
    assert [(problem.line, problem.reason) for problem in problems] == [(2, reason)]
    assert len(messages) == 2


def test_lines_of_kinds_that_are_not_known_are_passed_over() -> None:
    """Newer versions write more kinds; reasoning, aborted turns and counts are bookkeeping."""
    lines = [
        row(1, "not_yet_known", text="x"),
        row(2, "event_msg", type="turn_aborted", reason="interrupted"),
        row(3, "response_item", type="reasoning", summary=[{"text": "hm"}]),
        row(4, "response_item", type="ghost_snapshot", ghost_commit={}),
    ]
    assert messages_of(head(), *lines) == []


def test_a_head_that_is_longer_than_what_is_looked_at_is_known() -> None:
    """Instructions in the first line may be long."""
    beginning = to_lines(head(instructions="oil the chain " * 10_000))[:65536]
    assert recognises(beginning, False)
    assert not recognises(b'{"type": "session", "payload": "' + b"x" * 65536, False)


def test_memory_of_the_last_reading_tells_twins_apart() -> None:
    """Reading on between an item and its event gives what reading the whole gives."""
    lines = [head(), *turn(2, "one?", "yes"), *turn(4, "one?", "yes")]
    whole = messages_of(*lines)
    for place in range(len(lines)):
        context = context_of()
        data = to_lines(*lines)
        cut = len(to_lines(*lines[:place]))
        begun = [each for each in IMPORTER.read(BytesIO(data[:cut]), context) if isinstance(each, Message)]
        rest = [each for each in IMPORTER.read(BytesIO(data), context) if isinstance(each, Message)]
        assert begun + rest == whole
