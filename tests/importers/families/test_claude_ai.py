"""Claude.ai exports: blocks, pasted text, files that are only named, and the other files of an export."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest

from cotw.ids import native_message_id
from cotw.importers.detect import HEAD_BYTES, detect
from cotw.importers.families.claude_ai import IMPORTER, NAME, OTHER
from cotw.records.message import Attachment, Kind, Message, ToolCall
from cotw.records.problem import Problem
from tests.importers.conformance import ImporterContract
from tests.importers.transcripts import call, context_of, moment, read_all, result, said

_NOT_SHOWN = "```\nThis block is not supported on your current device yet.\n```"


def message(number: int, *blocks: Any, sender: str = "human", **members: Any) -> dict[str, Any]:
    return {
        "uuid": f"m{number}",
        "sender": sender,
        "text": "what the service repeats",
        "content": list(blocks),
        "created_at": moment(number),
        "attachments": [],
        "files": [],
        **members,
    }


def talk(*messages: Any, **members: Any) -> dict[str, Any]:
    return {
        "uuid": "c0",
        "name": "Brakes of the cargo bike",
        "summary": "",
        "created_at": moment(0),
        "updated_at": moment(90),
        "account": {"uuid": "mara"},
        "chat_messages": list(messages),
        **members,
    }


def read(*talks: Any) -> tuple[list[Message], list[Problem]]:
    return read_all(json.dumps(talks).encode(), context_of(), IMPORTER)


def told(*messages: Any, **members: Any) -> list[Message]:
    """The messages of one conversation that must give no problem, without its title."""
    found, problems = read(talk(*messages, name="", **members))
    assert problems == []
    return found


class TestClaudeAi(ImporterContract):
    importer = IMPORTER
    sample = json.dumps(
        [
            talk(
                message(1, said("Which pads fit the cargo bike?")),
                message(2, said("The resin ones."), sender="assistant"),
            ),
            talk(message(3, said("When does the shop open?")), uuid="c1"),
        ],
        indent=1,
    ).encode()


def test_a_message_carries_what_the_export_says() -> None:
    """Session, time and native id come from the file; blocks are preferred to the text that repeats them."""
    assert told(message(1, said("hello"))) == [
        Message(
            id=native_message_id(NAME, "c0", "m1"),
            timestamp=datetime(2026, 3, 4, 9, 0, 1, tzinfo=UTC),
            kind=Kind.HUMAN,
            sender="human",
            text="hello",
            session="c0",
            tool=NAME,
            native="m1",
            order=1,
        )
    ]


def test_name_and_summary_are_the_services() -> None:
    """The name titles the session; the summary is kept aside and titles nothing."""
    first, summary, title = read(talk(message(1, said("hello")), summary="They greet."))[0]
    assert (summary.kind, summary.text, summary.about) == (Kind.SUMMARY, "They greet.", None)
    assert (title.kind, title.text, title.about) == (Kind.SUMMARY, "Brakes of the cargo bike", first.id)
    assert {summary.timestamp, title.timestamp} == {datetime(2026, 3, 4, 9, 1, 30, tzinfo=UTC)}
    later = read(talk(message(1, said("hello")), summary="They greet.", updated_at=moment(200)))[0]
    assert [each.id for each in later] == [first.id, summary.id, title.id]


def test_a_title_without_a_time_has_that_of_the_first_message() -> None:
    """And the title is marked as inferred."""
    title = read(talk(message(1, said("hello")), updated_at=None))[0][-1]
    assert (title.timestamp, title.timestamp_inferred) == (datetime(2026, 3, 4, 9, 0, 1, tzinfo=UTC), True)


def test_an_answer_with_tools_is_one_message_and_its_calls() -> None:
    """Texts are one utterance; thoughts and budgets are left out; of outputs size and digest are kept."""
    answer, used, came = told(
        message(
            1,
            {"type": "thinking", "thinking": "hm"},
            said("Let me look."),
            call("web_search", query="resin pads"),
            result([said("a page")], name="web_search"),
            {"type": "token_budget"},
            said("The resin ones."),
            sender="assistant",
        )
    )
    assert (answer.kind, answer.text) == (Kind.AGENT, "Let me look.\n\nThe resin ones.")
    assert used.call == ToolCall("web_search", "resin pads")
    assert came.call == ToolCall("result", None, "ok", 6, sha256(b"a page").hexdigest())
    assert len({answer.id, used.id, came.id}) == 3


def test_an_answer_of_tools_alone_says_nothing() -> None:
    """The text that stands for blocks the service cannot show is nobody's words."""
    only = told(message(1, call("artifacts"), sender="assistant", text=_NOT_SHOWN))
    assert [each.kind for each in only] == [Kind.TOOL]
    assert told(message(1, sender="assistant", text=f"{_NOT_SHOWN}\n\n{_NOT_SHOWN}")) == []


@pytest.mark.parametrize("content", [None, [], [{"type": "later invention"}], [said("")]])
def test_without_known_blocks_the_text_is_taken(content: Any) -> None:
    """Older exports have nothing else."""
    assert [each.text for each in told(message(1, content=content, text="hello"))] == ["hello"]


def test_a_content_that_is_a_text_is_what_was_said() -> None:
    """Some programs write it so; what was spoken into the microphone is speech as well."""
    assert told(message(1, content="hello"))[0].text == "hello"
    assert told(message(1, {"type": "voice_note", "title": "Note", "text": "hello"}))[0].text == "hello"


def test_pasted_text_is_the_persons_input() -> None:
    """Its bytes are what the receipt proves, whatever file it was read in."""
    pasted = {"file_name": "", "file_size": 9, "file_type": "txt", "extracted_content": "pads: 4 é"}
    read_in = {"file_name": "list.pdf", "file_type": "application/pdf", "extracted_content": "pads"}
    (prompt,) = told(message(1, text="", attachments=[pasted, read_in]))
    data = "pads: 4 é".encode()
    assert (prompt.kind, prompt.text) == (Kind.HUMAN, "")
    assert prompt.attachments == (
        Attachment("text/plain", len(data), sha256(data).hexdigest(), text="pads: 4 é"),
        Attachment("application/pdf", 4, sha256(b"pads").hexdigest(), "list.pdf", text="pads"),
    )


def test_files_without_bytes_are_named_once() -> None:
    """The export has their names, the web page their ids; equal names in two messages are two files."""
    shown = {"file_kind": "image", "file_uuid": "f1", "file_name": "image"}
    first, second = told(
        message(1, said("x"), files=[shown, {"file_name": "list.pdf"}], files_v2=[shown]),
        message(2, said("y"), files=[{"file_name": "list.pdf"}, 5], attachments=[{"file_size": 3}]),
    )
    assert [(each.mime, each.name) for each in first.attachments] == [
        ("image/*", "image"),
        ("application/pdf", "list.pdf"),
    ]
    unnamed, other = second.attachments
    assert other.digest != first.attachments[1].digest
    assert (unnamed.mime, unnamed.size, unnamed.name) == ("application/octet-stream", 3, None)


def test_an_image_within_the_blocks_is_hashed() -> None:
    """Its bytes stay where they are."""
    source = {"type": "base64", "media_type": "image/png", "data": "cGFk"}
    (prompt,) = told(message(1, said("x"), {"type": "image", "source": source}))
    assert prompt.attachments == (Attachment("image/png", 3, sha256(b"pad").hexdigest()),)


def test_what_the_web_page_loads_has_branches() -> None:
    """There each message names its parent; what does not lead to the current leaf was left."""
    messages = told(
        message(1, said("first try"), parent_message_uuid="nobody"),
        message(2, said("no"), sender="assistant", parent_message_uuid="m1"),
        message(3, said("yes"), sender="assistant", parent_message_uuid="m1"),
        current_leaf_message_uuid="m2",
    )
    assert [each.branch for each in messages] == [None, None, "m3"]
    line = told(message(1, said("a")), message(2, said("b")), current_leaf_message_uuid="m1")
    assert [each.branch for each in line] == [None, None]


def test_missing_ids_and_times() -> None:
    """A message without a name is told by its words; one without a time has its neighbour's."""
    one, two = told(
        message(1, said("x"), uuid=None),
        message(2, said("x"), uuid=None, created_at=None, sender="assistant"),
        uuid=None,
    )
    assert one.id != two.id
    assert (one.session, one.native, two.timestamp, two.timestamp_inferred) == (
        "session",
        None,
        one.timestamp,
        True,
    )
    assert told(message(7, said("x")), uuid=None)[0].session == "m7"


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        ("x", ": is not an object"),
        ({"uuid": "x"}, ": has no list of messages"),
        (talk(5), ": one of its messages is not an object"),
        (talk(message(9, 5, text="")), ", message 1: one of its content blocks is not an object"),
        (
            talk(message(9, {"type": "text", "text": 5}, text="")),
            ", message 1: one of its text blocks has no text",
        ),
    ],
)
def test_what_is_damaged_is_named_and_the_rest_is_read(damaged: Any, reason: str) -> None:
    """One problem each, by the number of the conversation."""
    messages, problems = read(talk(message(1, said("x")), name=""), damaged, talk(uuid="c1"))
    assert [each.text for each in messages] == ["x"]
    assert [each.reason for each in problems] == [f"conversation 2{reason}"]


def test_a_first_conversation_longer_than_the_head_is_recognised() -> None:
    """And one alone is."""
    data = json.dumps([talk(message(1, said("x" * 100_000)))]).encode()
    assert IMPORTER.recognises(data[:HEAD_BYTES], False)
    assert IMPORTER.recognises(json.dumps(talk(message(1, said("x")))).encode(), True)
    assert not IMPORTER.recognises(b'{"chat_messages": 5, "uuid": "x"}', True)
    assert not IMPORTER.recognises(b'{"chat_messages": []}', True)


@pytest.mark.parametrize(
    "document",
    [
        [
            {
                "uuid": "u",
                "full_name": "Mara",
                "email_address": "mara@example.org",
                "verified_phone_number": None,
            }
        ],
        [
            {
                "uuid": "p",
                "name": "Shop",
                "description": "",
                "is_private": True,
                "prompt_template": "",
                "docs": [],
            }
        ],
        {"uuid": "p", "name": "Shop", "is_private": True, "prompt_template": "Be short.", "docs": []},
        [{"conversations_memory": "Mara mends bikes.", "project_memories": {}, "account_uuid": "u"}],
    ],
)
def test_the_other_files_of_an_export_hold_no_messages(document: Any) -> None:
    """They are known, so that nobody is told that they could not be read."""
    data = json.dumps(document).encode()
    assert detect(data, True) is OTHER
    assert read_all(data, context_of(), OTHER) == ([], [])
