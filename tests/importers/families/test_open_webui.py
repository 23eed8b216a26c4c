"""Open WebUI exports: trees of messages, thoughts and tools inside texts, files, lists of chats."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from cotw.files import digest_of
from cotw.importers.families import open_webui
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem
from tests.importers.conformance import ImporterContract
from tests.importers.transcripts import FALLBACK, read_all

_AT = 1772614800  # 2026-03-04 09:00 UTC


def said(id_: str, parent: str | None, content: Any, **members: Any) -> dict[str, Any]:
    """A message: ids that begin with a `p` are the person's."""
    role = "user" if id_.startswith("p") else "assistant"
    about: dict[str, Any] = {"id": id_, "parentId": parent, "childrenIds": [], "role": role}
    return {**about, "content": content, "timestamp": _AT + 5, **members}


def chat(*messages: Any, current: str | None = None, **members: Any) -> dict[str, Any]:
    nodes = {message["id"]: message for message in messages}
    history = {"currentId": current or (messages[-1]["id"] if messages else None), "messages": nodes}
    about = {"id": "talk", "user_id": "u", "title": "Wheels", "created_at": _AT, "updated_at": _AT + 60}
    return {**about, "chat": {"title": "Wheels", "models": ["llama3"], "history": history}, **members}


def read(*chats: Any) -> tuple[list[Message], list[Problem]]:
    return read_all(json.dumps(list(chats)).encode(), importer=open_webui.IMPORTER)


def messages_of(*chats: Any) -> list[Message]:
    messages, problems = read(*chats)
    assert problems == []
    return messages


def answer(content: Any, **members: Any) -> list[Message]:
    """The records of one answer."""
    found = messages_of(chat(said("p1", None, "is it true?"), said("a1", "p1", content, **members)))
    assert (found[0].text, found[-1].kind) == ("is it true?", Kind.SUMMARY)
    return found[1:-1]


class TestOpenWebUI(ImporterContract):
    importer = open_webui.IMPORTER
    sample = json.dumps(
        [chat(said("p1", None, "is it true?"), said("a1", "p1", "The wheel is true."))], indent=1
    ).encode()


class TestOneChat(ImporterContract):
    """One chat is exported without the list, or as the `chat` alone."""

    importer = open_webui.IMPORTER
    sample = json.dumps(chat(said("p1", None, "true?"), said("a1", "p1", "Yes."))["chat"]).encode()


def test_times_sessions_and_titles() -> None:
    """Unix seconds; the chat is the session; the title is a summary that names the first message."""
    prompt, title = messages_of(chat(said("p1", None, "is it true?")))
    assert prompt.timestamp == datetime(2026, 3, 4, 9, 0, 5, tzinfo=UTC)
    assert prompt.session == "talk"
    assert (title.text, title.about, title.timestamp.minute) == ("Wheels", prompt.id, 1)


def test_a_missing_time_is_inferred_within_its_chat() -> None:
    """From the message before it, else from the chat; never from another chat of the file."""
    timeless = said("p2", None, "and this?", timestamp=None)
    found = messages_of(chat(said("p1", None, "true?")), chat(timeless, id="other", created_at=_AT + 900))
    assert [item.timestamp.minute for item in found if item.is_speech] == [0, 15]
    dateless = chat(timeless, created_at=None, updated_at="soon")
    assert messages_of(dateless)[0].timestamp == FALLBACK


def test_branches_are_marked() -> None:
    """`currentId` says where the chat went on; what was made anew is a branch."""
    messages = [said("p1", None, "true?"), said("a1", "p1", "Yes."), said("a2", "p1", "No.")]
    found = messages_of(chat(*messages, current="a1"))
    assert [(item.native, item.branch) for item in found if item.is_speech] == [
        ("p1", None),
        ("a1", None),
        ("a2", "a2"),
    ]


def test_thoughts_in_a_text_are_no_speech() -> None:
    """Also nested elements, and one that was never closed; other elements are the answer's own."""
    thought = '<details type="reasoning" done="true"><summary>Thought</summary>&gt; hm</details>\n'
    nested = '<details type="reasoning"><details><summary>x</summary>y</details>z</details>'
    own = "<details><summary>More</summary>36 spokes</details>"
    (found,) = answer(f"Well: {thought}It is true.{nested}\n{own}")
    assert found.text == f"Well: \nIt is true.\n{own}"
    assert answer('<details type="reasoning" done="false">\n<summary>Thinking…</summary>\n> hm') == []


def test_tools_in_a_text() -> None:
    """Their name, arguments, size and digest are kept, from attributes or from the element's text."""
    older = '<details type="tool_calls"><summary>Tool Executed</summary>"36 spokes"</details>'
    newer = (
        '<details type="tool_calls" done="true" id="c1" name="count" arguments="{&quot;of&quot;: 1}"'
        ' result="36"><summary>Tool Executed</summary></details>'
    )
    spoken, first, second = answer(f"{older}{newer}It has 36.")
    assert (spoken.kind, spoken.text) == (Kind.AGENT, "It has 36.")
    assert first.call is not None
    assert (first.call.name, first.call.size) == ("tool", 11)
    assert second.call is not None
    assert (second.call.name, second.call.target, second.call.size) == ("count", '{"of": 1}', 2)
    assert second.call.digest == digest_of(b"36")


def test_output_items_come_before_the_text() -> None:
    """Where a message keeps its items apart, they say what was said and what was called."""
    output = [
        {"type": "reasoning", "content": [{"type": "output_text", "text": "hm"}]},
        {"type": "function_call", "call_id": "c1", "name": "count", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": [{"type": "input_text", "text": "36"}]},
        {"type": "message", "content": [{"type": "output_text", "text": "It has 36."}]},
    ]
    found = answer('<details type="reasoning">hm</details>It has 36.', output=output)
    assert [(item.kind.value, item.text, item.native) for item in found] == [
        ("agent", "It has 36.", "a1"),
        ("tool", "", "a1#c1"),
        ("tool", "", "a1#c1-result"),
    ]


def test_an_error_is_a_notice() -> None:
    """What the person was told went wrong is kept aside."""
    (found,) = answer("", error={"content": "the model is not there"})
    assert (found.kind, found.text) == (Kind.SYSTEM, "the model is not there")


def test_files_and_images_are_receipts() -> None:
    """An embedded image is hashed and dropped; of a stored file its text goes into the receipt."""
    image = "data:image/png;base64,aGVsbG8="
    stored = {
        "type": "file",
        "name": "parts.pdf",
        "file": {"id": "f1", "meta": {"content_type": "application/pdf"}, "data": {"content": "36 spokes"}},
    }
    files = [{"type": "image", "url": image}, stored, {"type": "image", "url": "/api/v1/files/f2"}]
    content = [{"type": "text", "text": "look"}, {"type": "image_url", "image_url": {"url": image}}]
    (prompt, _) = messages_of(chat(said("p1", None, content, files=files)))
    assert prompt.text == "look"
    assert [(item.mime, item.size, item.name) for item in prompt.attachments] == [
        ("image/png", 5, None),
        ("application/pdf", 9, "parts.pdf"),
        ("image/*", 0, None),
        ("image/png", 5, None),
    ]
    assert prompt.attachments[0].digest == digest_of(b"hello")
    assert prompt.attachments[1].text == "36 spokes"


def test_a_list_of_messages() -> None:
    """Without a history the messages follow one another."""
    messages = [said("p1", None, "true?"), said("a1", None, "Yes.")]
    for message in messages:
        del message["parentId"]
    found = messages_of({**chat(), "chat": {"models": [], "messages": messages}})
    assert [(item.text, item.branch) for item in found if item.is_speech] == [("true?", None), ("Yes.", None)]


@pytest.mark.parametrize(
    "flawed", [5, None, {"id": "x"}, {"id": "x", "chat": {}}, {"chat": {"history": {"messages": 5}}}]
)
def test_a_flawed_chat_is_named_and_the_others_are_read(flawed: Any) -> None:
    """One problem for it."""
    messages, problems = read(chat(said("p1", None, "true?")), flawed, chat(said("p2", None, "ok?"), id="b"))
    assert [item.text for item in messages if item.is_speech] == ["true?", "ok?"]
    assert len(problems) == 1


def test_flawed_messages_are_named() -> None:
    """A message that is no object, and one whose content is no text."""
    flawed = chat(said("p1", None, "true?"), said("p2", None, 5))
    flawed["chat"]["history"]["messages"]["p3"] = "x"
    messages, problems = read(flawed)
    assert [item.text for item in messages if item.is_speech] == ["true?"]
    assert [problem.reason for problem in problems] == [
        "conversation 1: one of its messages is not an object",
        "conversation 1: a message has a content that is no text",
    ]
