"""ChatGPT exports: trees of messages, tool calls, what was shown, and what is nobody's words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest

from cotw.ids import native_message_id
from cotw.importers.detect import HEAD_BYTES
from cotw.importers.families import chatgpt
from cotw.importers.families.chatgpt import IMPORTER, NAME
from cotw.importers.protocol import Beside
from cotw.records.message import Attachment, Kind, Message, ToolCall
from cotw.records.problem import Problem
from tests.importers.conformance import ImporterContract
from tests.importers.transcripts import FALLBACK, context_of, read_all

_START = 1_772_614_800.25  # 2026-03-04 09:00 UTC


def node(id_: str, parent: str | None, text: str = "", role: str = "user", **members: Any) -> dict[str, Any]:
    """A node of the tree; the number in its id is its second; other members go into its message."""
    digits = "".join(filter(str.isdigit, id_))
    message = {
        "id": id_,
        "author": {"role": role, "name": members.pop("name", None)},
        "create_time": _START + int(digits) if digits else None,
        "content": {"content_type": "text", "parts": [text]},
        "status": "finished_successfully",
        "recipient": "all",
        "metadata": {},
        **members,
    }
    return {"id": id_, "parent": parent, "children": [], "message": message}


def root(id_: str = "root") -> dict[str, Any]:
    return {"id": id_, "parent": None, "children": [], "message": None}


def talk(*nodes: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {
        "title": "Brakes of the cargo bike",
        "create_time": _START,
        "update_time": _START + 600,
        "mapping": {each["id"]: each for each in nodes},
        "current_node": nodes[-1]["id"] if nodes else None,
        "conversation_id": "c0",
        **members,
    }


def read(*talks: Any, **members: Any) -> tuple[list[Message], list[Problem]]:
    return read_all(json.dumps(talks).encode(), context_of(**members), IMPORTER)


def told(*nodes: dict[str, Any], **members: Any) -> list[Message]:
    """The messages of one conversation that must give no problem, without its title."""
    messages, problems = read(talk(*nodes, title="", **members))
    assert problems == []
    return messages


def only(*nodes: dict[str, Any]) -> Message:
    (message,) = told(root(), *nodes)
    return message


class TestChatGPT(ImporterContract):
    importer = IMPORTER
    sample = json.dumps(
        [
            talk(
                root(),
                node("m1", "root", "Which pads fit the cargo bike?"),
                node("m2", "m1", "The resin ones, D01S.", "assistant"),
                node("m3", "m2", "And for the rear?"),
                node("m4", "m3", "The same.", "assistant"),
            ),
            talk(root("r"), node("m5", "r", "When does the shop open?"), conversation_id="c1"),
        ],
        indent=1,
    ).encode()


def test_a_message_carries_what_its_node_says() -> None:
    """Session, time and native id come from the file; mode and thread are not guessed."""
    assert only(node("m1", "root", "hello")) == Message(
        id=native_message_id(NAME, "c0", "m1"),
        timestamp=datetime(2026, 3, 4, 9, 0, 1, 250_000, tzinfo=UTC),
        kind=Kind.HUMAN,
        sender="human",
        text="hello",
        session="c0",
        tool=NAME,
        native="m1",
        order=1,
    )


def test_the_title_is_a_summary_of_its_own() -> None:
    """It titles the session by its first message, and is the same at every reading."""
    messages, _ = read(talk(root(), node("m1", "root", "hello")))
    first, title = messages
    assert (title.kind, title.text, title.about) == (Kind.SUMMARY, "Brakes of the cargo bike", first.id)
    again = read(talk(root(), node("m1", "root", "hello"), update_time=_START + 900))[0][1]
    renamed = read(talk(root(), node("m1", "root", "hello"), title="Pads"))[0][1]
    assert again.id == title.id != renamed.id


@pytest.mark.parametrize("title", ["New chat", "", "  ", None, 5])
def test_a_conversation_without_a_title_gets_none(title: Any) -> None:
    """The name that the service gives before it has read anything says nothing."""
    assert len(read(talk(root(), node("m1", "root", "hello"), title=title))[0]) == 1


def test_edited_prompts_and_new_answers_are_branches() -> None:
    """All is kept; what does not lead to the current node is marked, whatever the order of the file."""
    tree = [
        node("m6", "m5", "two", "assistant"),
        node("m1", "root", "first try"),
        node("m2", "m1", "no", "assistant"),
        node("m4", "m3", "one", "assistant"),
        root(),
        node("m5", "m3", "two", "assistant"),
        node("m3", "root", "second try"),
    ]
    messages = told(*tree, current_node="m6")
    assert [(each.native, each.branch) for each in messages] == [
        ("m1", "m1"),
        ("m2", "m1"),
        ("m3", None),
        ("m4", "m4"),
        ("m5", None),
        ("m6", None),
    ]
    assert [each.order for each in messages] == [1, 2, 3, 4, 5, 6]


def test_without_a_current_node_the_newest_is_the_end() -> None:
    """Older exports lack it."""
    tree = [root(), node("m9", "root", "new"), node("m1", "root", "old")]
    assert [(each.text, each.branch) for each in told(*tree, current_node=None)] == [
        ("old", "m1"),
        ("new", None),
    ]


def test_what_the_service_puts_before_a_conversation_is_not_speech() -> None:
    """Custom instructions and hidden messages are wrappers; empty ones are nothing."""
    instructions = {
        "content_type": "user_editable_context",
        "user_profile": "I mend bikes.",
        "user_instructions": "Be short.",
    }
    hidden = {"is_visually_hidden_from_conversation": True}
    messages = told(
        root(),
        node("a", "root", "", "system", metadata=hidden),
        node("b", "a", content=instructions, metadata=hidden),
        node("c", "b", "a note", "assistant", metadata=hidden),
        node("d", "c", "You are a GPT.", "system"),
    )
    assert [(each.kind, each.text) for each in messages] == [
        (Kind.WRAPPER, "I mend bikes.\n\nBe short."),
        (Kind.WRAPPER, "a note"),
        (Kind.SYSTEM, "You are a GPT."),
    ]


def test_thoughts_are_not_kept() -> None:
    """Neither reasoning nor its recap."""
    thoughts = {"content_type": "thoughts", "thoughts": [{"summary": "hm", "content": "let me see"}]}
    recap = {"content_type": "reasoning_recap", "content": "Thought for 5 seconds"}
    tree = [node("m1", "root", "", "assistant", content=thoughts), node("m2", "m1", "", content=recap)]
    assert told(root(), *tree) == []


def test_what_is_said_to_a_tool_is_a_call() -> None:
    """Its name and target are kept, a secret in it is not."""
    code = {"content_type": "code", "language": "unknown", "text": "search('cargo bike pads')"}
    message = only(node("m1", "root", "", "assistant", recipient="browser", content=code))
    assert (message.kind, message.text) == (Kind.TOOL, "")
    assert message.call == ToolCall("browser", "search('cargo bike pads')")
    key = "sk-proj-" + "Zq3vN8xT1mW6yB4k" * 3
    leak = only(node("m1", "root", f"key={key} " + "x" * 500, "assistant", recipient="api"))
    assert leak.call
    assert leak.call.target
    assert key not in leak.call.target
    assert len(leak.call.target) <= 200


@pytest.mark.parametrize(
    ("content", "output", "status"),
    [
        ({"content_type": "execution_output", "text": "4 pads"}, "4 pads", "ok"),
        ({"content_type": "tether_browsing_display", "result": "a page"}, "a page", "ok"),
        ({"content_type": "tether_quote", "url": "u", "text": "quoted"}, "quoted", "ok"),
        ({"content_type": "text", "parts": ["é"]}, "é", "ok"),
        ({"content_type": "system_error", "name": "x", "text": "timed out"}, "timed out", "error"),
    ],
)
def test_of_a_tools_output_size_and_digest_are_kept(
    content: dict[str, Any], output: str, status: str
) -> None:
    """Never the output itself."""
    message = only(node("m1", "root", "", "tool", name="browser", content=content))
    data = output.encode()
    assert (message.kind, message.text) == (Kind.TOOL, "")
    assert message.call == ToolCall("browser", None, status, len(data), sha256(data).hexdigest())


def test_a_failed_execution_is_an_error() -> None:
    """The outcome stands in the metadata."""
    content = {"content_type": "execution_output", "text": "Traceback"}
    metadata = {"aggregate_result": {"status": "failed_with_in_kernel_exception"}}
    message = only(node("m1", "root", "", "tool", name="python", content=content, metadata=metadata))
    assert message.call
    assert message.call.status == "error"


def test_citation_marks_stay() -> None:
    """What was said is kept to the letter."""
    assert only(node("m1", "root", "Resin 【1†source】.", "assistant")).text == "Resin 【1†source】."


def image(pointer: str = "file-service://file-a1B2", **members: Any) -> dict[str, Any]:
    return {
        "content_type": "image_asset_pointer",
        "asset_pointer": pointer,
        "size_bytes": 700,
        "width": 2,
        **members,
    }


def test_an_image_is_a_receipt_of_its_pointer() -> None:
    """The export has no bytes for it; name and form come from the list of attachments."""
    message = only(
        node(
            "m1",
            "root",
            content={"content_type": "multimodal_text", "parts": [image(), "What is this?"]},
            metadata={
                "attachments": [
                    {"id": "file-a1B2", "name": "pad.png", "size": 700, "mimeType": "image/png"},
                    {"id": "file-c3D4", "name": "list.pdf", "size": 900},
                ]
            },
        )
    )
    assert message.text == "What is this?"
    pointer = "file-service://file-a1B2"
    assert message.attachments == (
        Attachment("image/png", 700, sha256(pointer.encode()).hexdigest(), "pad.png", pointer),
        Attachment("application/pdf", 900, sha256(b"file-c3D4").hexdigest(), "list.pdf", "file-c3D4"),
    )


def test_an_image_that_came_with_the_export_is_proven_by_its_bytes() -> None:
    """Size and digest are those of the file beside the transcript."""
    asked = []

    def beside(name: str) -> Beside:
        asked.append(name)
        return Beside("export.zip/file-a1B2-pad.webp", 5, "ab" * 32)

    content = {"content_type": "multimodal_text", "parts": [image()]}
    (message,), _ = read(talk(root(), node("m1", "root", content=content), title=""), beside=beside)
    assert asked == ["file-a1B2"]
    where = "export.zip/file-a1B2-pad.webp"
    assert message.attachments == (Attachment("image/webp", 5, "ab" * 32, None, where),)


def test_what_was_spoken_is_speech() -> None:
    """The transcription of a sound is the text, the sound an attachment; an image alone has its medium."""
    sound = {"content_type": "audio_asset_pointer", "asset_pointer": "sediment://file_00c0", "size_bytes": 9}
    parts = [
        {"content_type": "audio_transcription", "text": "Hello there", "direction": "in"},
        {"content_type": "real_time_user_audio_video_asset_pointer", "audio_asset_pointer": sound},
        image("sediment://file_00c1#p_0", size_bytes=None),
    ]
    message = only(node("m1", "root", content={"content_type": "multimodal_text", "parts": parts}))
    assert message.text == "Hello there"
    assert [(each.mime, each.size) for each in message.attachments] == [("audio/*", 9), ("image/*", 0)]


def test_a_missing_time_is_that_of_the_conversation_or_a_neighbour() -> None:
    """A conversation before it in the file says nothing about it."""
    messages, _ = read(
        talk(root(), node("m1", "root", "x"), title=""),
        talk(root(), node("a", "root", "y"), title="", conversation_id="c1", create_time=_START + 5000),
        talk(
            root(), node("b", "root", "z"), title="", conversation_id="c2", update_time=None, create_time=None
        ),
        talk(root(), node("c", "root", "q"), node("m7", "c", "r"), title="", conversation_id="c3"),
    )
    assert [each.timestamp.timestamp() for each in messages] == [
        _START + 1,
        _START + 5000,
        FALLBACK.timestamp(),
        _START + 7,
        _START + 7,
    ]
    assert [each.timestamp_inferred for each in messages] == [False, True, True, True, False]


def test_missing_ids() -> None:
    """A node names its message, a root its conversation, where these do not."""
    first, second = told(
        root("r1"), node("m1", "r1", "x", id=None), node("m2", "m1", "y"), conversation_id=None
    )
    assert (first.native, first.session, second.session) == ("m1", "r1", "r1")
    assert told(root(), node("m1", "root", "x"), conversation_id=None, id="other")[0].session == "other"


def test_a_project_is_kept() -> None:
    """The service keeps projects as a kind of GPT; other GPTs are none."""
    assert told(root(), node("m1", "root", "x"), gizmo_id="g-p-77")[0].project == "g-p-77"
    assert told(root(), node("m1", "root", "x"), gizmo_id="g-77")[0].project is None


def test_a_conversation_without_messages_is_nothing() -> None:
    """Exports hold titles of conversations whose messages they lack."""
    bare = {"title": "Lost", "id": "x"}
    messages, problems = read(bare, talk(), talk(root()), talk(root(), node("m1", "root", "x"), title=""))
    assert (len(messages), problems) == (1, [])


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        (5, "is not an object"),
        ({"id": "x"}, "has no mapping of messages"),
        (talk(mapping=[]), "has no mapping of messages"),
        (talk(root(), mapping={"a": 5}), "one of its messages is not an object"),
        (talk(node("m1", None, content=None)), "a message has no author or no content"),
        (talk(node("m1", None, author="x")), "a message has no author or no content"),
    ],
)
def test_what_is_damaged_is_named_and_the_rest_is_read(damaged: Any, reason: str) -> None:
    """One problem each, by the number of the conversation."""
    messages, problems = read(
        talk(root(), node("m1", "root", "x")), damaged, talk(root(), node("m2", "root"))
    )
    assert [each.text for each in messages if each.is_speech] == ["x"]
    assert [each.reason for each in problems] == [f"conversation 2: {reason}"]


def test_odd_members_are_passed_over() -> None:
    """A member of another type than it should have says nothing."""
    content = {"content_type": {}, "parts": ["x", 5, {"asset_pointer": []}]}
    metadata = {"attachments": [5, {"id": None}], "aggregate_result": "x"}
    message = only(node("m1", "root", content=content, metadata=metadata, recipient=[], create_time="soon"))
    assert (message.kind, message.text, message.attachments) == (Kind.HUMAN, "x", ())


def test_of_a_cut_export_the_whole_conversations_are_read() -> None:
    """The cut is one problem."""
    data = json.dumps([talk(root(), node("m1", "root", "x")), talk(root(), node("m2", "root", "y"))]).encode()
    messages, problems = read_all(data[:-20], context_of(), IMPORTER)
    assert [each.text for each in messages if each.is_speech] == ["x"]
    assert [each.reason for each in problems] == [
        "after conversation 1: the document is cut off or is not JSON"
    ]


def test_one_conversation_alone_is_an_export() -> None:
    """As other programs save it."""
    data = json.dumps(talk(root(), node("m1", "root", "x"))).encode()
    assert IMPORTER.recognises(data, True)
    assert len(read_all(data, context_of(), IMPORTER)[0]) == 2


def test_a_first_conversation_longer_than_the_head_is_recognised() -> None:
    """Ordinary users' are."""
    data = json.dumps([talk(root(), node("m1", "root", "x" * 100_000))]).encode()
    assert IMPORTER.recognises(data[:HEAD_BYTES], False)
    assert IMPORTER.recognises(json.dumps([{"title": "Lost"}, talk(root())]).encode(), True)


@pytest.mark.parametrize(
    "document",
    [
        [{"id": "x", "conversation_id": "y", "title": "shared", "is_anonymous": True}],
        {"mapping": {"a": "b"}, "title": "a configuration"},
        {"mapping": {}},
        [],
        {"title": "x", "messages": []},
    ],
)
def test_other_documents_are_not_exports(document: Any) -> None:
    """Neither the other files of an export nor anybody's mapping."""
    assert not chatgpt.recognises(json.dumps(document).encode(), True)
