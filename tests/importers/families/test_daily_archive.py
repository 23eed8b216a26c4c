"""COTW's own archive as input: sealed and open days of another home, and the simple form."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.importers.families.daily_archive import DOCUMENT, OPEN_DAY
from cotw.records.message import Attachment, Kind, Message, ToolCall
from cotw.records.problem import Problem
from cotw.store.day_file import numbered, render, write_sealed
from tests.importers.transcripts import FALLBACK, context_of, read_all

_NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
_MESSAGES = [
    Message("a1", _NOON, Kind.HUMAN, "Mara", "half \ud83d\0 é", "s1", "claude-code", native="n1", order=4),
    Message(
        "a2",
        _NOON,
        Kind.TOOL,
        "tool",
        "",
        "s1",
        "claude-code",
        call=ToolCall("Read", "/a.py", "ok", 5, "ab"),
        attachments=(Attachment("image/png", 3, "cd"),),
        subagent="x",
        utterance="m1",
    ),
    Message("a3", _NOON, Kind.HUMAN, "Mara", "later", "s1", "jsonl", thread="t", mode="booth", queued=True),
]


def sealed(messages: list[Message]) -> bytes:
    stream = BytesIO()
    write_sealed(stream, "2026-03-04", "Europe/Berlin", map(render, messages))
    return stream.getvalue()


def simple(*items: dict[str, Any], **members: Any) -> bytes:
    return json.dumps({"date": "2026-03-04", **members, "messages": list(items)}).encode()


def said(text: str, sender: str = "user", **members: Any) -> dict[str, Any]:
    return {"timestamp": "2026-03-04T09:00:00Z", "sender": sender, "text": text, "sessionId": "s", **members}


def read_simple(*items: dict[str, Any], **members: Any) -> tuple[list[Message], list[Problem]]:
    return read_all(simple(*items, **members), importer=DOCUMENT)


def test_a_time_that_was_inferred_is_not_inferred_again() -> None:
    """A record keeps its place among the others; only items of the simple form take a neighbour's time."""
    inferred = Message(
        "a4",
        _NOON.replace(hour=14),
        Kind.SUMMARY,
        "agent",
        "Rims",
        "s1",
        "claude-code",
        timestamp_inferred=True,
    )
    messages = [*_MESSAGES, inferred]
    assert read_all(sealed(messages), importer=DOCUMENT)[0] == messages
    found, _ = read_simple(said("dated"), said("undated", timestamp=None))
    assert [one.timestamp_inferred for one in found] == [False, True]
    assert found[0].timestamp == found[1].timestamp


def test_a_sealed_day_keeps_everything() -> None:
    """A record of another home comes through equal, its id and its lone surrogates included."""
    data = sealed(_MESSAGES)
    assert DOCUMENT.recognises(data, True)
    assert not OPEN_DAY.recognises(data, True)
    assert read_all(data, importer=DOCUMENT) == (_MESSAGES, [])


def test_an_open_day_keeps_everything() -> None:
    """The lines of a day that is not over are records as well; half a line at the end waits."""
    lines = [numbered(render(message), number) for number, message in enumerate(_MESSAGES, 1)]
    data = b"\n".join([*lines, b'{"id": "a4", "ki'])
    assert OPEN_DAY.recognises(data, False)
    assert not DOCUMENT.recognises(data, False)
    assert read_all(data, importer=OPEN_DAY) == (_MESSAGES, [])


def test_what_was_forgotten_leaves_nothing() -> None:
    """A tombstone stands for a message that its home has forgotten."""
    tombstone = {"id": "a9", "forgotten": "2026-03-05T00:00:00Z"}
    data = json.dumps({"version": 1, "date": "2026-03-04", "timezone": "UTC", "messages": [tombstone]})
    assert read_all(data.encode(), importer=DOCUMENT) == ([], [])
    lines = numbered(render(_MESSAGES[0]), 1) + b"\n" + json.dumps(tombstone).encode() + b"\n"
    assert read_all(lines, importer=OPEN_DAY) == (_MESSAGES[:1], [])


@pytest.mark.parametrize(
    "change",
    [
        {"text": 5},
        {"kind": "ghost"},
        {"timestamp": "soon"},
        {"source": {"tool": 1}},
        {"thread": []},
        {"call": {"x": 1}},
    ],
)
def test_a_damaged_record_is_one_problem(change: dict[str, Any]) -> None:
    """A record whose members have wrong types or values is named; the ones around it are read."""
    damaged = {**_MESSAGES[0].to_record(), **change}
    data = json.dumps(
        {"version": 1, "date": "d", "timezone": "UTC", "messages": [damaged, _MESSAGES[2].to_record()]}
    ).encode()
    messages, problems = read_all(data, importer=DOCUMENT)
    assert messages == _MESSAGES[2:]
    assert len(problems) == 1
    assert problems[0].reason.startswith("message 1 is not a record")


def test_the_simple_form_of_earlier_tools_is_read() -> None:
    """`{date, messageCount, messages: [{timestamp, sender, text, sessionId, threadId, contentHash}]}`."""
    digest = sha256(b"hello").hexdigest()
    message, answer = read_simple(
        said("hello", threadId="workshop", mode="chat", contentHash=digest),
        said("hi", "assistant"),
        messageCount=2,
    )[0]
    assert (message.kind, message.sender, message.text) == (Kind.HUMAN, "user", "hello")
    assert (message.session, message.thread, message.mode, message.tool) == (
        "s",
        "workshop",
        "chat",
        "archive",
    )
    assert message.timestamp == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert (answer.kind, answer.sender) == (Kind.AGENT, "assistant")
    assert DOCUMENT.recognises(simple(said("hello")), True)


def test_times_without_an_offset_are_the_home_s() -> None:
    """Earlier tools wrote local time."""
    data = simple(said("hello", timestamp="2026-07-04T09:00:00"))
    context = context_of(zone=ZoneInfo("Europe/Berlin"))
    assert read_all(data, context, DOCUMENT)[0][0].timestamp == datetime(2026, 7, 4, 7, 0, tzinfo=UTC)


def test_equal_messages_are_counted() -> None:
    """The same words at the same time twice are two messages, with ids that do not shift."""
    first, second = read_simple(said("yes"), said("yes"))[0]
    assert first.id != second.id
    _, again, last = read_simple(said("before"), said("yes"), said("yes"))[0]
    assert (again.id, last.id) == (first.id, second.id)


@pytest.mark.parametrize(
    "given", [None, "", 5, "not hex", "abc123", "SHA256:" + sha256(b"x").hexdigest().upper()]
)
def test_a_content_hash_that_agrees_or_is_none_says_nothing(given: Any) -> None:
    """Only a SHA-256, or at least eight digits of it, is compared."""
    assert read_simple(said("x", contentHash=given))[1] == []
    assert read_simple(said("x", contentHash=sha256(b"x").hexdigest()[:8]))[1] == []


def test_a_content_hash_that_does_not_agree_is_a_problem() -> None:
    """The message is kept, and the report says that it is not what it was."""
    messages, problems = read_simple(said("x", contentHash=sha256(b"y").hexdigest()))
    assert [message.text for message in messages] == ["x"]
    assert [problem.reason for problem in problems] == ["message 1: its contentHash is not that of its text"]


def test_a_wrong_count_is_a_problem() -> None:
    """An archive that announces more than it holds has lost something."""
    assert [problem.reason for problem in read_simple(said("x"), messageCount=2)[1]] == [
        "it announces 2 messages and holds 1"
    ]


def test_a_missing_time_is_inferred() -> None:
    """What has no time takes its neighbour's; a garbled one is a problem too."""
    messages, problems = read_simple(said("a"), said("b", timestamp=None), said("c", timestamp="noonish"))
    assert [message.timestamp_inferred for message in messages] == [False, True, True]
    assert {message.timestamp for message in messages} == {datetime(2026, 3, 4, 9, 0, tzinfo=UTC)}
    assert len(problems) == 1
    assert read_simple(said("a", timestamp=None))[0][0].timestamp == FALLBACK


@pytest.mark.parametrize("item", [5, None, {"sender": "user"}, {"text": "x"}, {"text": 5, "sender": "x"}])
def test_an_item_of_the_wrong_form_is_one_problem(item: Any) -> None:
    """What is no message is named by its number."""
    messages, problems = read_simple(said("a"), item, said("b"))
    assert [message.text for message in messages] == ["a", "b"]
    assert [problem.reason.partition(":")[0] for problem in problems] == ["message 2"]


def test_of_a_cut_archive_the_beginning_is_read() -> None:
    """What came before the cut is kept, and the cut is one problem."""
    messages, problems = read_all(sealed(_MESSAGES)[:-40], importer=DOCUMENT)
    assert messages == _MESSAGES[:2]
    assert [problem.reason for problem in problems] == [
        "after message 2: the document is cut off or is not JSON"
    ]


@pytest.mark.parametrize(
    "document",
    [
        {
            "sessionId": "empty-001",
            "workspace": "/home/dev",
            "messages": [],
            "timestamp": "2026-01-15T10:00:00Z",
        },
        {
            "sessionId": "s",
            "projectHash": "x",
            "messages": [{"id": "1", "timestamp": "t", "type": "user", "content": "x"}],
        },
        {
            "conversationId": "c",
            "messages": [{"messageId": "m", "sender": "User", "text": "x", "createdAt": "t"}],
        },
        {"messages": [{"role": "user", "content": "x"}]},
        {"messages": []},
        {"date": 5, "messages": []},
        {"date": "2026-03-04"},
    ],
)
def test_documents_of_others_are_not_ours(document: Any) -> None:
    """A list called `messages` does not make an archive."""
    assert not DOCUMENT.recognises(json.dumps(document).encode(), True)


def test_an_archive_whose_first_message_is_longer_than_the_head_is_recognised() -> None:
    """Then its other members have to tell."""
    assert DOCUMENT.recognises(simple(said("x" * 100_000))[:65536], False)


@given(st.binary(max_size=200), st.integers(0, 300))
def test_no_bytes_raise(junk: bytes, cut: int) -> None:
    """Whatever is in a file, reading it ends."""
    for data in (junk, sealed(_MESSAGES)[:cut] + junk, simple(said("x"))[:cut] + junk):
        read_all(data, importer=DOCUMENT)
        read_all(data, importer=OPEN_DAY)
        DOCUMENT.recognises(data, False)
        OPEN_DAY.recognises(data, False)


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from([*_MESSAGES[1].to_record(), "thread", "mode", "queued"]), _ANY, max_size=4
    )
)
def test_no_shape_raises(change: dict[str, Any]) -> None:
    """Whatever the members of a record hold, it becomes a message that can be archived, or a problem."""
    data = json.dumps({"date": "d", "messages": [{**_MESSAGES[1].to_record(), **change}]}).encode()
    for message in read_all(data, importer=DOCUMENT)[0]:
        Message.from_record(json.loads(json.dumps(message.to_record())))
