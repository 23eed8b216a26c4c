"""LibreChat exports: lists and trees of messages, branches, missing times, parts, files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from cotw.importers.families import librechat
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem
from tests.importers.conformance import ImporterContract
from tests.importers.transcripts import read_all

_ROOT = "00000000-0000-0000-0000-000000000000"
_AT = "2026-03-04T09:00:00.000Z"


def uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def said(number: int, parent: int | None, text: str, **members: Any) -> dict[str, Any]:
    """A message: odd numbers are the person's."""
    return {
        "messageId": uuid(number),
        "parentMessageId": _ROOT if parent is None else uuid(parent),
        "isCreatedByUser": number % 2 == 1,
        "sender": "User" if number % 2 else "Mechanic",
        "text": text,
        "createdAt": _AT,
        **members,
    }


def export(*messages: Any, **members: Any) -> bytes:
    about = {"conversationId": "talk", "endpoint": "openAI", "title": "Wheels", "exportAt": "20:33:31 GMT"}
    return json.dumps({**about, "messages": list(messages), **members}).encode()


def read(data: bytes) -> tuple[list[Message], list[Problem]]:
    return read_all(data, importer=librechat.IMPORTER)


def messages_of(data: bytes) -> list[Message]:
    messages, problems = read(data)
    assert problems == []
    return messages


_LINE = (said(1, None, "is it true?"), said(2, 1, "The wheel is true."), said(3, 2, "thanks"))


class TestLibreChat(ImporterContract):
    importer = librechat.IMPORTER
    sample = export(*_LINE, said(4, 3, "Gladly."))


def test_a_tree_is_read_like_a_list() -> None:
    """The same messages, whichever way they were exported, and under either name."""
    first, second, third = _LINE
    tree = {**first, "children": [{**second, "children": [{**third, "children": []}]}]}
    expected = messages_of(export(*_LINE))
    assert messages_of(export(tree)) == expected
    data = json.dumps({**json.loads(export()), "messages": None, "messagesTree": [tree]}).encode()
    assert messages_of(data) == expected
    assert librechat.recognises(data, True)


def test_a_long_conversation_is_a_deep_tree() -> None:
    """Deeper than a JSON decoder goes; every message is read."""
    data = b"".join(
        json.dumps(said(number, number - 1 or None, "x")).encode()[:-1] + b', "children": ['
        for number in range(1, 3001)
    )
    whole = export()[:-2].replace(b'"messages": [', b'"messages": [' + data + b"]}" * 3000) + b"]}"
    assert len([item for item in messages_of(whole) if item.is_speech]) == 3000


def test_branches_are_marked() -> None:
    """The last message is where the conversation went on; what was made anew before is a branch."""
    found = messages_of(export(*_LINE[:2], said(4, 1, "It wobbles."), said(5, 4, "oh")))
    assert [(item.text, item.branch) for item in found if item.is_speech] == [
        ("is it true?", None),
        ("The wheel is true.", uuid(2)),
        ("It wobbles.", None),
        ("oh", None),
    ]


def test_a_missing_time_is_that_of_the_neighbour() -> None:
    """The export's own time says no day and is not used."""
    found = messages_of(export(_LINE[0], said(2, 1, "yes", createdAt=None)))
    assert found[1].timestamp == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert found[1].timestamp_inferred


def test_the_title_is_a_summary_of_the_first_message() -> None:
    """Unless the program had none yet."""
    first, *_, title = messages_of(export(*_LINE))
    assert (title.kind, title.text, title.about) == (Kind.SUMMARY, "Wheels", first.id)
    assert Kind.SUMMARY not in [item.kind for item in messages_of(export(*_LINE, title="New Chat"))]


def test_parts() -> None:
    """Of a message in parts the texts are said; thoughts are nobody's, calls and errors are kept aside."""
    called = {"id": "c1", "name": "search", "args": '{"q": "spokes"}', "output": "36"}
    parts = [
        {"type": "think", "think": "hm"},
        {"type": "text", "text": "Let me look."},
        {"type": "tool_call", "tool_call": called},
        {"type": "text", "text": {"value": "It has 36."}},
        {"type": "error", "error": "out of credit"},
        None,
    ]
    found = messages_of(export(_LINE[0], said(2, 1, "", content=parts)))
    assert [(item.kind.value, item.text) for item in found[1:4]] == [
        ("agent", "Let me look.\n\nIt has 36."),
        ("tool", ""),
        ("system", "out of credit"),
    ]
    assert found[2].call is not None
    assert (found[2].call.name, found[2].call.target, found[2].call.size) == ("search", '{"q": "spokes"}', 2)


def test_thoughts_in_a_text_and_errors_are_no_speech() -> None:
    """Older versions put the thought before the answer, and an error in its place."""
    thought = said(2, 1, ":::thinking\nhm\n\nwell\n:::\nYes.")
    failed = said(4, 1, "quota exceeded", error=True)
    found = messages_of(export(_LINE[0], thought, failed))
    assert [(item.kind.value, item.text) for item in found[1:3]] == [
        ("agent", "Yes."),
        ("system", "quota exceeded"),
    ]


def test_files_are_receipts() -> None:
    """An uploaded file is named, with its size; text that was read in it goes into the receipt."""
    files = [
        {"file_id": "f1", "filename": "wheel.png", "type": "image/png", "bytes": 512},
        {"file_id": "f2", "filename": "parts.txt", "type": "text/plain", "text": "36 spokes"},
    ]
    shown = messages_of(export(said(1, None, "", files=files)))[0].attachments
    assert [(item.name, item.mime, item.size) for item in shown] == [
        ("wheel.png", "image/png", 512),
        ("parts.txt", "text/plain", 9),
    ]
    assert shown[1].text == "36 spokes"


def test_messages_without_a_name_or_with_anothers_are_kept() -> None:
    """Nothing is lost where ids are missing, doubled or no texts."""
    nameless = said(1, None, "one", messageId=None)
    doubled = said(1, None, "two", messageId=uuid(9)), said(1, None, "three", messageId=uuid(9))
    listed = said(1, None, "four", messageId=["x"])
    found = messages_of(export(nameless, *doubled, listed, said(1, None, "five", messageId="#1")))
    assert {item.text for item in found if item.is_speech} == {"one", "two", "three", "four", "five"}
    assert len({item.id for item in found}) == len(found)


@pytest.mark.parametrize("flawed", [5, None, "x", [], {}, {"messageId": "m", "text": 7}])
def test_a_flawed_message_is_named_and_the_others_are_read(flawed: Any) -> None:
    """One problem of one line."""
    messages, problems = read(export(_LINE[0], flawed, _LINE[1]))
    assert [item.text for item in messages if item.is_speech] == ["is it true?", "The wheel is true."]
    assert len(problems) == 1


def test_rings_of_parents() -> None:
    """Messages that are each other's parents are read once each."""
    found = messages_of(export(said(1, 2, "a"), said(2, 1, "b")))
    assert sorted(item.text for item in found if item.is_speech) == ["a", "b"]
