"""What is recorded of one message of a Gemini CLI chat: texts, files, calls, and what the tool put there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cotw.files import digest_of
from cotw.importers.families._gemini_parts import parts_of
from cotw.importers.kept import Part
from cotw.records.message import Attachment, Kind, ToolCall


def parts(kind: str, content: Any, **members: Any) -> list[Part]:
    """The records of a message without a flaw."""
    found, flaw = parts_of({"type": kind, "content": content, **members})
    assert flaw is None
    return found


def texts(kind: str, content: Any, **members: Any) -> list[tuple[str, str]]:
    """(kind, text) of the records of a message."""
    return [(part.kind.value, part.text) for part in parts(kind, content, **members)]


@pytest.mark.parametrize(
    "content",
    ["Which gear?", [{"text": "Which "}, {"text": "gear?"}], {"text": "Which gear?"}, ["Which gear?", 7]],
)
def test_a_content_is_a_text_or_parts(content: Any) -> None:
    """Newer versions store parts, older ones what they joined to."""
    assert texts("user", content) == [("human", "Which gear?")]
    assert texts("gemini", content) == [("agent", "Which gear?")]
    assert texts("warning", content) == [("system", "Which gear?")]


@pytest.mark.parametrize(
    "content", [None, "", " \n", [], [{"functionResponse": {"response": {"output": "x"}}}]]
)
@pytest.mark.parametrize("kind", ["user", "gemini", "error"])
def test_where_nothing_is_said_nothing_is_recorded(kind: str, content: Any) -> None:
    """What a tool gave back stands in the user's place too, and with its call."""
    assert parts(kind, content) == []


def test_thoughts_are_left_out() -> None:
    """Neither those beside the text nor those among the parts were said."""
    content = [{"text": "Hm.", "thought": True}, {"text": "The fifth."}]
    assert texts("gemini", content, thoughts=[{"subject": "Gears"}]) == [("agent", "The fifth.")]


def test_what_was_displayed_is_what_was_typed() -> None:
    """The model is sent more than that."""
    assert texts("user", [{"text": "Expanded"}], displayContent=[{"text": "/gear"}]) == [("human", "/gear")]
    assert texts("user", "typed", displayContent="") == [("human", "typed")]


def test_files_that_a_prompt_names_leave_receipts() -> None:
    """Their text goes into the receipt and not into the prompt."""
    sent = (
        "Compare @gears.py and @shed\\notes.txt\n--- Content from referenced files ---\n"
        "Content from @gears.py:\ngears = 7\n\nContent from @shed\\notes.txt:\noil it\n--- End of content ---"
    )
    (prompt,) = parts("user", sent)
    assert prompt.text == "Compare @gears.py and @shed\\notes.txt"
    assert [(each.name, each.path, each.text) for each in prompt.attachments] == [
        ("gears.py", "gears.py", "gears = 7\n"),
        ("notes.txt", "shed\\notes.txt", "oil it"),
    ]
    assert prompt.attachments[1].digest == digest_of(b"oil it")
    (cut,) = parts("user", "@a\n--- Content from referenced files ---\nContent from @a:\nx")
    assert (cut.text, cut.attachments[0].text) == ("@a", "x")
    (shown,) = parts("user", sent, displayContent="Compare!")
    assert (shown.text, len(shown.attachments)) == ("Compare!", 2)


def test_words_behind_the_files_are_the_persons() -> None:
    """Nothing hides behind a marker."""
    sent = "a\n--- Content from referenced files ---\n--- End of content ---\nand b"
    assert texts("user", sent) == [("human", "a\nand b")]


@pytest.mark.parametrize("name", ["session_context", "project_context", "hook_context"])
def test_contexts_around_a_prompt_are_wrappers(name: str) -> None:
    """They stand before it, behind it, or alone; in the middle they are the person's."""
    element = f"<{name}>\nThe shed.\n</{name}>"
    assert texts("user", element) == [("wrapper", element)]
    assert texts("user", f"{element}\n\nwhy?") == [("human", "why?"), ("wrapper", element)]
    assert texts("user", f"why?\n{element}\n") == [("human", "why?"), ("wrapper", element)]
    for text in (f"see {element} here", f"<{name}> what is it?", f"what is </{name}>"):
        assert texts("user", text) == [("human", text)]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("user", "System: Please continue.", "wrapper"),
        ("user", "This is the Gemini CLI. We are setting up the context for our chat.\nToday …", "wrapper"),
        ("user", "<state_snapshot>\n<goal>gears</goal>\n</state_snapshot>", "summary"),
        ("user", "Please continue.", "human"),
        ("gemini", "Got it. Thanks for the additional context!", "wrapper"),
    ],
)
def test_what_the_tool_says_for_others_is_no_speech(kind: str, text: str, expected: str) -> None:
    """It asks the model to go on, answers a context itself, and puts a summary in the user's place."""
    assert texts(kind, text) == [(expected, text)]


def test_images_and_uploads_leave_receipts() -> None:
    """Showing is saying; the bytes stay in the chat."""
    inline = {"inlineData": {"mimeType": "image/png", "data": "aGVsbG8="}}
    file = {"fileData": {"mimeType": "video/mp4", "fileUri": "https://example.org/v"}}
    (only,) = parts("user", [inline, file, {"inlineData": {}}])
    assert (only.kind, only.text) == (Kind.HUMAN, "")
    assert only.attachments == (
        Attachment("image/png", 5, digest_of(b"hello")),
        Attachment("video/mp4", 21, digest_of(b"https://example.org/v")),
    )


def _call(**members: Any) -> Part:
    """The record of a call."""
    given = {"id": "c-1", "name": "read_file", "args": {"absolute_path": "/shed/a.py"}, "status": "success"}
    (only,) = parts("gemini", "", toolCalls=[{**given, **members}])
    return only


def _answer(**response: Any) -> list[dict[str, Any]]:
    return [{"functionResponse": {"id": "c-1", "name": "read_file", "response": response}}]


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (_answer(output="gears = 7"), "gears = 7"),
        (_answer(error="no such file"), "no such file"),
        (_answer(found=[7]), json.dumps({"found": [7]}, separators=(",", ":"))),
        ("gears = 7", "gears = 7"),
        ([{"text": "a"}, {"text": "b"}], "a\nb"),
        ([], ""),
    ],
)
def test_of_a_call_its_name_target_and_output_are_kept(result: Any, text: str) -> None:
    """One record holds the call and what came back: size and digest, not the output."""
    expected = ToolCall("read_file", "/shed/a.py", "ok", len(text.encode()), digest_of(text.encode()))
    assert _call(result=result) == Part(Kind.TOOL, "", "c-1", expected)


def test_an_answer_that_is_nested_too_deeply_is_no_error() -> None:
    """It can be deep enough to be read and too deep to be written."""
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    call = _call(result=_answer(found=deep)).call
    assert call is not None
    assert call.size == 0


def test_calls_end_as_they_say() -> None:
    """A call without a result has neither size nor digest."""
    assert _call(status="cancelled").call == ToolCall("read_file", "/shed/a.py", "cancelled")
    assert _call(status="", args=None, name=None).call == ToolCall("tool")


def test_the_text_of_a_message_comes_before_its_calls() -> None:
    """What is no call is passed over."""
    found = parts("gemini", "I look.", toolCalls=[{"name": "ls"}, 7, {"name": "cat"}])
    assert [(part.mark, part.call and part.call.name) for part in found] == [
        ("p", None), ("call 0", "ls"), ("call 2", "cat")
    ]  # fmt: skip
