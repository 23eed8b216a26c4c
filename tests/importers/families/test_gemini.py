"""Gemini CLI chats in both forms: messages, rewinds, checkpoints, sub-agents, detection."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest

from cotw.clock import parse_instant
from cotw.ids import native_message_id
from cotw.importers.families.gemini import DOCUMENT, IMPORTER, NAME, recognises, recognises_document
from cotw.importers.protocol import ReadContext
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem
from tests.importers.conformance import ImporterContract
from tests.importers.transcripts import FALLBACK, context_of, moment, read_all, to_lines, uuid_of

SESSION = "6e817100-0000-4000-8000-000000000001"
HEAD = {"sessionId": SESSION, "projectHash": "c0ffee", "startTime": moment(0), "lastUpdated": moment(9)}


def message(number: int, kind: str, content: Any, **members: Any) -> dict[str, Any]:
    """A message of a chat."""
    return {"id": uuid_of(number), "timestamp": moment(number), "type": kind, "content": content, **members}


def user(number: int, content: Any, **members: Any) -> dict[str, Any]:
    """What stands in the user's place."""
    return message(number, "user", content, **members)


def gemini(number: int, content: Any, **members: Any) -> dict[str, Any]:
    """What the agent says."""
    return message(number, "gemini", content, model="gemini-2.5-pro", **members)


def call(**members: Any) -> dict[str, Any]:
    """A tool call in a message."""
    return {"id": "ls-1", "name": "list_directory", "args": {"path": "/shed"}, "status": "success", **members}


def rewind(number: int) -> dict[str, Any]:
    """The line that takes back a message and all after it."""
    return {"$rewindTo": uuid_of(number)}


def checkpoint(*messages: dict[str, Any]) -> dict[str, Any]:
    """The line that sets all messages anew."""
    return {"$set": {"messages": list(messages), "lastUpdated": moment(9)}}


def messages_of(*lines: dict[str, Any]) -> list[Message]:
    """The messages of a chat that gives no problem, in the order of the conversation."""
    messages, problems = read_all(to_lines(HEAD, *lines), None, IMPORTER)
    assert problems == []
    return sorted(messages, key=lambda each: (each.order, each.timestamp))


def said(*lines: dict[str, Any]) -> list[tuple[str, str]]:
    """(kind, text) of what is no tool call."""
    return [(each.kind.value, each.text) for each in messages_of(*lines) if each.kind is not Kind.TOOL]


def document(*messages: Any, **members: Any) -> bytes:
    """A chat in one document."""
    return json.dumps({**HEAD, "messages": list(messages), **members}, indent=2).encode()


_TALK = (
    user(1, "Where is the torque wrench?\n\n"),
    gemini(2, "", toolCalls=[call()], thoughts=[{"subject": "Searching", "description": "The shed."}]),
    gemini(3, "On the wall – left of the vice."),
    message(4, "info", "An update is available."),
)


class TestGemini(ImporterContract):
    importer = IMPORTER
    sample = to_lines(
        HEAD, *_TALK, {"$set": {"lastUpdated": moment(5)}}, user(5, "And the big one?"), rewind(5),
        user(6, "And the small one?"), gemini(7, [{"text": "In it."}]), {"$set": {"summary": "A wrench."}},
    )  # fmt: skip


class TestGeminiDocument(ImporterContract):
    importer = DOCUMENT
    sample = document(*_TALK, summary="A wrench.")


def test_both_forms_give_the_same() -> None:
    """When a chat goes over from one form to the other its messages keep their ids."""
    assert read_all(document(*_TALK), None, DOCUMENT) == read_all(to_lines(HEAD, *_TALK), None, IMPORTER)


def test_a_message_carries_what_it_says() -> None:
    """Id, time and session are the chat's own."""
    first, *_ = messages_of(*_TALK)
    assert first == Message(
        id=native_message_id(NAME, SESSION, uuid_of(1)),
        timestamp=parse_instant(moment(1)),
        kind=Kind.HUMAN,
        sender="human",
        text="Where is the torque wrench?\n\n",
        session=SESSION,
        tool=NAME,
        native=uuid_of(1),
        order=1,
    )


def test_the_latest_line_of_a_message_counts() -> None:
    """A message is written again whenever it grows; its place is that of its first line."""
    grown = gemini(2, "On the wall.", toolCalls=[call()])
    messages = messages_of(user(1, "where?"), gemini(2, "On"), user(3, "thanks"), grown)
    assert [(each.order, each.text) for each in messages] == [
        (1, "where?"),
        (2, "On the wall."),
        (2, ""),
        (3, "thanks"),
    ]


def test_a_rewind_begins_a_branch() -> None:
    """The message it names goes with all after it; what was said is kept and marked."""
    messages = messages_of(
        user(1, "a"), gemini(2, "b"), user(3, "c"), gemini(4, "d"), rewind(3), user(5, "e"), gemini(6, "f")
    )
    left = uuid_of(3)
    assert [(each.text, each.branch) for each in messages] == [
        ("a", None), ("b", None), ("c", left), ("d", left), ("e", None), ("f", None)
    ]  # fmt: skip


def test_rewinds_behind_rewinds_keep_their_branches() -> None:
    """What was left earlier stays in the branch it was left with."""
    messages = messages_of(user(1, "a"), user(2, "b"), rewind(2), user(3, "c"), rewind(1), user(4, "d"))
    branches = [(each.text, each.branch) for each in messages]
    assert branches == [("a", uuid_of(1)), ("b", uuid_of(2)), ("c", uuid_of(1)), ("d", None)]


def test_a_rewind_to_what_is_not_there_leaves_all() -> None:
    """So Gemini CLI reads it; a message that is written again after it is back."""
    messages = messages_of(user(1, "a"), user(2, "b"), rewind(9), user(2, "b"))
    assert [(each.text, each.branch) for each in messages] == [("a", uuid_of(1)), ("b", None)]


def test_checkpoints_give_what_has_no_line_of_its_own() -> None:
    """They repeat messages, perhaps cut; a message's own line counts. What they leave out was compressed."""
    cut = user(1, "where is …")
    lines = [user(1, "where is it?"), checkpoint(cut, gemini(2, "There.")), checkpoint(gemini(2, "There."))]
    messages = messages_of(*lines, user(3, "thanks"))
    assert [(each.order, each.text, each.branch) for each in messages] == [
        (1, "where is it?", None), (2, "There.", None), (3, "thanks", None)
    ]  # fmt: skip
    nameless = {"type": "user", "content": "where?"}
    assert said(checkpoint(nameless, user(4, "why?"))) == [("human", "why?")]


def test_rewinds_go_back_in_what_a_checkpoint_left() -> None:
    """Messages that were compressed before are not taken back."""
    messages = messages_of(user(1, "a"), user(2, "b"), checkpoint(user(2, "b")), rewind(2))
    assert [(each.text, each.branch) for each in messages] == [("a", None), ("b", uuid_of(2))]


def test_the_latest_summary_is_kept_once() -> None:
    """It is derived, and belongs to the whole chat."""
    lines = [{"$set": {"summary": "A"}}, user(1, "a"), {"$set": {"summary": "A wrench."}}]
    summaries = [each for each in messages_of(*lines) if each.kind is Kind.SUMMARY]
    assert [(each.text, each.sender, each.timestamp_inferred) for each in summaries] == [
        ("A wrench.", "agent", True)
    ]
    messages, _ = read_all(document(user(1, "a"), summary="A wrench."), None, DOCUMENT)
    assert [each.text for each in messages] == ["a", "A wrench."]


def test_what_a_subagent_is_told_is_the_agents() -> None:
    """The kind of a chat may stand behind its messages."""
    lines = to_lines({**HEAD, "kind": "subagent"}, *_TALK)
    chats = [read_all(lines, None, IMPORTER), read_all(document(*_TALK, kind="subagent"), None, DOCUMENT)]
    for messages, _ in chats:
        assert {each.subagent for each in messages} == {"subagent"}
        assert [each.kind for each in messages if each.text][:2] == [Kind.AGENT] * 2
    assert {each.subagent for each in messages_of({"$set": {"kind": "main"}}, *_TALK)} == {None}


def test_a_chat_without_a_head_is_named_by_its_file() -> None:
    """Ids that are no UUID are then unique in that file."""
    line = {"id": "7", "type": "gemini", "timestamp": moment(1), "content": "hello"}
    (only,), _ = read_all(to_lines(line), context_of("session-x"), IMPORTER)
    assert (only.session, only.id) == ("session-x", native_message_id(NAME, "session-x", "7"))


def test_messages_without_an_id_or_time_are_kept() -> None:
    """Equal ones are numbered, and the time is a neighbour's."""
    lines = to_lines({"type": "user", "content": "on?"}, {"type": "user", "content": "on?"})
    messages, problems = read_all(lines, None, IMPORTER)
    assert problems == []
    assert len({each.id for each in messages}) == 2
    assert {each.timestamp for each in messages} == {FALLBACK}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1]\n", "is not an object"),
        (b'{"id": "7", "content": "x"}\n', "has no type"),
        (b'{"id": "7", "type": "user", "content": 7}\n', "its content is neither a text nor parts"),
    ],
)
def test_lines_that_cannot_be_used_are_named(line: bytes, reason: str) -> None:
    """The reading goes on behind them; in a document there are no lines to name."""
    messages, problems = read_all(to_lines(HEAD, line, *_TALK), None, IMPORTER)
    assert [(problem.line, problem.reason) for problem in problems] == [(2, reason)]
    assert len(messages) == len(_TALK)
    found = read_all(document(json.loads(line), *_TALK), None, DOCUMENT)[1]
    assert [(problem.line, problem.reason) for problem in found] == [(None, reason)]


def test_a_document_that_is_cut_off_gives_what_it_holds() -> None:
    """With one problem that says where it ends."""
    data = document(*_TALK)
    messages, problems = read_all(data[: data.index(b"On the wall")], None, DOCUMENT)
    assert [each.kind for each in messages] == [Kind.HUMAN, Kind.TOOL]
    assert problems == [
        Problem("session.jsonl", None, "after message 2: the document is cut off or is not JSON")
    ]


def test_lines_that_are_written_between_the_two_readings_are_read() -> None:
    """A live file may grow while it is read."""

    class Growing(BytesIO):
        def seek(self, place: int, whence: int = 0, /) -> int:
            if place == 0 and self.tell():
                self.write(to_lines(user(3, "and?")))
            return super().seek(place, whence)

    found = IMPORTER.read(Growing(to_lines(HEAD, user(1, "a"))), ReadContext("x", "x", FALLBACK))
    assert [each.text for each in found if isinstance(each, Message)] == ["a", "and?"]


def test_chats_are_known_by_their_content() -> None:
    """A document under the name of lines is a document, and a line may be all there is."""
    assert recognises_document(
        json.dumps({**HEAD, "messages": [user(1, "x" * 70_000)]}).encode()[:65536], False
    )
    assert recognises_document(json.dumps({"messages": [user(1, "a"), gemini(2, "b")]}).encode(), True)
    assert not recognises_document(b'{"sessionId": "s", "messages": []}', True)
    assert not recognises(document(*_TALK), True)
    lines: list[dict[str, Any]] = [HEAD, rewind(1), {"$set": {}}, gemini(1, "a")]
    for line in lines:
        assert recognises(to_lines(line), True)
    assert not recognises(to_lines(user(1, "a")), True)
