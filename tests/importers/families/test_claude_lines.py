"""One line of a Claude Code transcript: who said what in it, and what else it holds."""

from __future__ import annotations

from typing import Any

import pytest

from cotw.importers.families.claude_code import IMPORTER
from cotw.records.message import Kind
from tests.importers.transcripts import (
    assistant,
    call,
    line,
    messages_of,
    prompts_of,
    queued,
    read_all,
    result,
    said,
    speech_of,
    to_lines,
    user,
    uuid_of,
)


def kinds_of(*values: Any) -> list[tuple[str, str]]:
    return [(message.kind.value, message.text) for message in messages_of(*values)]


def test_a_prompt_is_a_text_or_a_list() -> None:
    """Typed prompts come as a plain text or as a list of blocks, and stay verbatim."""
    assert speech_of(user(1, " fix it\n"), user(2, [said("and test it")])) == [
        ("human", " fix it\n"),
        ("human", "and test it"),
    ]


def test_several_texts_of_a_line_are_one_utterance() -> None:
    """Text blocks of one line are joined by an empty line."""
    assert speech_of(user(1, [said("one"), said("two")]), assistant(2, said("three"), said("four"))) == [
        ("human", "one\n\ntwo"),
        ("agent", "three\n\nfour"),
    ]


def test_words_beside_a_tool_result_are_human() -> None:
    """An instruction typed while a tool ran stands in the same line as the tool's result."""
    message, output = messages_of(user(1, [result("file written"), said("and remember to use pagination")]))
    assert (message.kind, message.text) == (Kind.HUMAN, "and remember to use pagination")
    assert (output.kind, output.text) == (Kind.TOOL, "")


def test_a_notice_beside_a_tool_result_is_not() -> None:
    """An interruption beside a tool's result is a notice as anywhere else."""
    line_ = user(1, [result("x"), said("[Request interrupted by user for tool use]")])
    assert [kind for kind, _ in kinds_of(line_)] == ["tool", "system"]


def test_editor_context_beside_a_prompt_is_split_off() -> None:
    """The editor's blocks of a line are wrappers, the person's are speech, in blocks or in one text."""
    opened = "<ide_opened_file>The user opened a.py.</ide_opened_file>"
    assert kinds_of(user(1, [said(opened), said("fix it")])) == [("human", "fix it"), ("wrapper", opened)]
    assert kinds_of(user(1, f"{opened}\nfix it")) == [("human", "fix it"), ("wrapper", opened)]


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"isMeta": True}, "wrapper"),
        ({"isVisibleInTranscriptOnly": True}, "wrapper"),
        ({"origin": {"kind": "peer", "from": "a1"}}, "wrapper"),
        ({"isCompactSummary": True, "isVisibleInTranscriptOnly": True}, "summary"),
        ({"origin": {"kind": "human"}}, "human"),
        ({"thinkingMetadata": {"level": "high"}, "permissionMode": "plan"}, "human"),
    ],
)
def test_flags_of_a_line_tell_its_author(members: dict[str, Any], kind: str) -> None:
    """Command bodies, messages of other agents and summaries of compaction are no prompts."""
    assert kinds_of(user(1, "do as follows", **members)) == [(kind, "do as follows")]
    assert kinds_of(user(1, [said("do as follows")], **members)) == [(kind, "do as follows")]


def test_the_body_of_a_slash_command_is_a_wrapper() -> None:
    """Older versions put a command's expansion behind it into the same line, without a flag."""
    command = "<command-message>review is running…</command-message>\n<command-name>/review</command-name>"
    assert [kind for kind, _ in kinds_of(user(1, [said(command), said("Review all of it.")]))] == [
        "wrapper",
        "wrapper",
    ]


def test_queued_prompts_are_speech() -> None:
    """What was typed while the agent was busy may stand in a queue line and nowhere else."""
    first, second = messages_of(queued(1, "and let's add a test for this please"), user(2, "ok"))
    assert (first.kind, first.text) == (Kind.HUMAN, "and let's add a test for this please")
    assert first.queued
    assert first.native is None
    assert not second.queued


@pytest.mark.parametrize(
    "content",
    ["<agent-notification>done</agent-notification>", "<task-notification>done</task-notification>"],
)
def test_queued_notices_are_wrappers(content: str) -> None:
    """The queue also holds notices of finished background work."""
    (message,) = messages_of(queued(1, content))
    assert message.kind is Kind.WRAPPER
    assert not message.queued


def test_leaving_the_queue_says_nothing() -> None:
    """Lines that take a prompt out of the queue, or hold none, leave no record."""
    lines = [
        queued(1, None, "dequeue"),
        queued(2, "gone", "remove"),
        queued(3, None),
        queued(4, None, "popAll"),
    ]
    assert messages_of(*lines) == []


def test_a_prompt_delivered_as_attachment_is_speech() -> None:
    """Newer versions note a queued prompt when they hand it to the agent; notices come the same way."""

    def attached(number: int, **members: Any) -> dict[str, Any]:
        return line("attachment", number, attachment={"type": "queued_command", **members})

    lines = [
        attached(1, prompt="also the German page", commandMode="prompt", origin={"kind": "human"}),
        attached(2, prompt=[said("see this")], commandMode="prompt"),
        attached(3, prompt="<task-notification>x</task-notification>", commandMode="task-notification"),
        attached(4, prompt="from another agent", commandMode="prompt", isMeta=True),
        line("attachment", 5, attachment={"type": "edited_text_file", "snippet": "x"}),
    ]
    assert kinds_of(*lines) == [("human", "also the German page"), ("human", "see this")]


def test_the_agent_is_heard_in_text_blocks_only() -> None:
    """Thinking was never said; tool calls are kept aside; empty texts leave nothing."""
    thinking = {"type": "thinking", "thinking": "hm", "signature": "x"}
    lines = [
        assistant(1, thinking),
        assistant(2, said("(no content)")),
        assistant(3, said("\n")),
        assistant(4, said("I look."), call("Read", file_path="/a.py")),
    ]
    assert kinds_of(*lines) == [("agent", "I look."), ("tool", "")]


def test_lines_of_one_model_message_share_it() -> None:
    """One model message is spread over lines, a block each; each line names it."""
    lines = [assistant(number, said(f"part {number}"), message_id="msg_x") for number in (1, 2)]
    messages = messages_of(*lines)
    assert [message.utterance for message in messages] == ["msg_x", "msg_x"]
    assert messages[0].id != messages[1].id


@pytest.mark.parametrize("members", [{"model": "<synthetic>"}, {"isApiErrorMessage": True}])
def test_local_notices_are_not_the_agent(members: dict[str, Any]) -> None:
    """What Claude Code says in the model's place is a notice."""
    assert kinds_of(assistant(1, said("API Error: overloaded"), **members)) == [
        ("system", "API Error: overloaded")
    ]


def test_notices_are_kept_aside_and_bookkeeping_is_not() -> None:
    """Of system lines those with words for a reader stay; the rest leaves no record."""
    lines = [
        line("system", 1, subtype="compact_boundary", content="Conversation compacted", parentUuid=None),
        line("system", 2, subtype="local_command", content="<command-name>/mcp</command-name>"),
        line("system", 3, subtype="api_error", error={}),
        line("system", 4, subtype="stop_hook_summary", content="hooks ran"),
        line("system", 5, subtype="turn_duration", durationMs=5),
        {"type": "file-history-snapshot", "messageId": uuid_of(6), "snapshot": {}},
        {"type": "pr-link", "sessionId": "s", "prNumber": 4},
        {"type": "something-new", "sessionId": "s", "content": "x"},
        line("progress", 7, data={"type": "bash_progress", "output": "x"}),
        line("progress", 8, data={"type": "hook_progress", "command": "x"}),
        line("progress", 9, data={"type": "query_update", "query": "x"}),
    ]
    assert kinds_of(*lines) == [
        ("system", "Conversation compacted"),
        ("wrapper", "<command-name>/mcp</command-name>"),
    ]


def test_an_unknown_block_with_words_is_kept_aside() -> None:
    """Block types come and go; one that bears a text is not lost, others are passed over."""
    blocks = [{"type": "novelty", "text": "words"}, {"type": "novelty", "data": 1}, said("hello")]
    assert kinds_of(user(1, blocks)) == [("human", "hello"), ("system", "words")]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([1], "is not an object"),
        (42, "is not an object"),
        ("words", "is not an object"),
        ({"silly": "this"}, "has no type"),
        ({"type": ["user"], "message": {}}, "has no type"),
        (line("user", 1, message="error"), "its message is not an object"),
        (line("user", 1), "its message is not an object"),
        (line("user", 1, message={"role": "user"}), "its message has no content"),
        (user(1, 12345), "its message has no content"),
        (user(1, None), "its message has no content"),
        (user(1, ["bare"]), "one of its content blocks is not an object"),
        (user(1, [{"type": "text"}]), "one of its text blocks has no text"),
        ({"type": "summary", "summary": 5, "leafUuid": "x"}, "its summary has no text"),
    ],
)
def test_a_malformed_line_is_one_problem(value: Any, reason: str) -> None:
    """A line of the wrong form is named once, by file, line and reason; its neighbours are read."""
    messages, problems = read_all(to_lines(user(1, "before"), value, user(3, "after")))
    assert [message.text for message in messages] == ["before", "after"]
    assert [(problem.where, problem.line, problem.reason) for problem in problems] == [
        ("session.jsonl", 2, reason)
    ]


def test_of_a_line_with_a_flaw_the_rest_is_read() -> None:
    """A bad block costs itself only."""
    messages, problems = read_all(to_lines(user(1, [None, said("kept"), {"type": "text", "text": 5}])))
    assert [message.text for message in messages] == ["kept"]
    assert len(problems) == 1


def test_wrong_types_elsewhere_do_no_harm() -> None:
    """Numbers for ids, lists for names, objects for flags: the words still come through."""
    odd = user(1, [said("words")], sessionId=12345, uuid=7, cwd=["x"], timestamp={"a": 1}, origin=["x"])
    odd["message"]["id"] = {"x": 1}
    block = {"type": "tool_use", "id": [1], "name": {}, "input": "x"}
    other = {"type": {"a": 1}, "text": "aside"}
    messages, problems = read_all(to_lines(odd, assistant(2, block, other)))
    assert problems == []
    assert [(message.kind.value, message.text) for message in messages] == [
        ("human", "words"),
        ("tool", ""),
        ("system", "aside"),
    ]
    assert messages[0].session == "12345"
    assert messages[0].project is None


def test_an_assistant_line_may_hold_a_plain_text() -> None:
    """Content that is one text is read in both directions of the conversation."""
    answer = line("assistant", 2, message={"role": "assistant", "content": "yes"})
    assert speech_of(user(1, "really?"), answer) == [("human", "really?"), ("agent", "yes")]
    assert prompts_of(answer) == []


def test_the_person_s_reason_for_a_refusal_is_kept_aside() -> None:
    """Words that a person gave when refusing a tool call stand in its result; they are not lost."""
    refused = "The tool use was rejected. To tell you how to proceed, the user said:\ntoo slow."
    output, reason = messages_of(user(1, [result(refused, is_error=True)]))
    assert output.kind is Kind.TOOL
    assert (reason.kind, reason.sender, reason.text) == (Kind.SYSTEM, "human", "too slow.")
    assert not reason.is_speech


def test_the_importer_says_what_it_reads() -> None:
    """Name and description are what a report shows."""
    assert IMPORTER.name == "claude-code"
    assert IMPORTER.resumable
